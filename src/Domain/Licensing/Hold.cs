using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>Why a licence is held.</summary>
public enum HoldReason
{
    /// <summary>Something owed is not paid.</summary>
    Payment,

    /// <summary>Quality assurance found something that must be put right.</summary>
    Quality,

    /// <summary>Women might not be safe.</summary>
    Safeguarding,
}

/// <summary>How far a hold reaches.</summary>
public enum HoldScope
{
    /// <summary>The whole licence is suspended.</summary>
    Licence,

    /// <summary>No new course begins. Courses that have begun go on as if there were no hold.</summary>
    NewCourses,
}

/// <summary>A reason for suspension. Holds stack: a licence is suspended while any stands, and no hold moves its dates.</summary>
[IdPrefix("hld")]
public sealed class Hold : ITenantOwned, IPlatformOwned
{
    private Hold() { }

    internal Hold(Licence licence, HoldReason reason, DateOnly effectiveFrom, DateOnly reviewOn, string? note, HoldScope scope, bool byDunning, DateTimeOffset now)
    {
        Id = Id<Hold>.New(now);
        TenantId = licence.TenantId;
        LicenceId = licence.Id;
        Reason = reason;
        EffectiveFrom = effectiveFrom;
        ReviewOn = reviewOn;
        Note = note;
        (Scope, ByDunning) = (scope, byDunning);
        PlacedAt = now;
    }

    /// <summary>The hold's id.</summary>
    public Id<Hold> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The licence it stands on.</summary>
    public Id<Licence> LicenceId { get; private set; }

    /// <summary>Why.</summary>
    public HoldReason Reason { get; private set; }

    /// <summary>How far it reaches.</summary>
    public HoldScope Scope { get; private set; }

    /// <summary>Whether dunning placed it, which lifts it once what is owed is paid.</summary>
    public bool ByDunning { get; private set; }

    /// <summary>The first day on which it suspends.</summary>
    public DateOnly EffectiveFrom { get; private set; }

    /// <summary>The day on which Cohort 4 looks at it again.</summary>
    public DateOnly ReviewOn { get; private set; }

    /// <summary>What the partner is told, in plain words and without personal data.</summary>
    public string? Note { get; private set; }

    /// <summary>What the partner says against it, without personal data.</summary>
    public string? AppealNote { get; private set; }

    /// <summary>When it was placed.</summary>
    public DateTimeOffset PlacedAt { get; private set; }

    /// <summary>The first day on which it no longer suspends; null while it stands.</summary>
    public DateOnly? LiftedOn { get; private set; }

    /// <summary>When it was lifted; null while it stands.</summary>
    public DateTimeOffset? LiftedAt { get; private set; }

    /// <summary>Whether it suspends the licence on a day. The day on which it is lifted is free again.</summary>
    public bool StandsOn(DateOnly day) => EffectiveFrom <= day && (LiftedOn is not { } lifted || day < lifted);

    /// <summary>
    /// Whether it stands in the way of teaching on a day. What is owed never stops a course in teach-out: that is the learners' own.
    /// </summary>
    internal bool Stops(DateOnly day, DateOnly? begunOn, bool inTeachOut) =>
        StandsOn(day) && !(begunOn is { } begun && ((Scope == HoldScope.NewCourses && begun <= EffectiveFrom) || (Reason == HoldReason.Payment && inTeachOut)));

    internal void Lift(OwnTime time)
    {
        LiftedOn = time.Today;
        LiftedAt = time.Now;
    }

    internal void ReviewAgain(DateOnly on) => ReviewOn = on;

    internal void Appeal(string note) => AppealNote = note;
}
