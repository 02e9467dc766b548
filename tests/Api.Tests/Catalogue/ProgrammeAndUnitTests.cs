using System.Text.Json;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Catalogue;

public sealed class ProgrammeAndUnitTests
{
    private static readonly object programme = new { title = "Another", awardingOrganisation = "OCN London", since = 2015, provision = "regulated" };

    [Fact]
    public async Task A_programme_is_changed_by_whoever_has_seen_its_latest_version()
    {
        var app = await App.RunningAsync();
        var made = await Given.ProgrammeAsync(app);
        var path = $"/v1/programmes/{Given.Id(made)}";
        var first = (await app.Admin.GetAsync(path)).Is(200);
        Assert.Equal("\"v1\"", first.ETag);
        (await app.Admin.PutAsync(path, programme)).Refuses(428, "if_match_required");
        var second = (await app.Admin.PutAsync(path, programme, first.ETag)).Is(200);
        Assert.Equal(("\"v2\"", "Another", Given.Text(made, "code")), (second.ETag, second.Text("title"), second.Text("code")));
        var trace = await Given.TraceOf(app, Given.Id(made));
        (await app.OtherAdmin.PutAsync(path, programme, first.ETag)).Refuses(412, "stale");
        Assert.Equal(trace, await Given.TraceOf(app, Given.Id(made)));
        (await app.Admin.GetAsync(path, second.ETag)).Is(304);
    }

    [Fact]
    public async Task A_unit_is_made_optional_by_whoever_has_seen_its_latest_version()
    {
        var app = await App.RunningAsync();
        var (unit, _) = await Given.PublishedUnitAsync(app);
        var path = $"/v1/units/{Given.Id(unit)}";
        var seen = (await app.Admin.GetAsync(path)).Is(200);
        Assert.Equal("True", seen.Text("mandatory"));
        var trace = await Given.TraceOf(app, Given.Id(unit));
        (await app.Admin.PutAsync(path, new { mandatory = false })).Refuses(428, "if_match_required");
        (await app.Admin.PutAsync(path, new { }, seen.ETag)).Refuses(400, "malformed_request");
        (await app.Admin.PutAsync(path, new { mandatory = false }, "\"v1\"")).Refuses(412, "stale");
        (await (await app.PartnerAsync()).PutAsync(path, new { mandatory = false }, seen.ETag)).Refuses(403, "permission_missing");
        Assert.Equal(trace, await Given.TraceOf(app, Given.Id(unit)));

        var changed = (await app.Admin.PutAsync(path, new { mandatory = false }, seen.ETag)).Is(200);
        Assert.Equal("False", changed.Text("mandatory"));
        Assert.NotEqual(seen.ETag, changed.ETag);
        Assert.Equal(changed.Body, (await app.Admin.GetAsync(path)).Is(200).Body);
        Assert.Equal((trace.Audit + 1, trace.Events + 1), await Given.TraceOf(app, Given.Id(unit)));
    }

    [Fact]
    public async Task A_code_is_taken_once()
    {
        var app = await App.RunningAsync();
        var made = await Given.ProgrammeAsync(app);
        var again = new { code = Given.Text(made, "code"), title = "Mentoring", awardingOrganisation = "OCN", since = 2014, provision = "bespoke" };
        (await app.Admin.PostAsync("/v1/programmes", again)).Refuses(409, "already_exists");
        (await app.Admin.PostAsync("/v1/programmes", new { code = "small-letters", title = "", awardingOrganisation = "OCN", since = 1800, provision = "bespoke" }))
            .Refuses(422, "validation_failed");
    }

    [Fact]
    public async Task A_partner_writes_nothing_in_the_catalogue()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var (unit, version) = await Given.PublishedUnitAsync(app);
        var trace = await Given.TraceOf(app, Given.Id(unit));
        (await partner.PostAsync("/v1/programmes", new { })).Refuses(403, "permission_missing");
        (await partner.PostAsync($"/v1/units/{Given.Id(unit)}/versions", Given.UnitContent())).Refuses(403, "permission_missing");
        (await partner.PostAsync($"/v1/units/{Given.Id(unit)}/versions/{version}/withdraw")).Refuses(403, "permission_missing");
        Assert.Equal(trace, await Given.TraceOf(app, Given.Id(unit)));
    }

    [Fact]
    public async Task A_unit_belongs_to_a_programme_that_is_there()
    {
        var app = await App.RunningAsync();
        var nowhere = Id<Programme>.New(TimeProvider.System.GetUtcNow());
        var answer = await app.Admin.PostAsync("/v1/units", new { programmeId = nowhere, code = Given.Code("UNT"), provision = "bespoke", mandatory = false });
        answer.Refuses(422, "validation_failed");
        Assert.Equal("/programmeId", answer.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task A_version_is_drafted_changed_and_published_and_then_stands_for_good()
    {
        var app = await App.RunningAsync();
        var unit = await Given.UnitAsync(app);
        var versions = $"/v1/units/{Given.Id(unit)}/versions";
        var draft = (await app.Admin.PostAsync(versions, Given.UnitContent())).Is(201);
        Assert.Equal(("draft", "1"), (draft.Text("status"), draft.Text("number")));
        Assert.Equal("1.2", draft.Json.GetProperty("outcomes")[0].GetProperty("criteria")[1].GetProperty("number").GetString());
        (await app.Admin.PostAsync(versions, Given.UnitContent())).Refuses(409, "unit_draft_exists");

        var changed = (await app.Admin.PutAsync(draft.Location!, Given.UnitContent("Firm boundaries", 4, 40), draft.ETag)).Is(200);
        Assert.Equal(("Firm boundaries", "40"), (changed.Text("title"), changed.Text("learningHours")));
        (await app.Admin.PostAsync($"{draft.Location}/publish", ifMatch: draft.ETag)).Refuses(412, "stale");
        var published = (await app.Admin.PostAsync($"{draft.Location}/publish", ifMatch: changed.ETag)).Is(200);
        Assert.Equal("published", published.Text("status"));

        var trace = await Given.TraceOf(app, draft.Text("id"));
        (await app.Admin.PutAsync(draft.Location!, Given.UnitContent("No"), published.ETag)).Refuses(409, "unit_version_published");
        (await app.Admin.PostAsync($"{draft.Location}/publish", ifMatch: published.ETag)).Refuses(409, "unit_version_published");
        Assert.Equal(trace, await Given.TraceOf(app, draft.Text("id")));
        Assert.Equal("Firm boundaries", (await app.Admin.GetAsync(draft.Location!)).Text("title"));
        Assert.Equal("Firm boundaries", (await app.Admin.GetAsync($"/v1/units/{Given.Id(unit)}")).Json.GetProperty("current").GetProperty("title").GetString());

        Assert.Equal("withdrawn", (await app.Admin.PostAsync($"{draft.Location}/withdraw")).Is(200).Text("status"));
        (await app.Admin.PostAsync($"{draft.Location}/withdraw")).Refuses(409, "unit_version_withdrawn");
        Assert.Equal(JsonValueKind.Null, (await app.Admin.GetAsync($"/v1/units/{Given.Id(unit)}")).Json.GetProperty("current").ValueKind);

        Assert.Equal("2", (await app.Admin.PostAsync(versions, Given.UnitContent())).Is(201).Text("number"));
        Assert.Equal([2, 1], (await app.Admin.GetAsync(versions)).Is(200).Json.GetProperty("data").EnumerateArray().Select(v => v.GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task A_draft_with_more_guided_hours_than_its_credit_is_refused_and_leaves_no_trace()
    {
        var app = await App.RunningAsync();
        var unit = await Given.UnitAsync(app);
        var trace = await Given.TraceOf(app, Given.Id(unit));
        var answer = (await app.Admin.PostAsync($"/v1/units/{Given.Id(unit)}/versions", Given.UnitContent(credits: 2, hours: 21))).Refuses(422, "validation_failed");
        Assert.Equal("/guidedLearningHours", answer.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal(trace, await Given.TraceOf(app, Given.Id(unit)));
        Assert.Empty((await app.Admin.GetAsync($"/v1/units/{Given.Id(unit)}/versions")).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task Two_who_draft_at_once_make_one_draft()
    {
        var app = await App.RunningAsync();
        var unit = await Given.UnitAsync(app);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.Admin.PostAsync($"/v1/units/{Given.Id(unit)}/versions", Given.UnitContent())));
        Assert.Single(answers, a => a.Status == 201);
        Assert.All(answers.Where(a => a.Status != 201), a => Assert.Contains(a.Code, new[] { "unit_draft_exists", "stale", "already_exists", "try_again" }));
        Assert.Single((await app.Admin.GetAsync($"/v1/units/{Given.Id(unit)}/versions")).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task A_package_names_only_what_can_be_delivered()
    {
        var app = await App.RunningAsync();
        var (unit, version) = await Given.PublishedUnitAsync(app);
        var resource = await Given.ResourceAsync(app);
        var package = await Given.PackageAsync(app, unit, resource);
        var path = $"/v1/packages/{Given.Id(package)}";
        var seen = (await app.Admin.GetAsync(path)).Is(200);
        var code = Given.Text(unit, "code");

        (await app.Admin.PostAsync("/v1/packages", Given.Package("NO-SUCH-UNIT", code: Given.Code("PKG")))).Refuses(422, "validation_failed");
        (await app.Admin.PostAsync("/v1/packages", Given.Package(code, code: Given.Code("PKG"), currency: "EUR"))).Refuses(422, "validation_failed");
        (await app.Admin.PutAsync(path, Given.Package(code))).Refuses(428, "if_match_required");
        Assert.Equal("[]", (await app.Admin.PutAsync(path, Given.Package(code), seen.ETag)).Is(200).Text("resources"));

        (await app.Admin.PostAsync($"/v1/units/{Given.Id(unit)}/versions/{version}/withdraw")).Is(200);
        var trace = await Given.TraceOf(app, Given.Id(package));
        (await app.Admin.PutAsync(path, Given.Package(code), "\"v2\"")).Refuses(422, "validation_failed");
        Assert.Equal(trace, await Given.TraceOf(app, Given.Id(package)));

        Assert.Equal("withdrawn", (await app.Admin.PostAsync($"{path}/withdraw")).Is(200).Text("status"));
        (await app.Admin.PostAsync($"{path}/withdraw")).Refuses(409, "package_withdrawn");
    }
}
