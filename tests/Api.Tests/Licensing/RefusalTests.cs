using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Licensing;

/// <summary>What is refused leaves licences, audit chain and outbox as they were.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task An_unknown_a_foreign_a_wrongly_prefixed_and_a_drafted_licence_are_one_and_the_same_404()
    {
        var (desk, other) = (await Desk.OpenAsync(), await Desk.OpenAsync());
        var foreign = await other.ActiveAsync();
        var own = await desk.ActiveAsync();
        var draft = await desk.DraftAsync();
        string[] ids = [foreign, draft, Id<Licence>.New(TimeProvider.System.GetUtcNow()).ToString(), own.Replace("lic_", "trm_", StringComparison.Ordinal), "lic_x", "x"];
        await other.WithoutEffectAsync(() => desk.WithoutEffectAsync(async () =>
        {
            foreach (var id in ids)
            {
                foreach (var part in new[] { "", "/agreement", "/readiness", "/terms", "/holds", "/entitlements", "/seats", "/seat-entries", "/schedule" })
                    (await desk.Partner.GetAsync($"/v1/licences/{id}{part}")).Refuses(404, "not_found");
                const string Tag = "\"v1\"";
                (await desk.Partner.PostAsync($"/v1/licences/{id}/accept", new { textHash = new string('a', 64) }, Tag)).Refuses(404, "not_found");
                (await desk.Partner.PostAsync($"/v1/licences/{id}/decline", null, Tag)).Refuses(404, "not_found");
                (await desk.Partner.PostAsync($"/v1/licences/{id}/seats/reserve", new { reference = "c", quantity = 1 })).Refuses(404, "not_found");
                (await desk.Partner.PostAsync($"/v1/licences/{id}/seats/consume", new { reference = "c", quantity = 1 })).Refuses(404, "not_found");
                (await desk.Partner.PostAsync($"/v1/licences/{id}/seats/release", new { reference = "c" })).Refuses(404, "not_found");
                (await desk.Partner.PostAsync($"/v1/licences/{id}/renewal-preview", new { })).Refuses(404, "not_found");
                (await desk.Partner.PutAsync($"/v1/licences/{id}/auto-renewal", new { autoRenews = true }, Tag)).Refuses(404, "not_found");
                (await desk.Partner.PostAsync($"/v1/licences/{id}/eligibility-checks", new { unit = "AB", dates = new[] { new DateOnly(2027, 1, 1) } })).Refuses(404, "not_found");
            }
            var hold = Id<Hold>.New(TimeProvider.System.GetUtcNow());
            (await desk.DoAsync(desk.Admin, own, $"holds/{hold}/lift")).Refuses(404, "not_found");
            (await desk.DoAsync(desk.Partner, own, $"holds/{hold}/appeal", new { note = "No." })).Refuses(404, "not_found");
            Assert.Equal(0, (await desk.Partner.GetAsync($"/v1/licences?organisation={other.Partner.Organisation}")).Is(200).Json.GetProperty("data").GetArrayLength());
        }));
    }

    [Fact]
    public async Task An_action_without_if_match_is_428_and_with_a_stale_one_412()
    {
        var desk = await Desk.OpenAsync();
        var id = await desk.OfferedAsync();
        var stale = "\"v1\"";
        var accept = new { textHash = LicenceOffer.HashOf("We agree.") };
        await desk.WithoutEffectAsync(async () =>
        {
            (await desk.Partner.PostAsync($"/v1/licences/{id}/accept", accept)).Refuses(428, "if_match_required");
            (await desk.Partner.PostAsync($"/v1/licences/{id}/accept", accept, stale)).Refuses(412, "stale");
            (await desk.Partner.SendAsync(HttpMethod.Post, $"/v1/licences/{id}/accept", accept, await desk.ETagAsync(id))).Refuses(428, "idempotency_key_required");
            (await desk.Admin.PostAsync($"/v1/licences/{id}/withdraw", null, stale)).Refuses(412, "stale");
            (await desk.Admin.PutAsync($"/v1/licences/{id}", await desk.TermsAsync(), stale)).Refuses(400, "malformed_request");
        });
    }

    [Fact]
    public async Task A_draft_names_what_there_is()
    {
        var desk = await Desk.OpenAsync();
        await desk.WithoutEffectAsync(async () =>
        {
            async Task Invalid(string pointer, params (string, object?)[] also)
            {
                var answer = (await desk.Admin.PostAsync("/v1/licences", await desk.TermsAsync(also))).Refuses(422, "validation_failed");
                Assert.Equal(pointer, answer.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
            }

            await Invalid("/organisationId", ("organisationId", Id<Domain.Organisations.Organisation>.New(TimeProvider.System.GetUtcNow()).ToString()));
            await Invalid("/organisationId", ("organisationId", Domain.Organisations.Organisation.FranchisorId.ToString()));
            await Invalid("/organisationId", ("organisationId", desk.PolicyId));
            await Invalid("/policyVersionId", ("policyVersionId", desk.PolicyVersionId[..^1] + (desk.PolicyVersionId[^1] == '0' ? '1' : '0')));
            await Invalid("/policyVersionId", ("policyVersionId", desk.PolicyId));
            await Invalid("/package", ("package", "NO-SUCH"));
            await Invalid("/units", ("units", new[] { "NO-SUCH" }));
            await Invalid("/seats", ("seats", 0));
            await Invalid("/startsOn", ("startsOn", "2013-12-31"));
            await Invalid("/startsOn", ("startsOn", "2027-02-29"));
            await Invalid("/territories", ("territories", new[] { "England" }));
            await Invalid("/modes", ("modes", new[] { "by_post" }));
            await Invalid("/price", ("price", new { amount = -1, currency = "GBP" }));
            (await desk.Admin.PostAsync("/v1/licences", await desk.TermsAsync(("price", new { amount = 1, currency = "EUR" })))).Refuses(422, "currency_differs");
            (await desk.Partner.PostAsync("/v1/licences", await desk.TermsAsync())).Refuses(403, "permission_missing");
        });
        var euro = await Desk.OpenAsync(with: o => o.Currency = "EUR");
        (await euro.Admin.PostAsync("/v1/licences", await euro.TermsAsync())).Refuses(422, "currency_differs");
        await euro.DraftAsync(("price", new { amount = 300_000, currency = "EUR" }), ("extraLearnerFee", new { amount = 11_000, currency = "EUR" }));
    }

    [Fact]
    public async Task An_offer_with_a_withdrawn_unit_or_an_impossible_last_day_is_refused()
    {
        var desk = await Desk.OpenAsync();
        var id = await desk.DraftAsync();
        var today = await desk.TodayAsync();
        await desk.WithdrawUnitAsync($"{desk.Code}-2");
        await desk.WithoutEffectAsync(async () =>
        {
            (await desk.DoAsync(desk.Admin, id, "offer", new { agreementText = "We agree.", validUntil = today.AddDays(9) })).Refuses(422, "units_not_published");
            (await desk.DoAsync(desk.Admin, id, "offer", new { agreementText = "We agree.", validUntil = today.AddDays(-1) })).Refuses(422, "validation_failed");
            (await desk.DoAsync(desk.Admin, id, "offer", new { agreementText = "", validUntil = today })).Refuses(422, "validation_failed");
        });
        var terms = await desk.TermsAsync(("units", new[] { desk.Unit }));
        terms.Remove("organisationId");
        (await desk.Admin.PutAsync($"/v1/licences/{id}", terms, await desk.ETagAsync(id))).Is(200);
        await desk.OfferAsync(id);
        await desk.WithoutEffectAsync(async () =>
            (await desk.Admin.PutAsync($"/v1/licences/{id}", terms, await desk.ETagAsync(id))).Refuses(409, "licence_not_draft"));
    }

    [Fact]
    public async Task Another_text_a_lapsed_offer_and_a_second_answer_are_refused()
    {
        var desk = await Desk.OpenAsync();
        var id = await desk.OfferedAsync();
        await desk.WithoutEffectAsync(async () =>
        {
            (await desk.DoAsync(desk.Partner, id, "accept", new { textHash = new string('a', 64) })).Refuses(409, "agreement_text_changed");
            (await desk.DoAsync(desk.Partner, id, "accept", new { textHash = "short" })).Refuses(422, "validation_failed");
            (await desk.DoAsync(desk.Admin, id, "accept", new { textHash = LicenceOffer.HashOf("We agree.") })).Refuses(403, "permission_missing");
        });
        (await desk.DoAsync(desk.Partner, id, "decline")).Is(200);
        await desk.WithoutEffectAsync(async () =>
        {
            (await desk.DoAsync(desk.Partner, id, "accept", new { textHash = LicenceOffer.HashOf("We agree.") })).Refuses(409, "licence_not_offered");
            (await desk.DoAsync(desk.Admin, id, "withdraw")).Refuses(409, "licence_not_offered");
        });
        var late = await desk.OfferedAsync();
        await desk.MoveAsync(31);
        (await desk.DoAsync(desk.Partner, late, "accept", new { textHash = LicenceOffer.HashOf("We agree.") })).Refuses(409, "offer_lapsed");
        await desk.SweepAsync();
        Assert.Equal("lapsed", (await desk.GetAsync(late)).Text("status"));
    }

    [Fact]
    public async Task What_is_missing_keeps_a_licence_from_beginning_and_is_named_whole()
    {
        var desk = await Desk.OpenAsync(with: o => o.HasContacts = false);
        var id = await desk.AcceptedAsync();
        await desk.SweepAsync();
        Assert.Equal("accepted", (await desk.GetAsync(id)).Text("status"));
        Assert.Contains("licence.activation_blocked", await desk.EventTypesAsync(id));
        await desk.WithoutEffectAsync(async () =>
        {
            var refused = (await desk.DoAsync(desk.Admin, id, "activate")).Refuses(409, "licence_not_ready");
            Assert.Equal(
                ["coordinator_missing", "finance_contact_missing", "head_missing", "safeguarding_lead_missing"],
                refused.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("code").GetString()).Order());
            var readiness = (await desk.Partner.GetAsync($"/v1/licences/{id}/readiness")).Is(200);
            Assert.Equal(4, readiness.Json.GetProperty("missing").GetArrayLength());
        });
    }

    [Fact]
    public async Task Dates_out_of_order_and_ill_timed_acts_are_refused()
    {
        var desk = await Desk.OpenAsync();
        var (accepted, active) = (await desk.AcceptedAsync(also: ("startsOn", (await desk.TodayAsync()).AddDays(9))), await desk.ActiveAsync());
        var today = await desk.TodayAsync();
        var person = await desk.App.PersonAsync();
        await desk.WithoutEffectAsync(async () =>
        {
            (await desk.DoAsync(desk.Admin, accepted, "activate")).Refuses(409, "licence_not_ready");
            (await desk.DoAsync(desk.Admin, accepted, "renew", new { })).Refuses(409, "licence_not_renewable");
            (await desk.DoAsync(desk.Admin, accepted, "holds", new { reason = "quality", reviewOn = today })).Refuses(409, "licence_not_holdable");
            (await desk.DoAsync(desk.Admin, active, "holds", new { reason = "quality", effectiveFrom = today.AddDays(2), reviewOn = today })).Refuses(422, "validation_failed");
            (await desk.DoAsync(desk.Admin, active, "holds", new { reason = "quality", effectiveFrom = today.AddDays(-1), reviewOn = today })).Refuses(422, "validation_failed");
            (await desk.DoAsync(desk.Admin, active, "renew", new { price = new { amount = 1, currency = "EUR" } })).Refuses(422, "validation_failed");
            (await desk.DoAsync(person, active, "termination/confirm")).Refuses(409, "termination_not_proposed");
            (await desk.DoAsync(person, active, "termination", new { cause = "nonPayment", learnerProtectionPlan = "None.", teachOutAllowed = false })).Refuses(422, "teach_out_owed");
            (await desk.DoAsync(desk.Partner, active, "termination", new { cause = "quality", learnerProtectionPlan = "None." })).Refuses(403, "permission_missing");
            (await desk.Partner.PostAsync($"/v1/licences/{active}/renewal-preview", new { on = today.AddDays(-1) })).Refuses(422, "validation_failed");
            (await desk.Partner.PostAsync($"/v1/licences/{active}/eligibility-checks", new { unit = desk.Unit, firstDate = today, lastDate = today.AddDays(-1) })).Refuses(422, "validation_failed");
            (await desk.Partner.PostAsync($"/v1/licences/{active}/eligibility-checks", new { unit = desk.Unit, firstDate = today, lastDate = today.AddDays(500) })).Refuses(422, "validation_failed");
            (await desk.Partner.PostAsync($"/v1/licences/{active}/eligibility-checks", new { unit = desk.Unit })).Refuses(422, "validation_failed");
        });
        (await desk.DoAsync(desk.Admin, active, "renew", new { })).Is(200);
        await desk.WithoutEffectAsync(async () => (await desk.DoAsync(desk.Admin, active, "renew", new { })).Refuses(409, "licence_already_renewed"));
    }

    [Fact]
    public async Task A_check_names_every_reason_at_once()
    {
        var desk = await Desk.OpenAsync();
        var id = await desk.ActiveAsync();
        var today = await desk.TodayAsync();
        (await desk.DoAsync(desk.Admin, id, "holds", new { reason = "payment", reviewOn = today.AddDays(5) })).Is(201);
        var check = await desk.Partner.PostAsync(
            $"/v1/licences/{id}/eligibility-checks",
            new { unit = "OTHER-1", dates = new[] { today, today.AddYears(3) }, seats = 11, territory = "FR", language = "de", mode = "online", trainer = "trn_x" });
        Assert.Equal(
            ["date_outside_term", "language_not_entitled", "licence_suspended", "seats_exhausted", "territory_not_entitled", "trainer_not_accredited", "unit_not_entitled"],
            Desk.Reasons(check).Order());
        await desk.WithdrawUnitAsync(desk.Unit);
        Assert.Contains("unit_withdrawn", Desk.Reasons(await desk.CheckAsync(id, today.AddDays(1))));
    }

    [Fact]
    public async Task A_published_policy_version_never_changes_and_partners_see_no_drafts()
    {
        var desk = await Desk.OpenAsync();
        var policy = (await desk.Admin.GetAsync($"/v1/policies/{desk.PolicyId}")).Is(200);
        var versions = $"/v1/policies/{desk.PolicyId}/versions";
        (await desk.Admin.PutAsync($"{versions}/{desk.PolicyVersionId}", Desk.Rules("P24M"), policy.ETag)).Refuses(409, "policy_version_not_draft");
        (await desk.Admin.PostAsync("/v1/policies", new { code = desk.Code, title = "Twice" })).Refuses(409, "already_exists");
        (await desk.Admin.PostAsync(versions, Desk.Rules("12 months"), policy.ETag)).Refuses(422, "validation_failed");
        (await desk.Admin.PostAsync(versions, Desk.Rules("P6D"), policy.ETag)).Refuses(422, "validation_failed");
        (await desk.Partner.GetAsync($"/v1/policies/{desk.PolicyId}")).Refuses(403, "permission_missing");
        Assert.Equal("P12M", (await desk.Partner.GetAsync($"/v1/policy-versions/{desk.PolicyVersionId}")).Is(200).Json.GetProperty("rules").GetProperty("term").GetString());

        var draft = (await desk.Admin.PostAsync(versions, Desk.Rules("P6M"), policy.ETag)).Is(201);
        Assert.Equal(2, draft.Json.GetProperty("number").GetInt32());
        (await desk.Partner.GetAsync($"/v1/policy-versions/{draft.Text("id")}")).Refuses(404, "not_found");
        (await desk.Admin.PostAsync("/v1/licences", await desk.TermsAsync(("policyVersionId", draft.Text("id"))))).Refuses(409, "policy_version_not_published");
        var withdrawn = (await desk.Admin.PostAsync($"{versions}/{desk.PolicyVersionId}/withdraw", null, draft.ETag)).Is(200);
        (await desk.Admin.PostAsync($"{versions}/{desk.PolicyVersionId}/withdraw", null, withdrawn.ETag)).Refuses(409, "policy_version_not_published");
        Assert.Contains(
            (await desk.Admin.GetAsync("/v1/policies?limit=200")).Is(200).Json.GetProperty("data").EnumerateArray(),
            p => p.GetProperty("id").GetString() == desk.PolicyId);
    }
}
