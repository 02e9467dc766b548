using System.Text.Json;

namespace Franchise.Api.Tests.Assurance;

/// <summary>The evidence pack.</summary>
public sealed class EvidenceTests
{
    private static readonly string[] names =
    [
        "index.html", "index.json", "courses.csv", "policies.csv", "provisions.csv", "trainers.csv", "learners.csv", "registers.csv", "results.csv", "decisions.csv", "sampling-draws.csv",
        "samples.csv", "assurers.csv", "actions.csv", "visits.csv", "findings.csv", "standardisation.csv", "claims.csv",
    ];

    [Fact]
    public async Task One_call_gives_all_that_a_visit_asks_for_and_names_no_learner()
    {
        var at = await Claiming.ClaimableAsync();
        await at.Academy.HeldAsync();
        var name = $"Wilhelmina Unmistakable{at.Unit}";
        var enrolment = at.Enrolments[0];
        var learner = (await at.Partner.GetAsync($"/v1/enrolments/{enrolment}")).Text("learnerId");
        (await at.Partner.PutAsync($"/v1/learners/{learner}", new { legalName = name }, (await at.Partner.GetAsync($"/v1/learners/{learner}")).ETag)).Is(200);
        var session = (await at.School.SessionsAsync(at.Course))[0];
        (await at.Partner.PostAsync($"/v1/courses/{at.Course}/sessions/{session}/register", new { lines = at.Enrolments.Select(e => new { enrolmentId = e, presence = "absent", reason = "safety" }) })).Is(200);
        var visit = await at.Academy.VisitedAsync();
        var action = await at.Academy.ActionAsync(visit, unit: at.Unit);
        var on = await at.Academy.Desk.TodayAsync();
        (await at.Partner.PostAsync("/v1/standardisation-meetings", new { on, units = new[] { at.Unit }, what = "Essays", outcome = "Agreed.", trainers = new[] { at.Trainer } })).Is(201);
        var claim = await at.SubmittedAsync();

        var pack = await at.Admin.PackAsync($"/v1/courses/{at.Course}/evidence-pack");
        Assert.Equal(names.Order(), pack.Keys.Order());
        Assert.All(pack.Values, text => Assert.DoesNotContain(name, text, StringComparison.Ordinal));
        // Why someone was absent is nobody's evidence.
        Assert.DoesNotContain("safety", pack["registers.csv"], StringComparison.Ordinal);
        Assert.Equal(2, Rows(pack["registers.csv"]));
        Assert.All(pack["trainers.csv"].Split("\r\n")[1..].Where(l => l.Length > 0), l => Assert.Contains(",Ann Example,yes,", l, StringComparison.Ordinal));
        Assert.Equal(2, Rows(pack["trainers.csv"]));
        Assert.Equal(6, Rows(pack["decisions.csv"]));
        Assert.Equal(6, Rows(pack["samples.csv"]));
        Assert.Contains((await at.PlanAsync()).GetProperty("seed").GetString()!, pack["sampling-draws.csv"], StringComparison.Ordinal);
        Assert.Contains(action, pack["findings.csv"], StringComparison.Ordinal);
        Assert.Contains($"external,{action},", pack["actions.csv"], StringComparison.Ordinal);
        Assert.Contains(claim, pack["claims.csv"], StringComparison.Ordinal);
        Assert.Contains(at.AssurerId, pack["assurers.csv"], StringComparison.Ordinal);
        Assert.Contains("Essays", pack["standardisation.csv"], StringComparison.Ordinal);
        Assert.Contains(",granted,", pack["provisions.csv"], StringComparison.Ordinal);
        Assert.Contains("licence policy", pack["policies.csv"], StringComparison.Ordinal);
        Assert.Contains("accreditation policy", pack["policies.csv"], StringComparison.Ordinal);
        Assert.Contains("OCN-", pack["learners.csv"], StringComparison.Ordinal);
        Assert.Contains(learner, pack["learners.csv"], StringComparison.Ordinal);
        var index = JsonDocument.Parse(pack["index.json"]).RootElement;
        Assert.Equal(16, index.GetProperty("files").GetArrayLength());
        Assert.Contains("never by name", index.GetProperty("learnersShownBy").GetString(), StringComparison.Ordinal);
        Assert.All(names[2..], n => Assert.Contains($"href=\"{n}\"", pack["index.html"], StringComparison.Ordinal));
        Assert.Equal(1, await at.Academy.EventsAsync("course.evidence_read"));
        // Of one day and the same facts, the same to the byte.
        Assert.Equal(await at.Admin.BytesAsync($"/v1/courses/{at.Course}/evidence-pack"), await at.Partner.BytesAsync($"/v1/courses/{at.Course}/evidence-pack"));

        var whole = await at.Partner.PackAsync($"/v1/organisations/{at.Partner.Organisation}/evidence-pack?from={at.First:yyyy-MM-dd}&to={on:yyyy-MM-dd}");
        Assert.Equal(names.Order(), whole.Keys.Order());
        Assert.Equal(whole.Keys, (await at.Partner.PackAsync($"/v1/organisations/{at.Partner.Organisation}/evidence-pack")).Keys);
        foreach (var same in new[] { "registers.csv", "decisions.csv", "samples.csv", "claims.csv", "trainers.csv", "visits.csv" })
            Assert.Equal(pack[same], whole[same]);
        var before = await at.Partner.PackAsync($"/v1/organisations/{at.Partner.Organisation}/evidence-pack?from={at.First.AddDays(-30):yyyy-MM-dd}&to={at.First.AddDays(-1):yyyy-MM-dd}");
        Assert.Equal(0, Rows(before["decisions.csv"]) + Rows(before["visits.csv"]) + Rows(before["claims.csv"]));
    }

    [Fact]
    public async Task A_foreign_course_or_organisation_and_an_endless_period_are_refused_without_a_trace()
    {
        var (at, other) = (await Assessed.OpenAsync(1), await Assessed.OpenAsync(1));
        var period = $"from={at.First:yyyy-MM-dd}&to={at.First.AddDays(9):yyyy-MM-dd}";
        await other.WithoutEffectAsync(() => at.WithoutEffectAsync(async () =>
        {
            (await at.Partner.GetAsync($"/v1/courses/{other.Course}/evidence-pack")).Refuses(404, "not_found");
            (await at.Partner.GetAsync($"/v1/organisations/{other.Partner.Organisation}/evidence-pack?{period}")).Refuses(404, "not_found");
            (await at.Partner.GetAsync("/v1/organisations/org_00000000000000000000000000/evidence-pack?" + period)).Refuses(404, "not_found");
            (await at.Partner.GetAsync($"/v1/organisations/{at.Partner.Organisation}/evidence-pack?from=2026-02-30&to=2026-03-01")).Refuses(400, "malformed_request");
            (await at.Partner.GetAsync($"/v1/organisations/{at.Partner.Organisation}/evidence-pack?from=2027-01-02&to=2027-01-01")).Refuses(422, "validation_failed");
            (await at.Partner.GetAsync($"/v1/organisations/{at.Partner.Organisation}/evidence-pack?from=2027-01-01&to=2030-01-02")).Refuses(422, "validation_failed");
            (await at.Partner.GetAsync($"/v1/organisations/{at.Partner.Organisation}/evidence-pack?from=9999-12-31&to=0001-01-01")).Refuses(422, "validation_failed");
            (await at.Assurer.GetAsync($"/v1/courses/{at.Course}/evidence-pack")).Refuses(403, "permission_missing");
        }));
    }

    private static int Rows(string csv) => csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1;
}
