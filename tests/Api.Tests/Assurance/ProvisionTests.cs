using Franchise.Api.Tests.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Assurance;

/// <summary>Approved provisions and direct claims status.</summary>
public sealed class ProvisionTests
{
    [Fact]
    public async Task A_provision_goes_from_approval_to_direct_claims_and_away_again_with_every_reason_on_record()
    {
        var academy = await Academy.OpenAsync();
        await Assessed.AssurerAsync(academy, "Iris Quinn");
        var id = await academy.HeldAsync();
        Assert.Equal("frozen", (await academy.MoveAsync(id, "freeze", "A complaint.")).Is(200).Text("directClaims"));
        Assert.Equal("held", (await academy.MoveAsync(id, "lift")).Is(200).Text("directClaims"));
        Assert.Equal("removed", (await academy.MoveAsync(id, "remove")).Is(200).Text("directClaims"));
        (await academy.Admin.PostAsync($"/v1/provisions/{id}/risk", new { risk = "low", reason = "Steady." }, (await academy.ProvisionAsync(id)).ETag)).Is(200);

        var seen = (await academy.Partner.GetAsync($"/v1/provisions/{id}")).Is(200).Json;
        Assert.Equal(
            ["approved", "recommended", "granted", "frozen", "lifted", "removed", "riskSet"],
            seen.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("kind").GetString()!));
        Assert.Equal("A complaint.", seen.GetProperty("history")[3].GetProperty("reason").GetString());
        Assert.Equal("decision", seen.GetProperty("history")[3].GetProperty("cause").GetString());
        Assert.StartsWith("cli_", seen.GetProperty("history")[3].GetProperty("by").GetString());
        Assert.Equal(1, (await academy.Partner.GetAsync("/v1/provisions?directClaims=removed")).Is(200).Json.GetProperty("data").GetArrayLength());
        foreach (var type in new[] { "provision.approved", "provision.direct_claims_granted", "provision.direct_claims_frozen", "provision.risk_set" })
            Assert.Equal(1, await academy.EventsAsync(type));
    }

    [Fact]
    public async Task What_is_refused_leaves_no_trace()
    {
        var (academy, other) = (await Academy.OpenAsync(), await Academy.OpenAsync());
        var id = await academy.ApprovedAsync();
        var tag = (await academy.ProvisionAsync(id)).ETag;
        var viewer = await academy.App.CallerAsync(academy.Partner.Organisation, Permission.Of(Role.Viewer));
        await academy.Partner.WithoutEffectAsync(["approved_provisions", "provision_changes", "events", "audit_entries", "outgoing_emails"], async () =>
        {
            (await academy.Partner.PostAsync($"/v1/provisions/{id}/direct-claims", new { step = "recommend", reason = "We are good." }, tag)).Refuses(403, "permission_missing");
            (await academy.Partner.PostAsync($"/v1/provisions/{id}/risk", new { risk = "low", reason = "We are good." }, tag)).Refuses(403, "permission_missing");
            (await viewer.GetAsync($"/v1/provisions/{id}")).Refuses(403, "permission_missing");
            (await other.Partner.GetAsync($"/v1/provisions/{id}")).Refuses(404, "not_found");
            Assert.Equal(0, (await other.Partner.GetAsync($"/v1/provisions?organisation={academy.Partner.Organisation}")).Is(200).Json.GetProperty("data").GetArrayLength());
            (await academy.ApproveAsync()).Refuses(409, "already_exists");
            (await academy.ApproveAsync("NO-SUCH")).Refuses(422, "validation_failed");
            (await academy.ApproveAsync(scope: "programme")).Refuses(422, "validation_failed");
            (await academy.Admin.PostAsync("/v1/provisions", new { organisationId = Id<Domain.Organisations.Organisation>.New(TimeProvider.System.GetUtcNow()).ToString(), scope = "unit", code = academy.Unit, risk = "low", reason = "Why." }))
                .Refuses(422, "validation_failed");
            (await academy.MoveAsync(id, "grant")).Refuses(409, "direct_claims_forbid");
            (await academy.MoveAsync(id, "lift")).Refuses(409, "direct_claims_forbid");
            (await academy.MoveAsync(id, "recommend", " ")).Refuses(422, "validation_failed");
            (await academy.MoveAsync(id, "bless")).Refuses(400, "malformed_request");
            (await academy.Admin.PostAsync($"/v1/provisions/{id}/direct-claims", new { step = "recommend", reason = "Why." })).Refuses(428, "if_match_required");
            (await academy.Admin.PostAsync($"/v1/provisions/{id}/direct-claims", new { step = "recommend", reason = "Why." }, "\"v99\"")).Refuses(412, "stale");
        });
        (await academy.MoveAsync(id, "recommend")).Is(200);
        // Nobody assures there.
        Assert.Equal([" assurer_missing"], Claiming.Reasons((await academy.MoveAsync(id, "grant")).Refuses(409, "direct_claims_not_possible")));
    }

    [Theory]
    [InlineData("stands down")]
    [InlineData("is disabled")]
    [InlineData("is removed")]
    public async Task Losing_the_only_approved_assurer_freezes_direct_claims_once_and_tells_both_sides(string how)
    {
        var academy = await Academy.OpenAsync(with: o => o.IsSandbox = false);
        await academy.App.PersonAsync();
        var (_, assurer, member) = await Assessed.AssurerAsync(academy, "Iris Quinn");
        var id = await academy.HeldAsync();
        await academy.ReviewDirectClaimsAsync();
        Assert.Equal("held", (await academy.ProvisionAsync(id)).Text("directClaims"));
        var before = await academy.MessagesAsync();

        if (how == "stands down")
            (await academy.Partner.PostAsync($"/v1/assurers/{assurer}/stand-down", null, (await academy.Partner.GetAsync($"/v1/assurers/{assurer}")).Is(200).ETag)).Is(200);
        else
        {
            var tag = (await academy.Partner.GetAsync($"/v1/members/{member}")).Is(200).ETag;
            (how == "is disabled" ? await academy.Partner.PostAsync($"/v1/members/{member}/disable", null, tag) : await academy.Partner.DeleteAsync($"/v1/members/{member}", tag)).Is(how == "is disabled" ? 200 : 204);
        }
        await academy.ReviewDirectClaimsAsync();
        await academy.ReviewDirectClaimsAsync();

        var frozen = (await academy.ProvisionAsync(id)).Json;
        Assert.Equal(("frozen", "assurerLost"), (frozen.GetProperty("directClaims").GetString(), frozen.GetProperty("frozenFor").GetString()));
        Assert.Equal("system", frozen.GetProperty("history").EnumerateArray().Last().GetProperty("by").GetString());
        Assert.Equal(1, await academy.EventsAsync("provision.direct_claims_frozen"));
        Assert.Contains(await academy.MailAsync("someone@example.org"), m => m.Text.Contains($"{academy.Unit}: direct claims are frozen", StringComparison.Ordinal));
        Assert.True(await academy.MessagesAsync() >= before + 2, "Both the coordinator and Cohort 4 are written to.");
        Assert.Equal([" assurer_missing"], Claiming.Reasons((await academy.MoveAsync(id, "lift")).Refuses(409, "direct_claims_not_possible")));

        // Another is approved: Cohort 4 lifts it, it does not lift itself.
        await Assessed.AssurerAsync(academy, "Olive Stone");
        await academy.ReviewDirectClaimsAsync();
        Assert.Equal("frozen", (await academy.ProvisionAsync(id)).Text("directClaims"));
        Assert.Equal("held", (await academy.MoveAsync(id, "lift")).Is(200).Text("directClaims"));
    }

    [Fact]
    public async Task Losing_one_of_two_assurers_freezes_nothing()
    {
        var academy = await Academy.OpenAsync();
        var (_, assurer, _) = await Assessed.AssurerAsync(academy, "Iris Quinn");
        await Assessed.AssurerAsync(academy, "Olive Stone");
        var id = await academy.HeldAsync();
        (await academy.Partner.PostAsync($"/v1/assurers/{assurer}/stand-down", null, (await academy.Partner.GetAsync($"/v1/assurers/{assurer}")).Is(200).ETag)).Is(200);
        await academy.ReviewDirectClaimsAsync();
        Assert.Equal("held", (await academy.ProvisionAsync(id)).Text("directClaims"));
        Assert.Equal(0, await academy.EventsAsync("provision.direct_claims_frozen"));
    }

    [Fact]
    public async Task Samples_are_drawn_by_the_risk_of_the_provision()
    {
        var at = await Assessed.OpenAsync();
        (await at.Academy.ApproveAsync(risk: "high")).Is(201);
        await at.EnterAllAsync();
        Assert.Equal("high", (await at.PlanAsync()).GetProperty("draws")[0].GetProperty("provisionRisk").GetString());
    }

    [Fact]
    public async Task A_meeting_of_assessors_is_on_each_trainers_record_or_on_nobodys()
    {
        var academy = await Academy.OpenAsync();
        var (one, other) = (await academy.TrainerAsync(), await academy.TrainerAsync());
        await academy.NominatedAsync(one);
        var (_, assurer, _) = await Assessed.AssurerAsync(academy, "Iris Quinn");
        var on = await academy.Desk.TodayAsync();
        object Meeting(string[] trainers, string[]? units = null, DateOnly? day = null) =>
            new { on = day ?? on, units = units ?? [academy.Unit], what = "Essays", outcome = "A boundary is named.", trainers, assurers = new[] { assurer } };
        var foreign = await (await Academy.OpenAsync()).TrainerAsync();
        await academy.Partner.WithoutEffectAsync(["standardisation_meetings", "meeting_trainers", "meeting_assurers", "standardisations", "trainers", "events", "audit_entries"], async () =>
        {
            Assert.Equal("/trainers/1", (await academy.Partner.PostAsync("/v1/standardisation-meetings", Meeting([one, foreign]))).Refuses(422, "validation_failed").Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
            (await academy.Partner.PostAsync("/v1/standardisation-meetings", Meeting([one, one]))).Refuses(422, "validation_failed");
            (await academy.Partner.PostAsync("/v1/standardisation-meetings", Meeting([one], ["NO-SUCH"]))).Refuses(422, "validation_failed");
            // It is in the catalogue, and nobody of theirs is nominated for it.
            (await academy.Partner.PostAsync("/v1/standardisation-meetings", Meeting([one], [academy.OtherUnit]))).Refuses(422, "validation_failed");
            (await academy.Partner.PostAsync("/v1/standardisation-meetings", Meeting([one], day: on.AddDays(1)))).Refuses(422, "validation_failed");
            (await academy.Partner.PostAsync("/v1/standardisation-meetings", Meeting([]))).Refuses(422, "validation_failed");
        });

        var made = (await academy.Partner.PostAsync("/v1/standardisation-meetings", Meeting([one, other]))).Is(201).Json;
        Assert.Equal(2, made.GetProperty("trainers").GetArrayLength());
        Assert.Equal(assurer, made.GetProperty("assurers")[0].GetString());
        foreach (var trainer in new[] { one, other })
        {
            var hers = (await academy.Partner.GetAsync($"/v1/trainers/{trainer}/standardisations")).Is(200).Json.GetProperty("data");
            Assert.Equal(("Essays", $"{on:yyyy-MM-dd}"), (hers[0].GetProperty("what").GetString(), hers[0].GetProperty("on").GetString()));
        }
        Assert.Equal(2, await academy.EventsAsync("trainer.standardisation_recorded"));
        Assert.Equal(1, (await academy.Partner.GetAsync("/v1/standardisation-meetings")).Is(200).Json.GetProperty("data").GetArrayLength());
    }
}
