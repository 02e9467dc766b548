using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Tests.Assurance;

public sealed class ProvisionTests
{
    private static readonly Id<Organisation> tenant = Id<Organisation>.New(Refused.Now);
    private static readonly DirectClaimsFacts good = new(1, 0);

    [Fact]
    public void Direct_claims_go_one_way_and_every_step_stays_in_the_history()
    {
        var p = Made();
        Refused.With(ProvisionCodes.DirectClaimsForbid, () => p.Grant("Why.", good, Actor.System, Refused.Now));
        Refused.With(ProvisionCodes.DirectClaimsForbid, () => p.Freeze("Why.", Actor.System, Refused.Now));
        Refused.With(ProvisionCodes.DirectClaimsForbid, () => p.Lift("Why.", good, Actor.System, Refused.Now));
        Refused.With(ProvisionCodes.DirectClaimsForbid, () => p.Remove("Why.", Actor.System, Refused.Now));
        p.Rate(ProvisionRisk.Low, "Steady.", Actor.System, Refused.Now);
        p.Recommend("Two clean visits.", Actor.System, Refused.Now);
        Refused.With(ProvisionCodes.DirectClaimsForbid, () => p.Recommend("Again.", Actor.System, Refused.Now));
        p.Grant("Agreed.", good, Actor.System, Refused.Now);
        p.Freeze("A complaint.", Actor.System, Refused.Now);
        Assert.Equal((DirectClaimsStatus.Frozen, FreezeCause.Decision), (p.DirectClaims, p.FrozenFor));
        p.Lift("Unfounded.", good, Actor.System, Refused.Now);
        Assert.Equal((DirectClaimsStatus.Held, (FreezeCause?)null), (p.DirectClaims, p.FrozenFor));
        p.Remove("On their own wish.", Actor.System, Refused.Now);
        p.Recommend("Anew.", Actor.System, Refused.Now);
        Assert.Equal(
            [
                ProvisionChangeKind.Approved, ProvisionChangeKind.RiskSet, ProvisionChangeKind.Recommended, ProvisionChangeKind.Granted, ProvisionChangeKind.Frozen, ProvisionChangeKind.Lifted,
                ProvisionChangeKind.Removed, ProvisionChangeKind.Recommended,
            ],
            p.History.Select(c => c.Kind));
        Assert.Equal("A complaint.", p.History[4].Reason);
        Assert.Equal(ProvisionRisk.Low, p.History[^1].Risk);
    }

    [Fact]
    public void What_direct_claims_rest_on_is_asked_all_at_once_and_its_loss_freezes_what_is_held_and_nothing_else()
    {
        var p = Made();
        Assert.False(p.FreezeFor(FreezeCause.AssurerLost, Refused.Now));
        p.Recommend("Why.", Actor.System, Refused.Now);
        var refusal = Refused.With(ProvisionCodes.DirectClaimsNotPossible, () => p.Grant("Why.", new(0, 2), Actor.System, Refused.Now));
        Assert.Equal([ProvisionCodes.AssurerMissing, ProvisionCodes.ActionsOverdue], refusal.Errors.Select(e => e.Code));
        p.Grant("Why.", good, Actor.System, Refused.Now);
        Assert.True(p.FreezeFor(FreezeCause.AssurerLost, Refused.Now));
        Assert.False(p.FreezeFor(FreezeCause.ActionOverdue, Refused.Now));
        Refused.With(ProvisionCodes.DirectClaimsNotPossible, () => p.Lift("Why.", new(0, 0), Actor.System, Refused.Now));
        Assert.Equal(FreezeCause.AssurerLost, p.FrozenFor);
        Assert.Equal("system", p.History[^1].By);
    }

    [Fact]
    public void A_reason_is_always_given()
    {
        Refused.At(["/reason", "/code"], () => _ = new ApprovedProvision(tenant, ProvisionScope.Unit, "", ProvisionRisk.High, " ", Actor.System, Refused.Now));
        var p = Made();
        Refused.At("/reason", () => p.Recommend("", Actor.System, Refused.Now));
        Refused.At(["/reason", "/risk"], () => p.Rate((ProvisionRisk)9, "\u0007", Actor.System, Refused.Now));
        Assert.Single(p.History);
    }

    [Fact]
    public void A_units_own_approval_stands_before_its_programmes()
    {
        var (unit, programme) = (Made(), Made(ProvisionScope.Programme, "RM3"));
        var map = new ProvisionMap([unit, programme], new Dictionary<string, string> { ["RM3-02"] = "RM3", ["RM3-03"] = "RM3", ["XX-1"] = "XX" });
        Assert.Same(unit, map.For("RM3-02"));
        Assert.Same(programme, map.For("RM3-03"));
        Assert.Null(map.For("XX-1"));
        Assert.False(map.DirectFor(["RM3-03"]));
        programme.Recommend("Why.", Actor.System, Refused.Now);
        programme.Grant("Why.", good, Actor.System, Refused.Now);
        Assert.True(map.DirectFor(["RM3-03"]));
        Assert.False(map.DirectFor(["RM3-03", "RM3-02"]));
        Assert.False(map.DirectFor(["RM3-03", "XX-1"]));
    }

    private static ApprovedProvision Made(ProvisionScope scope = ProvisionScope.Unit, string code = "RM3-02") =>
        new(tenant, scope, code, ProvisionRisk.High, "New.", Actor.System, Refused.Now);
}
