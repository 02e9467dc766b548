using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>What falls due. Due at the same instant, they are carried out in this order.</summary>
public enum ScheduledActionKind
{
    /// <summary>The day after an offer's last: it lapses.</summary>
    OfferExpires,

    /// <summary>The first day of an accepted licence: it begins if nothing is missing.</summary>
    Start,

    /// <summary>So many days before the last day of a term: it is announced.</summary>
    Milestone,

    /// <summary>A hold is to be looked at again.</summary>
    HoldReview,

    /// <summary>
    /// Where auto-renewal is agreed: the next term is added, unless the licence is suspended or termination is proposed. The day after the last day of a term, or as
    /// many days earlier as the policy invoices ahead.
    /// </summary>
    AutoRenew,

    /// <summary>The day after the last day of a term, where auto-renewal is not agreed: grace begins.</summary>
    TermEnd,

    /// <summary>The day after the last day of grace: teach-out begins.</summary>
    GraceEnd,

    /// <summary>The day after the last day of teach-out: the licence is over altogether.</summary>
    TeachOutEnd,
}

/// <summary>One thing that will happen to a licence, and when.</summary>
/// <param name="Kind">What.</param>
/// <param name="TermNumber">The term it belongs to; 0 for what belongs to none.</param>
/// <param name="Days">For a milestone, how many days before the last day; else 0.</param>
/// <param name="HoldId">For a hold's review, the hold; else null.</param>
/// <param name="DueOn">The organisation's own date on which it is due.</param>
/// <param name="DueAt">The instant at which that date begins there.</param>
public sealed record PlannedAction(ScheduledActionKind Kind, int TermNumber, int Days, Id<Hold>? HoldId, DateOnly DueOn, DateTimeOffset DueAt)
{
    /// <summary>What makes it the same action though its date moves.</summary>
    public (ScheduledActionKind, int, int, Id<Hold>?) Key => (Kind, TermNumber, Days, HoldId);
}

/// <summary>A <see cref="PlannedAction"/> written down, so that the database can say what is due. The sweep carries out exactly these rows.</summary>
[IdPrefix("due")]
public sealed class ScheduledAction : DueAction, ITenantOwned, IPlatformOwned
{
    private ScheduledAction() { }

    internal ScheduledAction(Licence licence, PlannedAction plan, DateTimeOffset now)
        : base(plan.DueOn, plan.DueAt)
    {
        Id = Id<ScheduledAction>.New(now);
        TenantId = licence.TenantId;
        LicenceId = licence.Id;
        Kind = plan.Kind;
        TermNumber = plan.TermNumber;
        Days = plan.Days;
        HoldId = plan.HoldId;
    }

    /// <summary>The action's id.</summary>
    public Id<ScheduledAction> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The licence it happens to.</summary>
    public Id<Licence> LicenceId { get; private set; }

    /// <summary>What happens.</summary>
    public ScheduledActionKind Kind { get; private set; }

    /// <inheritdoc cref="PlannedAction.TermNumber"/>
    public int TermNumber { get; private set; }

    /// <inheritdoc cref="PlannedAction.Days"/>
    public int Days { get; private set; }

    /// <inheritdoc cref="PlannedAction.HoldId"/>
    public Id<Hold>? HoldId { get; private set; }

    /// <inheritdoc cref="PlannedAction.Key"/>
    public (ScheduledActionKind, int, int, Id<Hold>?) Key => (Kind, TermNumber, Days, HoldId);

    // Only a hold has a further review.
    internal void Follow(PlannedAction? plan) =>
        Follow(plan is null ? null : (plan.DueOn, plan.DueAt), comesAgain: plan?.Kind == ScheduledActionKind.HoldReview);
}
