using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Assurance;

/// <summary>An approved provision.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Whose it is.</param>
/// <param name="Scope">What it is for.</param>
/// <param name="Code">The code of the unit or programme.</param>
/// <param name="Risk">How much Cohort 4 looks at it.</param>
/// <param name="DirectClaims">Where direct claims status stands.</param>
/// <param name="FrozenFor">What froze direct claims; null unless they are frozen.</param>
/// <param name="ApprovedAt">When it was approved.</param>
/// <param name="History">Everything that happened to it, oldest first; null in a list.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record ProvisionView(
    Id<ApprovedProvision> Id, Id<Organisation> OrganisationId, ProvisionScope Scope, string Code, ProvisionRisk Risk, DirectClaimsStatus DirectClaims, FreezeCause? FrozenFor,
    DateTimeOffset ApprovedAt, IReadOnlyList<ProvisionChangeView>? History, int Version)
{
    public static ProvisionView Example =>
        new(
            ExampleOf.Id<ApprovedProvision>(), ExampleOf.Id<Organisation>(), ProvisionScope.Unit, "RM3-02", ProvisionRisk.Medium, DirectClaimsStatus.Held, null, ExampleOf.Time,
            [ProvisionChangeView.Example], 3);

    public static ProvisionView Of(ApprovedProvision p) => Of(p, [.. p.History.OrderBy(c => c.Id).Select(ProvisionChangeView.Of)]);

    public static ProvisionView InList(ApprovedProvision p) => Of(p, null);

    private static ProvisionView Of(ApprovedProvision p, IReadOnlyList<ProvisionChangeView>? history) =>
        new(p.Id, p.TenantId, p.Scope, p.Code, p.Risk, p.DirectClaims, p.FrozenFor, p.ApprovedAt, history, p.Version);
}

/// <summary>One entry of a provision's history.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Risk">The risk from then on.</param>
/// <param name="DirectClaims">The direct claims status from then on.</param>
/// <param name="Cause">What froze it; null for anything else.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">The id of who did it, or `system`.</param>
/// <param name="At">When.</param>
internal sealed record ProvisionChangeView(
    ProvisionChangeKind Kind, ProvisionRisk Risk, DirectClaimsStatus DirectClaims, FreezeCause? Cause, string Reason, string By, DateTimeOffset At)
{
    public static ProvisionChangeView Example =>
        new(ProvisionChangeKind.Granted, ProvisionRisk.Medium, DirectClaimsStatus.Held, null, "Two clean visits.", ExampleOf.Id<Domain.Identity.User>().ToString(), ExampleOf.Time);

    public static ProvisionChangeView Of(ProvisionChange c) => new(c.Kind, c.Risk, c.Status, c.Cause, c.Reason, c.By, c.At);
}
