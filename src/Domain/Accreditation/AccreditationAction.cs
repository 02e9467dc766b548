using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

/// <summary>What falls due. Due at the same instant, they are carried out in this order.</summary>
public enum AccreditationActionKind
{
    /// <summary>The first day on which it may be renewed.</summary>
    RenewalOpens,

    /// <summary>So many days before the last day: its end is announced.</summary>
    Milestone,

    /// <summary>The day after the last: it lapses.</summary>
    Lapse,
}

/// <summary>One thing that will happen to an accreditation, and when.</summary>
/// <param name="Kind">What.</param>
/// <param name="RecordNumber">The record it belongs to.</param>
/// <param name="Days">For a milestone, how many days before the last day; else 0.</param>
/// <param name="DueOn">The organisation's own date on which it is due.</param>
/// <param name="DueAt">The instant at which that date begins there.</param>
public sealed record PlannedAccreditationAction(AccreditationActionKind Kind, int RecordNumber, int Days, DateOnly DueOn, DateTimeOffset DueAt)
{
    /// <summary>What makes it the same action though its date moves.</summary>
    public (AccreditationActionKind, int, int) Key => (Kind, RecordNumber, Days);
}

/// <summary>A <see cref="PlannedAccreditationAction"/> written down, so that the database can say what is due.</summary>
[IdPrefix("acd")]
public sealed class AccreditationAction : DueAction, ITenantOwned, IPlatformOwned
{
    private AccreditationAction() { }

    internal AccreditationAction(UnitAccreditation accreditation, PlannedAccreditationAction plan, DateTimeOffset now)
        : base(plan.DueOn, plan.DueAt)
    {
        Id = Id<AccreditationAction>.New(now);
        TenantId = accreditation.TenantId;
        AccreditationId = accreditation.Id;
        (Kind, RecordNumber, Days) = plan.Key;
    }

    /// <summary>The action's id.</summary>
    public Id<AccreditationAction> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The accreditation it happens to.</summary>
    public Id<UnitAccreditation> AccreditationId { get; private set; }

    /// <summary>What happens.</summary>
    public AccreditationActionKind Kind { get; private set; }

    /// <inheritdoc cref="PlannedAccreditationAction.RecordNumber"/>
    public int RecordNumber { get; private set; }

    /// <inheritdoc cref="PlannedAccreditationAction.Days"/>
    public int Days { get; private set; }

    /// <inheritdoc cref="PlannedAccreditationAction.Key"/>
    public (AccreditationActionKind, int, int) Key => (Kind, RecordNumber, Days);

    internal void Follow(PlannedAccreditationAction? plan) => Follow(plan is null ? null : (plan.DueOn, plan.DueAt));
}
