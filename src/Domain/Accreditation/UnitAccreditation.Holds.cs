using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

public sealed partial class UnitAccreditation
{
    private readonly List<AccreditationHold> holds = [];

    /// <summary>Every hold there was, lifted ones included.</summary>
    public IReadOnlyList<AccreditationHold> Holds => holds;

    /// <summary>The first day on which a restriction that is not lifted counts; null while there is none.</summary>
    public DateOnly? RestrictedFrom { get; private set; }

    /// <summary>The first day on which a suspension that is not lifted counts; null while there is none.</summary>
    public DateOnly? SuspendedFrom { get; private set; }

    /// <summary>Whether a suspension counts on a day. Status and dates stay what they are meanwhile.</summary>
    public bool SuspendedOn(DateOnly day) => holds.Exists(h => h.Kind == AccreditationHoldKind.Suspension && h.StandsOn(day));

    /// <summary>Restricts or suspends it from a day on. Several holds may stand at once.</summary>
    /// <param name="kind">Which of the two.</param>
    /// <param name="reason">Why.</param>
    /// <param name="text">For a restriction, how she may teach; for a suspension, what would lift it.</param>
    /// <param name="from">The first day on which it counts; today at the earliest.</param>
    /// <param name="actor">Who places it.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>not_accredited</c>, <c>accreditation_withdrawn</c>, <c>validation_failed</c>.</exception>
    public AccreditationHold Hold(AccreditationHoldKind kind, AccreditationConcern reason, string text, DateOnly from, Actor actor, OwnTime time)
    {
        DemandNotWithdrawn();
        if (Calendar is null)
            throw Refusal.Conflict(AccreditationCodes.NotAccredited, "She is not accredited for this unit, so there is nothing to hold.", "Withdraw the nomination if it should not go on.");
        new Faults()
            .When(!Enum.IsDefined(reason), "/reason", "The reason is not one there is.")
            .When(string.IsNullOrWhiteSpace(text) || text.Length > 2_000, "/text", "The text has 1 to 2,000 characters.")
            .When(from < time.Today || from > time.Today.AddYears(1), "/effectiveFrom", "A hold begins today at the earliest and within a year.")
            .Refuse();
        var hold = new AccreditationHold(this, kind, reason, text, from, actor, time.Now);
        holds.Add(hold);
        NoteHolds();
        Raise(
            kind == AccreditationHoldKind.Restriction ? "accreditation.restricted" : "accreditation.suspended",
            ("holdId", hold.Id.ToString()), ("reason", Word(reason)), ("effectiveFrom", from));
        return hold;
    }

    /// <summary>Lifts a hold as of today.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>hold_already_lifted</c>.</exception>
    public AccreditationHold Lift(Id<AccreditationHold> id, OwnTime time)
    {
        var hold = holds.Find(h => h.Id == id) ?? throw Refusal.NotFound();
        if (hold.LiftedOn is not null)
            throw Refusal.Conflict(LicensingCodes.HoldAlreadyLifted, "The hold was lifted before.", "Place a new hold if there is a new reason.");
        hold.Lift(time);
        NoteHolds();
        Raise("accreditation.hold_lifted", ("holdId", id.ToString()), ("kind", Word(hold.Kind)), ("reason", Word(hold.Reason)), ("liftedOn", hold.LiftedOn));
        return hold;
    }

    private void NoteHolds()
    {
        DateOnly? First(AccreditationHoldKind kind) => holds.Where(h => h.Kind == kind && h.LiftedOn is null).Min(h => (DateOnly?)h.EffectiveFrom);
        (RestrictedFrom, SuspendedFrom) = (First(AccreditationHoldKind.Restriction), First(AccreditationHoldKind.Suspension));
    }
}
