using System.Text.Json;
using Franchise.Api.Tests.Catalogue;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Organisations;

public sealed class OrganisationTests
{
    private static object Body(string name = "Harbour", string kind = "charity", object? registration = null, string country = "GB", string zone = "Europe/London", string currency = "GBP") =>
        new
        {
            name,
            kind,
            registration = registration ?? new { register = "charityCommission", number = "1123456" },
            country,
            timeZone = zone,
            currency,
            language = "en-GB",
            registeredAddress = new { line1 = "1 Quay Street", town = "Liverpool", country, postcode = country == "GB" ? "l11aa" : "1010" },
        };

    private static async Task<Answer> TakenOnAsync(App app) => (await app.Admin.PostAsync("/v1/organisations", Body())).Is(201);

    [Fact]
    public async Task Cohort_4_takes_on_a_partner_and_writes_it_as_its_register_does()
    {
        var app = await App.RunningAsync();
        var made = await TakenOnAsync(app);
        var found = (await app.Admin.GetAsync(made.Location!)).Is(200);
        Assert.Equal(("active", "prohibited", "False"), (found.Text("status"), found.Text("disclosurePolicy"), found.Text("isSandbox")));
        Assert.Equal("L1 1AA", found.Json.GetProperty("registeredAddress").GetProperty("postcode").GetString());
        Assert.Equal((1, 1), await Given.TraceOf(app, made.Text("id")));
    }

    [Fact]
    public async Task A_europeans_sandbox_keeps_its_own_zone_and_currency()
    {
        var app = await App.RunningAsync();
        var body = JsonSerializer.SerializeToNode(Body(kind: "womensOrganisation", registration: new { register = "foreign", number = "ZVR 123" }, country: "AT", zone: "Europe/Vienna", currency: "EUR"))!;
        body["isSandbox"] = true;
        var made = (await app.Admin.PostAsync("/v1/organisations", body)).Is(201);
        Assert.Equal(("True", "EUR", "Europe/Vienna"), (made.Text("isSandbox"), made.Text("currency"), made.Text("timeZone")));
    }

    [Theory]
    [InlineData("licence")]
    [InlineData("invoice")]
    [InlineData("payment")]
    public async Task The_currency_changes_until_something_is_agreed_charged_or_paid(string what)
    {
        var till = await Billing.Till.OpenAsync();
        var (admin, path) = (till.App.Admin, $"/v1/organisations/{till.Organisation}");
        var offered = await till.Desk.OfferedAsync();
        (await ChangeAsync("EUR")).Is(200);
        (await ChangeAsync("GBP")).Is(200);
        if (what == "licence")
            await till.Desk.AcceptAsync(offered);
        else if (what == "invoice")
            await till.DraftedAsync();
        else
            (await till.PayAsync(100)).Is(201);
        var before = (await admin.GetAsync(path)).Is(200).ETag;
        (await ChangeAsync("EUR", "Another")).Refuses(409, "currency_fixed");
        var after = (await admin.GetAsync(path)).Is(200);
        Assert.Equal((before, "GBP", "Harbour"), (after.ETag, after.Text("currency"), after.Text("name")));
        Assert.Equal("Another", (await ChangeAsync("GBP", "Another")).Is(200).Text("name"));

        async Task<Answer> ChangeAsync(string currency, string name = "Harbour") =>
            await admin.PutAsync(path, Body(name, currency: currency), (await admin.GetAsync(path)).Is(200).ETag);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_and_nobody_is_taken_on()
    {
        var app = await App.RunningAsync();
        var name = $"Wrong {Guid.CreateVersion7()}";
        var answer = (await app.Admin.PostAsync("/v1/organisations", Body(name, registration: new { register = "oscr", number = "12" }, zone: "Mars/Base"))).Refuses(422, "validation_failed");
        Assert.Equal(["/registration/number", "/timeZone"], answer.Json.GetProperty("errors").EnumerateArray().Select(e => Given.Text(e, "pointer")).Order());
        (await app.Admin.PostAsync("/v1/organisations", Body(name, kind: "franchisor"))).Refuses(422, "validation_failed");
        await using var command = app.Database.AdminSource.CreateCommand("SELECT count(*) FROM franchise.organisations WHERE name = $1");
        command.Parameters.AddWithValue(name);
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Partners_neither_list_nor_read_nor_change_organisations()
    {
        var app = await App.RunningAsync();
        var (partner, other) = (await app.PartnerAsync(), await app.PartnerAsync());
        (await partner.GetAsync("/v1/organisations")).Refuses(403, "permission_missing");
        (await partner.GetAsync($"/v1/organisations/{other.Organisation}")).Refuses(403, "permission_missing");
        (await partner.PutAsync($"/v1/organisations/{partner.Organisation}", Body(), "\"v1\"")).Refuses(403, "permission_missing");
        (await partner.PostAsync($"/v1/organisations/{other.Organisation}/suspend", new { reason = "No" })).Refuses(403, "permission_missing");
        Assert.Equal(partner.Organisation.ToString(), (await partner.GetAsync("/v1/organisation")).Is(200).Text("id"));
        Assert.Equal(Organisation.FranchisorId.ToString(), (await app.Admin.GetAsync("/v1/organisation")).Is(200).Text("id"));
    }

    [Fact]
    public async Task Lists_are_filtered_and_paged()
    {
        var app = await App.RunningAsync();
        var made = new List<string>();
        for (var i = 0; i < 3; i++)
            made.Insert(0, (await app.Admin.PostAsync("/v1/organisations", Body(kind: "publicBody", registration: new { register = "none" }))).Is(201).Text("id"));
        var first = (await app.Admin.GetAsync("/v1/organisations?kind=publicBody&status=active&isSandbox=false&limit=2")).Is(200);
        var next = (await app.Admin.GetAsync($"/v1/organisations?kind=publicBody&status=active&isSandbox=false&limit=2&cursor={first.Text("next")}")).Is(200);
        var ids = first.Json.GetProperty("data").EnumerateArray().Concat(next.Json.GetProperty("data").EnumerateArray()).Select(Given.Id).ToList();
        Assert.Equal(made, ids.Where(made.Contains));
        (await app.Admin.GetAsync($"/v1/organisations?kind=charity&limit=2&cursor={first.Text("next")}")).Refuses(400, "cursor_invalid");
        (await app.Admin.GetAsync("/v1/organisations?kind=1")).Refuses(422, "validation_failed");
    }

    [Fact]
    public async Task Two_administrators_who_change_at_once_do_not_overwrite_each_other()
    {
        var app = await App.RunningAsync();
        var made = await TakenOnAsync(app);
        var changed = (await app.Admin.PutAsync(made.Location!, Body("First"), made.ETag)).Is(200);
        (await app.OtherAdmin.PutAsync(made.Location!, Body("Second"), made.ETag)).Refuses(412, "stale");
        Assert.Equal(("First", changed.ETag), ((await app.Admin.GetAsync(made.Location!)).Text("name"), (await app.Admin.GetAsync(made.Location!)).ETag));
    }

    [Fact]
    public async Task A_suspended_organisation_reads_why_and_nothing_more_until_it_is_reinstated()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var path = $"/v1/organisations/{partner.Organisation}";
        (await app.Admin.PostAsync($"{path}/reinstate")).Refuses(409, "organisation_not_suspended");
        (await app.Admin.PostAsync($"{path}/suspend", new { reason = "Invoices stand open." })).Is(200);
        var trace = await partner.TraceAsync();
        (await app.Admin.PostAsync($"{path}/suspend", new { reason = "Again." })).Refuses(409, "organisation_not_active");
        Assert.Equal(trace, await partner.TraceAsync());

        var barred = new Caller(app, partner.Organisation, partner.ClientId, partner.Secret, await app.TokenAsync(partner.ClientId.ToString(), partner.Secret));
        Assert.Equal("Invoices stand open.", (await barred.GetAsync("/v1/organisation")).Is(200).Text("statusReason"));
        (await barred.GetAsync("/v1/contacts")).Refuses(403, "organisation_suspended");
        (await barred.PostAsync("/v1/contacts", new { role = "head", name = "Eve", email = "eve@example.org" })).Refuses(403, "organisation_suspended");
        Assert.Equal(trace, await partner.TraceAsync());

        (await app.Admin.PostAsync($"{path}/reinstate")).Is(200);
        var back = new Caller(app, partner.Organisation, partner.ClientId, partner.Secret, await app.TokenAsync(partner.ClientId.ToString(), partner.Secret));
        (await back.GetAsync("/v1/contacts")).Is(200);
    }

    [Fact]
    public async Task Closing_is_for_good_and_the_franchisor_stays()
    {
        var app = await App.RunningAsync();
        var made = await TakenOnAsync(app);
        Assert.Equal("closed", (await app.Admin.PostAsync($"{made.Location}/close", new { reason = "Merged." })).Is(200).Text("status"));
        (await app.Admin.PostAsync($"{made.Location}/close", new { reason = "Again." })).Refuses(409, "organisation_closed");
        (await app.Admin.PutAsync(made.Location!, Body(), "\"v2\"")).Refuses(409, "organisation_closed");
        (await app.Admin.PostAsync($"{made.Location}/invitations", new { email = "ann@example.org", role = "coordinator" })).Refuses(409, "organisation_closed");
        (await app.Admin.PostAsync($"/v1/organisations/{Organisation.FranchisorId}/suspend", new { reason = "No" })).Refuses(409, "franchisor_must_stay");
        (await app.Admin.PostAsync($"/v1/organisations/{Id<Organisation>.New(TimeProvider.System.GetUtcNow())}/close", new { reason = "No" })).Refuses(404, "not_found");
    }

    [Fact]
    public async Task A_partner_decides_about_disclosure_itself()
    {
        var app = await App.RunningAsync();
        var partner = await app.PartnerAsync();
        var seen = (await partner.GetAsync("/v1/organisation")).Is(200);
        (await partner.PutAsync("/v1/organisation/disclosure-policy", new { disclosurePolicy = "consented" })).Refuses(428, "if_match_required");
        var decided = (await partner.PutAsync("/v1/organisation/disclosure-policy", new { disclosurePolicy = "consented" }, seen.ETag)).Is(200);
        Assert.Equal("consented", decided.Text("disclosurePolicy"));
        (await partner.PutAsync("/v1/organisation/disclosure-policy", new { disclosurePolicy = "open" }, seen.ETag)).Refuses(412, "stale");
        (await partner.PutAsync("/v1/organisation/disclosure-policy", new { disclosurePolicy = "everything" }, decided.ETag)).Refuses(400, "malformed_request");
        var path = $"/v1/organisations/{partner.Organisation}";
        Assert.Equal("prohibited", (await app.Admin.PutAsync($"{path}/disclosure-policy", new { disclosurePolicy = "prohibited" }, decided.ETag)).Is(200).Text("disclosurePolicy"));
        Assert.Equal("prohibited", (await partner.GetAsync("/v1/organisation")).Text("disclosurePolicy"));
    }
}
