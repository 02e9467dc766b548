using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

/// <summary>What a record of an accreditation rests on.</summary>
public enum AccreditationWay
{
    /// <summary>An observation that met the standard: the first, or one after a lapse.</summary>
    Observation,

    /// <summary>A renewal in time: development and standardisation within the year.</summary>
    Renewal,

    /// <summary>A refresher after a lapse, while that was still possible.</summary>
    Refresher,
}

/// <summary>
/// One dated run of an accreditation. Never edited: a renewal adds the next, which says that it supersedes this one, and this one stays as it was.
/// </summary>
[IdPrefix("acr")]
public sealed class AccreditationRecord : ITenantOwned, IPlatformOwned, IAppendOnly
{
    private AccreditationRecord() { }

    internal AccreditationRecord(UnitAccreditation accreditation, AccreditationRecord? before, AccreditationWay way, Grounds grounds, Actor actor, OwnTime time)
    {
        Id = Id<AccreditationRecord>.New(time.Now);
        TenantId = accreditation.TenantId;
        AccreditationId = accreditation.Id;
        SupersedesId = before?.Id;
        PolicyVersionId = accreditation.PolicyVersionId!.Value;
        Number = accreditation.Calendar!.RecordNumber;
        (FirstDay, LastDay) = (accreditation.Calendar.Days.First, accreditation.Calendar.Days.Last);
        Way = way;
        (ObservationId, RefresherOn, CpdHours, StandardisedOn) = grounds;
        (MadeBy, MadeAt) = (actor.Subject, time.Now);
    }

    /// <summary>The record's id.</summary>
    public Id<AccreditationRecord> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The accreditation it is a record of.</summary>
    public Id<UnitAccreditation> AccreditationId { get; private set; }

    /// <summary>The record before, in whose place this one stands; null for the first.</summary>
    public Id<AccreditationRecord>? SupersedesId { get; private set; }

    /// <summary>The policy version that it pins.</summary>
    public Id<AccreditationPolicyVersion> PolicyVersionId { get; private set; }

    /// <summary>1 for the first, one more for each after.</summary>
    public int Number { get; private set; }

    /// <summary>The first day.</summary>
    public DateOnly FirstDay { get; private set; }

    /// <summary>The last day, inclusive.</summary>
    public DateOnly LastDay { get; private set; }

    /// <summary>What it rests on.</summary>
    public AccreditationWay Way { get; private set; }

    /// <summary>The observation it rests on; null for the other ways.</summary>
    public Id<Observation>? ObservationId { get; private set; }

    /// <summary>The day of the refresher it rests on; null for the other ways.</summary>
    public DateOnly? RefresherOn { get; private set; }

    /// <summary>The hours of development that counted for a renewal; null for the other ways.</summary>
    public decimal? CpdHours { get; private set; }

    /// <summary>The standardisation meeting that counted for a renewal; null where none was needed.</summary>
    public DateOnly? StandardisedOn { get; private set; }

    /// <summary>The subject of whoever made it.</summary>
    public string MadeBy { get; private set; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>Its days.</summary>
    public Term Days => new(FirstDay, LastDay);
}

/// <summary>What a record rests on, by its way.</summary>
internal sealed record Grounds(Id<Observation>? Observation = null, DateOnly? RefresherOn = null, decimal? CpdHours = null, DateOnly? StandardisedOn = null);
