using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

/// <summary>What a hold does.</summary>
public enum AccreditationHoldKind
{
    /// <summary>She may teach the unit only as its text says.</summary>
    Restriction,

    /// <summary>She may not teach the unit while it stands.</summary>
    Suspension,
}

/// <summary>Why an accreditation is restricted, suspended or withdrawn.</summary>
public enum AccreditationConcern
{
    /// <summary>Teaching or assessment fell short of the standard.</summary>
    Quality,

    /// <summary>Women might not be safe.</summary>
    Safeguarding,

    /// <summary>What the accreditation rests on is in doubt.</summary>
    Evidence,

    /// <summary>She asked for it.</summary>
    OwnWish,
}

/// <summary>
/// Limits an accreditation: it restricts or suspends. Several may stand at once, and none moves a date. An accreditation is for one unit, so what is
/// restricted or suspended is that unit and no other.
/// </summary>
[IdPrefix("ahd")]
public sealed class AccreditationHold : ITenantOwned, IPlatformOwned
{
    private AccreditationHold() { }

    internal AccreditationHold(
        UnitAccreditation accreditation, AccreditationHoldKind kind, AccreditationConcern reason, string text, DateOnly from, Actor actor, DateTimeOffset now)
    {
        Id = Id<AccreditationHold>.New(now);
        TenantId = accreditation.TenantId;
        AccreditationId = accreditation.Id;
        (Kind, Reason, Text, EffectiveFrom) = (kind, reason, text, from);
        (PlacedBy, PlacedAt) = (actor.Subject, now);
    }

    /// <summary>The hold's id.</summary>
    public Id<AccreditationHold> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The accreditation it stands on.</summary>
    public Id<UnitAccreditation> AccreditationId { get; private set; }

    /// <summary>Whether it restricts or suspends.</summary>
    public AccreditationHoldKind Kind { get; private set; }

    /// <summary>Why.</summary>
    public AccreditationConcern Reason { get; private set; }

    /// <summary>What she and her organisation are told: for a restriction, how she may teach; for a suspension, what would lift it.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The first day on which it counts.</summary>
    public DateOnly EffectiveFrom { get; private set; }

    /// <summary>The subject of whoever placed it.</summary>
    public string PlacedBy { get; private set; } = "";

    /// <summary>When it was placed.</summary>
    public DateTimeOffset PlacedAt { get; private set; }

    /// <summary>The first day on which it counts no more; null while it stands.</summary>
    public DateOnly? LiftedOn { get; private set; }

    /// <summary>When it was lifted; null while it stands.</summary>
    public DateTimeOffset? LiftedAt { get; private set; }

    /// <summary>Whether it counts on a day. The day on which it is lifted is free again.</summary>
    public bool StandsOn(DateOnly day) => EffectiveFrom <= day && !(LiftedOn <= day);

    internal void Lift(OwnTime time) => (LiftedOn, LiftedAt) = (time.Today, time.Now);
}
