using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

/// <summary>Whether an organisation may deliver a unit on a day, as far as a trainer's accreditation for it asks.</summary>
/// <param name="Entitled">Whether a licence of hers grants it: one that runs, or, for what goes on, one in teach-out.</param>
/// <param name="Unit">What the catalogue knows of it; null where there is none by that code.</param>
public sealed record UnitRight(bool Entitled, UnitFacts? Unit)
{
    // Of a unit that is not hers nothing more is said, not even whether there is one. What goes on is not stopped by the unit's withdrawal: courses that
    // have begun are taught to their end, and need their trainer for it.
    internal IEnumerable<Reason> Missing(DateOnly on, bool goesOn)
    {
        if (!Entitled)
            yield return new(LicensingCodes.UnitNotEntitled, "No licence of the organisation that runs today grants this unit.", "Choose a unit that a licence grants, or ask for this one.", "/unit", []);
        else if (Unit?.PublishedOn is not { } published || on < published)
            yield return new(LicensingCodes.UnitNotPublished, "No version of the unit is published.", "Choose another unit, or wait for its publication.", "/unit", []);
        else if (!goesOn && Unit.WithdrawnOn <= on)
            yield return new(LicensingCodes.UnitWithdrawn, "The unit is withdrawn.", "Choose the unit that takes its place.", "/unit", []);
    }
}

/// <summary>What others know that decides whether a record of an accreditation may be made.</summary>
/// <param name="Policy">The policy version that the record would pin.</param>
/// <param name="Trainer">Whose accreditation it is, with her qualifications.</param>
/// <param name="Unit">Whether her organisation may deliver the unit today.</param>
/// <param name="CpdHours">Her hours of development in the days of <see cref="YearTo"/> today.</param>
/// <param name="StandardisedOn">Her last standardisation meeting in those days; null for none.</param>
public sealed record AccreditationFacts(AccreditationPolicyVersion Policy, Trainer Trainer, UnitRight Unit, decimal CpdHours, DateOnly? StandardisedOn)
{
    /// <summary>The year that ends with a day: from the day after the same day of the year before.</summary>
    public static Term YearTo(DateOnly day) => new(day.AddYears(-1).AddDays(1), day);
}

/// <summary>What comes next for an accreditation.</summary>
public enum AccreditationStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Her training begins.</summary>
    Training,

    /// <summary>She is observed.</summary>
    Observation,

    /// <summary>She is accredited.</summary>
    Accreditation,

    /// <summary>It is renewed.</summary>
    Renewal,

    /// <summary>A refresher brings it back; an observation would too.</summary>
    Refresher,
}

/// <summary>What comes next, and everything that stands in the way of it.</summary>
/// <param name="Next">The next step.</param>
/// <param name="Missing">What is missing for it, each with what removes it; empty when it may be taken.</param>
public sealed record AccreditationReadiness(AccreditationStep Next, IReadOnlyList<Reason> Missing);
