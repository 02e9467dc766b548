using System.Text;
using Franchise.Api.Tests.Licensing;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Accreditation;

public sealed class LifeTests
{
    [Fact]
    public async Task A_partner_nominates_a_trainer_and_sees_her_accredited_unit_by_unit()
    {
        var academy = await Academy.OpenAsync();
        var today = await academy.Desk.TodayAsync();
        var trainer = await academy.TrainerAsync();
        var nominated = (await academy.Partner.PostAsync($"/v1/trainers/{trainer}/accreditations", new { unit = academy.Unit })).Is(201);
        var id = nominated.Text("id");
        Assert.Equal(("nominated", $"/v1/accreditations/{id}"), (nominated.Text("status"), nominated.Location));
        Assert.Equal(["not_yet_accredited"], Academy.Reasons(await academy.CheckAsync(trainer, today)));

        Assert.Equal("training", (await academy.Partner.GetAsync($"/v1/accreditations/{id}/readiness")).Is(200).Text("next"));
        var training = (await academy.DoAsync(academy.Admin, id, "training", new { course = "TOT-2027-1" })).Is(200);
        Assert.Equal(("inTraining", "TOT-2027-1"), (training.Text("status"), training.Text("trainingCourse")));
        (await academy.DoAsync(academy.Admin, id, "observations", await academy.SeenAsync("notMet"))).Is(201);
        Assert.Equal("inTraining", (await academy.GetAsync(id)).Text("status"));
        (await academy.DoAsync(academy.Admin, id, "observations", await academy.SeenAsync())).Is(201);
        Assert.Equal("accreditation", (await academy.Partner.GetAsync($"/v1/accreditations/{id}/readiness")).Is(200).Text("next"));

        var accredited = (await academy.AccreditAsync(id)).Is(200);
        Assert.Equal(today.AddMonths(24).AddDays(-1), Academy.Day(accredited.Json.GetProperty("calendar"), "lastDay"));
        var seen = (await academy.Partner.GetAsync($"/v1/accreditations/{id}")).Is(200);
        Assert.Equal((accredited.Json.GetProperty("calendar").GetRawText(), accredited.ETag), (seen.Json.GetProperty("calendar").GetRawText(), seen.ETag));
        (await academy.Partner.GetAsync($"/v1/accreditations/{id}", seen.ETag)).Is(304);
        Assert.Equal(2, seen.Json.GetProperty("observations").GetArrayLength());
        Assert.True((await academy.CheckAsync(trainer, today.AddMonths(24).AddDays(-1))).Is(200).Json.GetProperty("accredited").GetBoolean());
        Assert.Equal(["accreditation_ends_before"], Academy.Reasons(await academy.CheckAsync(trainer, today.AddMonths(24))));
        Assert.Equal(["not_nominated"], Academy.Reasons(await academy.CheckAsync(trainer, today, academy.OtherUnit)));

        var listed = (await academy.Partner.GetAsync($"/v1/trainers/{trainer}/accreditations")).Is(200).Json.GetProperty("data");
        Assert.Equal(id, Assert.Single(listed.EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(
            ["accreditation.nominated", "accreditation.training_begun", "accreditation.observed", "accreditation.observed", "accreditation.granted"],
            await academy.Desk.EventTypesAsync(id));
        // Neither feed nor chain holds a name.
        Assert.All(await academy.Desk.EventsAsync(id), e => Assert.DoesNotContain("Ann", e.Data.GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_licences_eligibility_asks_about_the_trainer_that_it_names()
    {
        var academy = await Academy.OpenAsync();
        var today = await academy.Desk.TodayAsync();
        var trainer = await academy.TrainerAsync();
        Task<Answer> CheckAsync(params DateOnly[] dates) =>
            academy.Partner.PostAsync($"/v1/licences/{academy.Licence}/eligibility-checks", new { unit = academy.Unit, dates, trainer });
        Assert.Equal(["trainer_not_accredited"], Desk.Reasons(await CheckAsync(today)));
        var id = await academy.AccreditedAsync(trainer);
        Assert.Empty(Desk.Reasons(await CheckAsync(today, today.AddMonths(23))));
        // Valid at booking, lapsed on the third session: that one alone is named.
        var reason = Assert.Single((await CheckAsync(today, today.AddMonths(23), today.AddMonths(24))).Is(200).Json.GetProperty("reasons").EnumerateArray());
        Assert.Equal(today.AddMonths(24).ToString("O"), Assert.Single(reason.GetProperty("dates").EnumerateArray()).GetString());
        (await academy.DoAsync(academy.Admin, id, "suspensions", new { reason = "quality", text = "Be observed again.", effectiveFrom = today.AddDays(5) })).Is(201);
        Assert.Empty(Desk.Reasons(await CheckAsync(today.AddDays(4))));
        Assert.Equal(["trainer_not_accredited"], Desk.Reasons(await CheckAsync(today.AddDays(5))));
        // Another organisation's trainer is no trainer of this licence, not even to Cohort 4.
        var other = await Academy.OpenAsync();
        var foreign = await other.TrainerAsync();
        await other.AccreditedAsync(foreign);
        Assert.Contains(
            "trainer_not_accredited",
            Desk.Reasons(await academy.Admin.PostAsync($"/v1/licences/{academy.Licence}/eligibility-checks", new { unit = other.Unit, dates = new[] { today }, trainer = foreign })));
    }

    [Fact]
    public async Task Renewed_early_it_keeps_its_anniversary_and_the_old_record_stays_as_it_was()
    {
        var academy = await Academy.OpenAsync();
        var start = await academy.Desk.TodayAsync();
        var trainer = await academy.TrainerAsync();
        var id = await academy.AccreditedAsync(trainer);
        async Task<string> FirstRowAsync()
        {
            await using var command = academy.App.Database.AdminSource.CreateCommand("SELECT r::text FROM franchise.accreditation_records r WHERE accreditation_id = $1 AND number = 1");
            command.Parameters.AddWithValue(Id<UnitAccreditation>.Parse(id, null).Value);
            return (string)(await command.ExecuteScalarAsync())!;
        }
        var row = await FirstRowAsync();

        await academy.MoveAndSweepAsync(start.AddMonths(24).AddDays(-100));
        Assert.Equal("renewalDue", (await academy.GetAsync(id)).Text("status"));
        Assert.Equal(["cpd_missing", "standardisation_missing"], Academy.Missing(await academy.DoAsync(academy.Admin, id, "renew")).Order());
        await academy.DevelopAsync(trainer);
        var renewed = (await academy.DoAsync(academy.Admin, id, "renew")).Is(200);
        Assert.Equal("accredited", renewed.Text("status"));
        var records = renewed.Json.GetProperty("records");
        Assert.Equal(
            (start.AddMonths(24), start.AddMonths(48).AddDays(-1), 12.5m),
            (Academy.Day(records[1], "firstDay"), Academy.Day(records[1], "lastDay"), records[1].GetProperty("cpdHours").GetDecimal()));
        Assert.Equal(records[0].GetProperty("id").GetString(), records[1].GetProperty("supersedes").GetString());
        Assert.Equal(records[1].GetProperty("id").GetString(), records[0].GetProperty("supersededBy").GetString());
        Assert.Equal(row, await FirstRowAsync());
        Assert.Equal(["already_renewed"], Academy.Missing(await academy.DoAsync(academy.Admin, id, "renew")));
        Assert.True((await academy.CheckAsync(trainer, start.AddMonths(24))).Is(200).Json.GetProperty("accredited").GetBoolean());

        // Nothing of the first record falls due any more; the second has its own dates.
        await academy.MoveAndSweepAsync(start.AddMonths(24));
        Assert.Empty(await academy.Desk.EventsAsync(id, "accreditation.lapsed"));
        Assert.Single(await academy.Desk.EventsAsync(id, "accreditation.renewal_due_soon")); // that of 120 days, before it was renewed
    }

    [Fact]
    public async Task No_role_of_the_application_can_change_a_record_or_an_observation()
    {
        var academy = await Academy.OpenAsync();
        await academy.AccreditedAsync(await academy.TrainerAsync());
        foreach (var (table, role) in new[] { "accreditation_records", "observations" }.SelectMany(t => new[] { "franchise_tenant", "franchise_platform" }.Select(r => (t, r))))
        {
            await using var command = academy.App.Database.AdminSource.CreateCommand(
                $"SELECT has_table_privilege('{role}', 'franchise.{table}', 'UPDATE') OR has_table_privilege('{role}', 'franchise.{table}', 'DELETE')");
            Assert.False((bool)(await command.ExecuteScalarAsync())!);
        }
    }

    [Fact]
    public async Task Lapsed_it_comes_back_by_a_refresher_and_after_the_window_by_an_observation()
    {
        var academy = await Academy.OpenAsync(Academy.Rules(validityMonths: 12, refresherMonths: 3));
        var start = await academy.Desk.TodayAsync();
        var trainer = await academy.TrainerAsync();
        string[] ids = [await academy.AccreditedAsync(trainer), await academy.AccreditedAsync(trainer, academy.OtherUnit)];
        await academy.MoveAndSweepAsync(start.AddMonths(13));
        Assert.Equal("lapsed", (await academy.GetAsync(ids[0])).Text("status"));
        Assert.Equal("refresher", (await academy.Partner.GetAsync($"/v1/accreditations/{ids[0]}/readiness")).Is(200).Text("next"));
        (await academy.DoAsync(academy.Admin, ids[0], "renew")).Refuses(409, "accreditation_lapsed");
        (await academy.DoAsync(academy.Admin, ids[0], "refresher", new { refresherOn = start.AddMonths(12).AddDays(-1) })).Refuses(422, "validation_failed");
        var back = (await academy.DoAsync(academy.Admin, ids[0], "refresher", new { refresherOn = start.AddMonths(12).AddDays(3) })).Is(200);
        Assert.Equal(start.AddMonths(13), Academy.Day(back.Json.GetProperty("calendar"), "firstDay"));
        Assert.Equal("refresher", back.Json.GetProperty("records")[1].GetProperty("way").GetString());
        Assert.Equal(["accreditation_lapsed"], Academy.Reasons(await academy.CheckAsync(trainer, start.AddMonths(13).AddDays(-1))));

        await academy.MoveAndSweepAsync(start.AddMonths(15));
        (await academy.DoAsync(academy.Admin, ids[1], "refresher", new { refresherOn = start.AddMonths(15) })).Refuses(409, "refresher_too_late");
        (await academy.AccreditAsync(ids[1])).Refuses(409, "observation_missing");
        (await academy.DoAsync(academy.Admin, ids[1], "observations", await academy.SeenAsync())).Is(201);
        Assert.Equal(start.AddMonths(15), Academy.Day((await academy.AccreditAsync(ids[1])).Is(200).Json.GetProperty("calendar"), "anchor"));
    }

    [Fact]
    public async Task Restricted_suspended_withdrawn_and_appealed_each_counts_from_its_day()
    {
        var academy = await Academy.OpenAsync();
        var today = await academy.Desk.TodayAsync();
        var address = Academy.Address();
        var coordinator = Academy.Address();
        (await academy.Partner.PostAsync("/v1/contacts", new { role = "coordinator", name = "Sam", email = coordinator })).Is(201);
        var trainer = await academy.TrainerAsync(address);
        var (id, other) = (await academy.AccreditedAsync(trainer), await academy.AccreditedAsync(trainer, academy.OtherUnit));
        var restriction = (await academy.DoAsync(academy.Admin, id, "restrictions", new { reason = "quality", text = "With a co-trainer only." })).Is(201);
        var check = (await academy.CheckAsync(trainer, today)).Is(200);
        Assert.True(check.Json.GetProperty("accredited").GetBoolean());
        Assert.Equal("With a co-trainer only.", check.Json.GetProperty("conditions")[0].GetProperty("detail").GetString());
        Assert.Equal(0, (await academy.CheckAsync(trainer, today, academy.OtherUnit)).Is(200).Json.GetProperty("conditions").GetArrayLength());
        (await academy.DoAsync(academy.Admin, id, $"holds/{restriction.Text("id")}/lift")).Is(200);
        var suspension = (await academy.DoAsync(academy.Admin, id, "suspensions", new { reason = "safeguarding", text = "Speak with us." })).Is(201);
        Assert.Equal(["accreditation_suspended"], Academy.Reasons(await academy.CheckAsync(trainer, today)));
        Assert.Empty(Academy.Reasons(await academy.CheckAsync(trainer, today, academy.OtherUnit)));
        (await academy.DoAsync(academy.Admin, id, $"holds/{suspension.Text("id")}/lift")).Is(200);

        (await academy.DoAsync(academy.Admin, id, "withdraw", new { reason = "quality", text = "Two observations." })).Is(200);
        Assert.Equal(["accreditation_withdrawn"], Academy.Reasons(await academy.CheckAsync(trainer, today)));
        var appealed = (await academy.DoAsync(academy.Partner, id, "appeal", new { note = "It was one." })).Is(200);
        Assert.Equal("It was one.", appealed.Json.GetProperty("withdrawal").GetProperty("appealNote").GetString());
        (await academy.DoAsync(academy.Admin, id, "appeal/decision", new { outcome = "upheld", text = "So it was." })).Refuses(409, "second_person_needed");
        var decided = (await academy.DoAsync(academy.App.OtherAdmin, id, "appeal/decision", new { outcome = "upheld", text = "So it was." })).Is(200);
        Assert.Equal("accredited", decided.Text("status"));
        Assert.Empty(Academy.Reasons(await academy.CheckAsync(trainer, today)));
        Assert.Equal("accredited", (await academy.GetAsync(other)).Text("status"));

        // She and her coordinator are told of each step, and why is for who signs in.
        string[] told = ["restricted", "restriction is lifted", "suspended", "suspension is lifted", "withdrawn as of today", "upheld"];
        foreach (var to in new[] { address, coordinator })
        {
            var messages = await academy.MailAsync(to);
            Assert.Equal(told.Length, messages.Count);
            Assert.All(told, step => Assert.Single(messages, m => m.Text.Contains($" {step}", StringComparison.Ordinal)));
            Assert.All(messages, m => Assert.Equal("A decision to read", m.Subject));
            Assert.DoesNotContain(messages, m => m.Text.Contains("co-trainer", StringComparison.Ordinal) || m.Text.Contains("Two observations", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_trainer_is_suspended_from_everything_in_one_act_and_told_once()
    {
        var academy = await Academy.OpenAsync();
        var today = await academy.Desk.TodayAsync();
        var address = Academy.Address();
        var trainer = await academy.TrainerAsync(address);
        var path = $"/v1/trainers/{trainer}/suspensions";
        var request = new { reason = "safeguarding", text = "Speak with us." };
        var nominated = await academy.NominatedAsync(trainer);
        await academy.WithoutEffectAsync(async () => (await academy.Admin.PostAsync(path, request)).Refuses(409, "not_accredited"));
        (await academy.DoAsync(academy.Admin, nominated, "withdraw", new { reason = "ownWish", text = "Not this year." })).Is(200);
        string[] ids = [await academy.AccreditedAsync(trainer), await academy.AccreditedAsync(trainer, academy.OtherUnit)];
        await academy.WithoutEffectAsync(async () => (await academy.Admin.PostAsync(path, new { reason = "safeguarding", text = "Speak with us.", effectiveFrom = today.AddDays(-1) })).Refuses(422, "validation_failed"));
        var suspended = (await academy.Admin.PostAsync(path, request)).Is(200).Json.GetProperty("suspensions").EnumerateArray().ToList();
        Assert.Equal(ids.Order(), suspended.Select(s => s.GetProperty("accreditationId").GetString()!).Order());
        foreach (var unit in new[] { academy.Unit, academy.OtherUnit })
            Assert.Equal(["accreditation_suspended"], Academy.Reasons(await academy.CheckAsync(trainer, today, unit)));
        Assert.Contains($"{academy.Unit}, {academy.OtherUnit}", Assert.Single(await academy.MailAsync(address), m => m.Text.Contains("suspended", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
        var hold = suspended[0].GetProperty("hold").GetProperty("id").GetString();
        (await academy.DoAsync(academy.Admin, suspended[0].GetProperty("accreditationId").GetString()!, $"holds/{hold}/lift")).Is(200);
        Assert.Empty(Academy.Reasons(await academy.CheckAsync(trainer, today, suspended[0].GetProperty("unit").GetString())));
    }

    [Fact]
    public async Task After_a_withdrawal_she_can_be_nominated_anew()
    {
        var academy = await Academy.OpenAsync();
        var trainer = await academy.TrainerAsync();
        var first = await academy.NominatedAsync(trainer);
        (await academy.DoAsync(academy.Admin, first, "withdraw", new { reason = "ownWish", text = "Not this year." })).Is(200);
        var second = await academy.NominatedAsync(trainer);
        (await academy.DoAsync(academy.Partner, first, "appeal", new { note = "She would rather have the old one." })).Is(200);
        // There is one beside withdrawn ones, so the first cannot come back now.
        (await academy.DoAsync(academy.App.OtherAdmin, first, "appeal/decision", new { outcome = "upheld", text = "Very well." })).Refuses(409, "already_exists");
        Assert.Equal("nominated", (await academy.GetAsync(second)).Text("status"));
    }

    [Fact]
    public async Task Evidence_is_kept_with_its_checksum_and_goes_with_its_qualification()
    {
        var academy = await Academy.OpenAsync();
        var trainer = await academy.TrainerAsync();
        var added = (await academy.DoToTrainerAsync(trainer, "qualifications", new { kind = "teachingOrAssessing", title = "AET", awardedOn = "2021-06-30" })).Is(201);
        var qualification = added.Text("id");
        var path = $"/v1/trainers/{trainer}/qualifications/{qualification}/evidence";
        (await academy.Partner.GetAsync(path)).Refuses(404, "not_found");
        var bytes = Encoding.UTF8.GetBytes("This is to certify.");
        (await academy.UploadAsync(trainer, qualification, bytes)).Is(201);
        var got = (await academy.Partner.GetAsync(path)).Is(200);
        Assert.Equal("This is to certify.", got.Body);
        Assert.StartsWith("attachment", got.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.Equal($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))}\"", got.ETag);
        await academy.WithoutEffectAsync(async () =>
        {
            (await academy.UploadAsync(trainer, qualification, bytes)).Refuses(409, "evidence_exists");
            (await academy.UploadAsync(trainer, qualification, "MZ"u8.ToArray(), "application/octet-stream", "award.exe")).Refuses(409, "evidence_exists");
        });
        (await academy.Partner.DeleteAsync($"/v1/trainers/{trainer}/qualifications/{qualification}", await academy.ETagOfTrainerAsync(trainer))).Is(204);
        (await academy.Partner.GetAsync(path)).Refuses(404, "not_found");
        Assert.Equal(0, (await academy.Partner.GetAsync($"/v1/trainers/{trainer}")).Is(200).Json.GetProperty("qualifications").GetArrayLength());
        await using var command = academy.App.Database.AdminSource.CreateCommand("SELECT detail::text FROM franchise.audit_entries WHERE subject = $1 AND action = 'trainer.evidence_added'");
        command.Parameters.AddWithValue(trainer);
        Assert.Contains(got.ETag!.Trim('"'), (string)(await command.ExecuteScalarAsync())!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_entered_by_mistake_is_taken_away_and_said_so()
    {
        var academy = await Academy.OpenAsync();
        var (trainer, today) = (await academy.TrainerAsync(), await academy.Desk.TodayAsync());
        var cpd = (await academy.Partner.PostAsync($"/v1/trainers/{trainer}/cpd-records", new { on = today, hours = 3.25m, what = "Reading" })).Is(201);
        var meeting = (await academy.Admin.PostAsync($"/v1/trainers/{trainer}/standardisations", new { on = today, what = "Essays" })).Is(201);
        Assert.Equal(3.25m, (await academy.Partner.GetAsync($"/v1/trainers/{trainer}/cpd-records")).Is(200).Json.GetProperty("data")[0].GetProperty("hours").GetDecimal());
        (await academy.Partner.DeleteAsync($"/v1/trainers/{trainer}/cpd-records/{cpd.Text("id")}")).Is(204);
        (await academy.Partner.DeleteAsync($"/v1/trainers/{trainer}/standardisations/{meeting.Text("id")}")).Is(204);
        (await academy.Partner.DeleteAsync($"/v1/trainers/{trainer}/cpd-records/{cpd.Text("id")}")).Refuses(404, "not_found");
        Assert.Equal(0, (await academy.Partner.GetAsync($"/v1/trainers/{trainer}/standardisations")).Is(200).Json.GetProperty("data").GetArrayLength());
        Assert.Equal(
            ["trainer.added", "trainer.cpd_recorded", "trainer.standardisation_recorded", "trainer.cpd_removed", "trainer.standardisation_removed"],
            await academy.Desk.EventTypesAsync(trainer));
    }

    [Fact]
    public async Task A_renewal_follows_the_newest_published_version_of_its_policy()
    {
        var academy = await Academy.OpenAsync(Academy.Rules(validityMonths: 12, renewalOpensDays: 300, cpdHours: 0, standardisationNeeded: false));
        var start = await academy.Desk.TodayAsync();
        var id = await academy.AccreditedAsync(await academy.TrainerAsync());
        var policy = (await academy.Admin.GetAsync($"/v1/accreditation-policies/{academy.PolicyId}")).Is(200);
        var version = (await academy.Admin.PostAsync($"/v1/accreditation-policies/{academy.PolicyId}/versions", Academy.Rules(validityMonths: 6, cpdHours: 0, standardisationNeeded: false), policy.ETag)).Is(201);
        await academy.Desk.MoveToAsync(start.AddDays(100));
        (await academy.Partner.GetAsync($"/v1/accreditation-policy-versions/{version.Text("id")}")).Refuses(404, "not_found");
        (await academy.Admin.PostAsync($"/v1/accreditation-policies/{academy.PolicyId}/versions/{version.Text("id")}/publish", null, version.ETag)).Is(200);
        Assert.Equal(6, (await academy.Partner.GetAsync($"/v1/accreditation-policy-versions/{version.Text("id")}")).Is(200).Json.GetProperty("rules").GetProperty("validityMonths").GetInt32());
        var renewed = (await academy.DoAsync(academy.Admin, id, "renew")).Is(200);
        Assert.Equal(version.Text("id"), renewed.Text("policyVersionId"));
        Assert.Equal(academy.PolicyVersionId, renewed.Json.GetProperty("records")[0].GetProperty("policyVersionId").GetString());
        Assert.Equal(start.AddMonths(18).AddDays(-1), Academy.Day(renewed.Json.GetProperty("calendar"), "lastDay"));
    }

    [Fact]
    public async Task In_teach_out_what_goes_on_is_renewed_and_nothing_new_begins()
    {
        var academy = await Academy.OpenAsync(
            Academy.Rules(validityMonths: 14, renewalOpensDays: 60, cpdHours: 0, standardisationNeeded: false), licenceRules: Desk.Rules("P12M", grace: 14, teachOut: "P12M"));
        var start = await academy.Desk.TodayAsync();
        var trainer = await academy.TrainerAsync();
        var (id, begun) = (await academy.AccreditedAsync(trainer), await academy.ObservedAsync(trainer, academy.OtherUnit));
        await academy.Desk.MoveAndSweepAsync(start.AddMonths(13));
        Assert.Equal("teachOut", (await academy.Desk.GetAsync(academy.Licence)).Text("status"));
        Assert.Equal(["unit_not_entitled"], Academy.Missing(await academy.AccreditAsync(begun)));
        (await academy.Partner.PostAsync($"/v1/trainers/{await academy.TrainerAsync()}/accreditations", new { unit = academy.Unit })).Refuses(409, "nomination_not_possible");
        (await academy.DoAsync(academy.Admin, id, "renew")).Is(200);
        await academy.Desk.MoveAndSweepAsync(start.AddMonths(27).AddDays(20));
        Assert.Equal("expired", (await academy.Desk.GetAsync(academy.Licence)).Text("status"));
        Assert.Equal(["unit_not_entitled"], Academy.Missing(await academy.DoAsync(academy.Admin, id, "renew")));
    }

    [Fact]
    public async Task Lists_hold_what_is_asked_for_and_are_paged()
    {
        var academy = await Academy.OpenAsync();
        string[] trainers = [await academy.TrainerAsync(), await academy.TrainerAsync(), await academy.TrainerAsync()];
        (await academy.DoToTrainerAsync(trainers[0], "leave", new { })).Is(200);
        var first = (await academy.Partner.GetAsync("/v1/trainers?limit=2")).Is(200);
        var second = (await academy.Partner.GetAsync($"/v1/trainers?limit=2&cursor={first.Text("next")}")).Is(200);
        Assert.Equal(trainers.Reverse(), first.Json.GetProperty("data").EnumerateArray().Concat(second.Json.GetProperty("data").EnumerateArray()).Select(t => t.GetProperty("id").GetString()));
        Assert.Equal(2, (await academy.Admin.GetAsync($"/v1/trainers?status=active&organisation={academy.Partner.Organisation}")).Is(200).Json.GetProperty("data").GetArrayLength());
        await academy.NominatedAsync(trainers[1]);
        var accredited = await academy.AccreditedAsync(trainers[2]);
        var found = (await academy.Admin.GetAsync($"/v1/accreditations?status=accredited&unit={academy.Unit}&organisation={academy.Partner.Organisation}")).Is(200);
        Assert.Equal(accredited, Assert.Single(found.Json.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(2, (await academy.Partner.GetAsync("/v1/accreditations")).Is(200).Json.GetProperty("data").GetArrayLength());
    }
}
