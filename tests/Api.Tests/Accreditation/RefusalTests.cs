using System.Text;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Accreditation;

/// <summary>What is refused leaves trainers, accreditations, messages, audit chain and outbox as they were.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task An_unknown_a_foreign_and_a_wrongly_prefixed_id_are_one_and_the_same_404()
    {
        var (academy, other) = (await Academy.OpenAsync(), await Academy.OpenAsync());
        var (foreign, own) = (await other.TrainerAsync(), await academy.TrainerAsync());
        var foreignAccreditation = await other.AccreditedAsync(foreign);
        var now = TimeProvider.System.GetUtcNow();
        const string Tag = "\"v1\"";
        await other.WithoutEffectAsync(() => academy.WithoutEffectAsync(async () =>
        {
            foreach (var id in new[] { foreign, Id<Trainer>.New(now).ToString(), own.Replace("trn_", "lic_", StringComparison.Ordinal), "trn_x" })
            {
                foreach (var part in new[] { "", "/cpd-records", "/standardisations", "/accreditations" })
                    (await academy.Partner.GetAsync($"/v1/trainers/{id}{part}")).Refuses(404, "not_found");
                (await academy.Partner.PostAsync($"/v1/trainers/{id}/accreditations", new { unit = academy.Unit })).Refuses(404, "not_found");
                (await academy.Partner.PostAsync($"/v1/trainers/{id}/accreditation-checks", new { unit = academy.Unit, date = "2027-01-01" })).Refuses(404, "not_found");
                (await academy.Partner.PostAsync($"/v1/trainers/{id}/cpd-records", new { on = "2026-01-01", hours = 1, what = "Reading" })).Refuses(404, "not_found");
                (await academy.Partner.PostAsync($"/v1/trainers/{id}/leave", new { }, Tag)).Refuses(404, "not_found");
                (await academy.UploadAsync(id, Id<Qualification>.New(now).ToString(), "x"u8.ToArray())).Refuses(404, "not_found");
            }
            foreach (var id in new[] { foreignAccreditation, Id<UnitAccreditation>.New(now).ToString(), "acc_x" })
            {
                (await academy.Partner.GetAsync($"/v1/accreditations/{id}")).Refuses(404, "not_found");
                (await academy.Partner.GetAsync($"/v1/accreditations/{id}/readiness")).Refuses(404, "not_found");
                (await academy.Partner.PostAsync($"/v1/accreditations/{id}/appeal", new { note = "No." }, Tag)).Refuses(404, "not_found");
            }
            Assert.Equal(0, (await academy.Partner.GetAsync($"/v1/trainers?organisation={other.Partner.Organisation}")).Is(200).Json.GetProperty("data").GetArrayLength());
            Assert.Equal(0, (await academy.Partner.GetAsync($"/v1/accreditations?organisation={other.Partner.Organisation}")).Is(200).Json.GetProperty("data").GetArrayLength());
        }));
    }

    [Fact]
    public async Task Who_may_not_is_told_which_permission_she_lacks()
    {
        var academy = await Academy.OpenAsync();
        var trainer = await academy.TrainerAsync();
        var id = await academy.ObservedAsync(trainer);
        var viewer = await academy.App.CallerAsync(academy.Partner.Organisation, Permission.Of(Role.Viewer));
        var lead = await academy.App.CallerAsync(Organisation.FranchisorId, Permission.Of(Role.QualityLead));
        await academy.WithoutEffectAsync(async () =>
        {
            (await academy.DoAsync(academy.Partner, id, "accredit", new { policyVersionId = academy.PolicyVersionId })).Refuses(403, "permission_missing");
            (await academy.DoAsync(academy.Partner, id, "observations", await academy.SeenAsync())).Refuses(403, "permission_missing");
            (await academy.DoAsync(academy.Partner, id, "withdraw", new { reason = "quality", text = "Why." })).Refuses(403, "permission_missing");
            (await academy.Admin.PostAsync($"/v1/trainers/{trainer}/accreditations", new { unit = academy.OtherUnit })).Refuses(403, "permission_missing");
            (await viewer.GetAsync($"/v1/trainers/{trainer}")).Refuses(403, "permission_missing");
            (await lead.PostAsync("/v1/accreditation-policies", new { code = "ANY", title = "Any" })).Refuses(403, "permission_missing");
        });
        Assert.Equal("accredited", (await academy.DoAsync(lead, id, "accredit", new { policyVersionId = academy.PolicyVersionId })).Is(200).Text("status"));
    }

    [Fact]
    public async Task Without_the_version_seen_or_with_a_stale_one_nothing_happens()
    {
        var academy = await Academy.OpenAsync();
        var trainer = await academy.TrainerAsync();
        var id = await academy.ObservedAsync(trainer);
        var body = new { policyVersionId = academy.PolicyVersionId };
        await academy.WithoutEffectAsync(async () =>
        {
            (await academy.Admin.PostAsync($"/v1/accreditations/{id}/accredit", body)).Refuses(428, "if_match_required");
            (await academy.Admin.PostAsync($"/v1/accreditations/{id}/accredit", body, "\"v1\"")).Refuses(412, "stale");
            (await academy.Admin.SendAsync(HttpMethod.Post, $"/v1/accreditations/{id}/accredit", body, await academy.ETagAsync(id))).Refuses(428, "idempotency_key_required");
            (await academy.Admin.SendAsync(HttpMethod.Post, $"/v1/accreditations/{id}/renew", null, await academy.ETagAsync(id))).Refuses(428, "idempotency_key_required");
            (await academy.Partner.PutAsync($"/v1/trainers/{trainer}", new { name = "Ann", email = "ann@example.org", languages = new[] { "en" } })).Refuses(428, "if_match_required");
            (await academy.Partner.PutAsync($"/v1/trainers/{trainer}", new { name = "Ann", email = "ann@example.org", languages = new[] { "en" } }, "\"v9\"")).Refuses(412, "stale");
            (await academy.Partner.PostAsync($"/v1/trainers/{trainer}/qualifications", new { kind = "check", awardedOn = "2026-01-01" }, "\"v9\"")).Refuses(412, "stale");
        });
    }

    [Fact]
    public async Task A_unit_that_is_not_hers_is_withdrawn_or_unknown_is_not_nominated_for()
    {
        var (academy, other) = (await Academy.OpenAsync(), await Academy.OpenAsync());
        var trainer = await academy.TrainerAsync();
        async Task<(string Code, string Body)> RefusedAsync(string unit)
        {
            var refused = (await academy.Partner.PostAsync($"/v1/trainers/{trainer}/accreditations", new { unit })).Refuses(409, "nomination_not_possible");
            return (refused.Json.GetProperty("errors")[0].GetProperty("code").GetString()!, refused.Json.GetProperty("errors").GetRawText());
        }
        await academy.WithoutEffectAsync(async () =>
        {
            var (foreign, unknown) = (await RefusedAsync(other.Unit), await RefusedAsync("NO-SUCH-1"));
            Assert.Equal("unit_not_entitled", foreign.Code);
            // That another organisation's unit exists is not told.
            Assert.Equal(foreign, unknown);
            (await academy.Partner.PostAsync($"/v1/trainers/{trainer}/accreditations", new { unit = "" })).Refuses(422, "validation_failed");
        });
        await academy.Desk.WithdrawUnitAsync(academy.Unit);
        await academy.WithoutEffectAsync(async () => Assert.Equal("unit_withdrawn", (await RefusedAsync(academy.Unit)).Code));
        await academy.NominatedAsync(trainer, academy.OtherUnit);
        await academy.WithoutEffectAsync(async () =>
            (await academy.Partner.PostAsync($"/v1/trainers/{trainer}/accreditations", new { unit = academy.OtherUnit })).Refuses(409, "already_nominated"));
        // A licence that is over entitles to nothing.
        await academy.Desk.MoveAsync(61 * 31);
        await academy.WithoutEffectAsync(async () => Assert.Equal("unit_not_entitled", (await RefusedAsync(academy.OtherUnit + "X")).Code));
        var late = await academy.TrainerAsync();
        (await academy.Partner.PostAsync($"/v1/trainers/{late}/accreditations", new { unit = academy.OtherUnit })).Refuses(409, "nomination_not_possible");
    }

    [Fact]
    public async Task An_assessor_who_is_not_independent_observes_nobody()
    {
        var academy = await Academy.OpenAsync();
        var (person, memberId, email) = await SignIn.InvitedAsync(academy.Partner, "trainer");
        var address = Academy.Address();
        var trainer = await academy.TrainerAsync(address, memberId);
        var id = await academy.InTrainingAsync(trainer);
        var today = await academy.Desk.TodayAsync();
        Task<Answer> SeenBy(object? assessor, string? member = null, string? because = null) =>
            academy.DoAsync(academy.Admin, id, "observations", new { on = today, outcome = "met", notes = "Seen.", assessor, assessorMemberId = member, permittedBecause = because });
        await academy.WithoutEffectAsync(async () =>
        {
            // Herself: by her membership, by the address she signs in with, and by the one that notices go to.
            (await SeenBy(null, memberId, "We permit it.")).Refuses(422, "assessor_not_independent");
            (await SeenBy(new { name = "Somebody Else", email }, because: "We permit it.")).Refuses(422, "assessor_not_independent");
            (await SeenBy(new { name = "Somebody Else", email = address.ToUpperInvariant() }, because: "We permit it.")).Refuses(422, "assessor_not_independent");
            (await SeenBy(new { name = "Bea", email = "bea@example.org" }, because: "We permit it.")).Refuses(422, "assessor_not_independent");
            (await SeenBy(new { name = "ANN EXAMPLE", email = "second@account.example" })).Refuses(422, "assessor_needs_reason");
            // Of her organisation: one of its contacts.
            (await SeenBy(new { name = "Someone", email = "someone@example.org" })).Refuses(422, "assessor_needs_reason");
            (await SeenBy(null)).Refuses(422, "validation_failed");
            (await SeenBy(new { name = "Cara", email = "cara@elsewhere.example" }, memberId)).Refuses(422, "validation_failed");
            (await SeenBy(null, Id<Member>.New(TimeProvider.System.GetUtcNow()).ToString())).Refuses(422, "validation_failed");
        });
        var seen = (await SeenBy(new { name = "Someone", email = "someone@example.org" }, because: "Nobody else speaks Welsh.")).Is(201);
        Assert.Equal(("True", "Nobody else speaks Welsh."), (seen.Text("inHouse"), seen.Text("permittedBecause")));
        Assert.DoesNotContain("someone@example.org", (await person.GetAsync($"/v1/accreditations/{id}")).Is(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_step_needs_the_one_before_and_what_the_policy_asks_for()
    {
        var academy = await Academy.OpenAsync(Academy.Rules(requiredQualifications: ["teachingOrAssessing", "check"]));
        var trainer = await academy.TrainerAsync();
        var id = await academy.NominatedAsync(trainer);
        await academy.WithoutEffectAsync(async () =>
        {
            (await academy.DoAsync(academy.Admin, id, "observations", await academy.SeenAsync())).Refuses(409, "training_not_begun");
            (await academy.AccreditAsync(id)).Refuses(409, "observation_missing");
            (await academy.DoAsync(academy.Admin, id, "renew")).Refuses(409, "not_accredited");
            (await academy.DoAsync(academy.Admin, id, "refresher", new { refresherOn = "2026-01-01" })).Refuses(409, "not_accredited");
            (await academy.DoAsync(academy.Admin, id, "suspensions", new { reason = "quality", text = "Why." })).Refuses(409, "not_accredited");
            (await academy.DoAsync(academy.Partner, id, "appeal", new { note = "No." })).Refuses(409, "accreditation_not_withdrawn");
            (await academy.DoAsync(academy.Admin, id, "appeal/decision", new { outcome = "upheld", text = "Why." })).Refuses(409, "no_appeal_open");
        });
        (await academy.DoAsync(academy.Admin, id, "training", new { })).Is(200);
        (await academy.DoAsync(academy.Admin, id, "observations", await academy.SeenAsync())).Is(201);
        await academy.WithoutEffectAsync(async () =>
        {
            (await academy.DoAsync(academy.Admin, id, "training", new { })).Refuses(409, "training_begun");
            Assert.Equal(["qualification_missing", "qualification_missing"], Academy.Missing(await academy.AccreditAsync(id)));
            (await academy.DoAsync(academy.Admin, id, "accredit", new { policyVersionId = academy.PolicyId })).Refuses(422, "validation_failed");
        });
        (await academy.DoToTrainerAsync(trainer, "qualifications", new { kind = "teachingOrAssessing", title = "AET", awardedOn = "2021-06-30" })).Is(201);
        (await academy.DoToTrainerAsync(trainer, "qualifications", new { kind = "check", awardedOn = "2025-06-30" })).Is(201);
        (await academy.AccreditAsync(id)).Is(200);
        await academy.WithoutEffectAsync(async () =>
        {
            (await academy.AccreditAsync(id)).Refuses(409, "already_accredited");
            (await academy.DoAsync(academy.Admin, id, "refresher", new { refresherOn = await academy.Desk.TodayAsync() })).Refuses(409, "not_lapsed");
            Assert.Contains("renewal_too_early", Academy.Missing(await academy.DoAsync(academy.Admin, id, "renew")));
            (await academy.DoAsync(academy.Admin, id, $"holds/{Id<AccreditationHold>.New(TimeProvider.System.GetUtcNow())}/lift")).Refuses(404, "not_found");
        });
        (await academy.DoToTrainerAsync(trainer, "leave", new { })).Is(200);
        Assert.Contains("trainer_left", Academy.Reasons(await academy.CheckAsync(trainer, await academy.Desk.TodayAsync())));
        await academy.WithoutEffectAsync(async () => Assert.Contains("trainer_left", Academy.Missing(await academy.DoAsync(academy.Admin, id, "renew"))));
    }

    [Fact]
    public async Task Of_a_check_neither_title_nor_file_is_taken_by_the_service_or_by_the_database()
    {
        var academy = await Academy.OpenAsync();
        var trainer = await academy.TrainerAsync();
        var check = (await academy.DoToTrainerAsync(trainer, "qualifications", new { kind = "check", awardedOn = "2026-01-05", expiresOn = "2029-01-04" })).Is(201).Text("id");
        await academy.WithoutEffectAsync(async () =>
        {
            (await academy.DoToTrainerAsync(trainer, "qualifications", new { kind = "check", title = "No. 001234", awardedOn = "2026-01-05" })).Refuses(422, "check_holds_no_content");
            (await academy.UploadAsync(trainer, check, Encoding.UTF8.GetBytes("Nothing known."))).Refuses(422, "check_holds_no_content");
            (await academy.DoToTrainerAsync(trainer, "qualifications", new { kind = "other", awardedOn = "2026-01-05" })).Refuses(422, "validation_failed");
            (await academy.DoToTrainerAsync(trainer, "qualifications", new { kind = "other", title = "Later", awardedOn = "2090-01-05" })).Refuses(422, "validation_failed");
        });
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(
            () => academy.Desk.SqlAsync($"UPDATE franchise.qualifications SET title = 'No. 001234' WHERE id = '{Id<Qualification>.Parse(check, null).Value}'"));
        Assert.Equal("23514", refused.SqlState);
    }

    [Fact]
    public async Task A_file_that_is_not_what_it_says_or_too_large_is_refused_and_nothing_of_it_kept()
    {
        var academy = await Academy.OpenAsync();
        var trainer = await academy.TrainerAsync();
        var qualification = (await academy.DoToTrainerAsync(trainer, "qualifications", new { kind = "other", title = "First aid", awardedOn = "2026-01-05" })).Is(201).Text("id");
        await academy.WithoutEffectAsync(async () =>
        {
            (await academy.UploadAsync(trainer, qualification, "MZ"u8.ToArray(), "application/octet-stream", "award.exe")).Refuses(415, "document_type_not_allowed");
            (await academy.UploadAsync(trainer, qualification, "MZ"u8.ToArray(), "application/pdf", "award.pdf")).Refuses(422, "document_type_mismatch");
            (await academy.UploadAsync(trainer, qualification, [], "text/plain", "award.txt")).Refuses(422, "document_empty");
            (await academy.UploadAsync(trainer, qualification, new byte[26 << 20], "text/plain", "award.txt")).Refuses(413, "document_too_large");
        });
    }

    [Fact]
    public async Task A_members_record_is_one_trainers_and_a_foreign_member_is_none()
    {
        var (academy, other) = (await Academy.OpenAsync(), await Academy.OpenAsync());
        var (_, memberId, _) = await SignIn.InvitedAsync(academy.Partner, "trainer");
        await academy.TrainerAsync(memberId: memberId);
        await academy.WithoutEffectAsync(async () =>
            (await academy.Partner.PostAsync("/v1/trainers", new { name = "Twin", email = "twin@example.org", languages = new[] { "en" }, memberId })).Refuses(409, "member_taken"));
        await other.WithoutEffectAsync(async () =>
            (await other.Partner.PostAsync("/v1/trainers", new { name = "Twin", email = "twin@example.org", languages = new[] { "en" }, memberId })).Refuses(422, "validation_failed"));
    }
}
