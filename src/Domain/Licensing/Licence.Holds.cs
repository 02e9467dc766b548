using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

public sealed partial class Licence
{
    private readonly List<Hold> holds = [];

    /// <summary>Every hold there was, lifted ones included.</summary>
    public IReadOnlyList<Hold> Holds => holds;

    /// <summary>
    /// The first day on which a hold that is not lifted suspends the licence; null while there is none. Kept in the licence's own row, so that reading
    /// one needs no other.
    /// </summary>
    public DateOnly? SuspendedFrom { get; private set; }

    /// <summary>Whether a hold on the whole licence stands on a day. Status and dates stay what they are meanwhile.</summary>
    public bool SuspendedOn(DateOnly day) => holds.Exists(h => h.Scope == HoldScope.Licence && h.StandsOn(day));

    /// <summary>Places a hold. Several may stand at once.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="effectiveFrom">The first day on which it suspends; today at the earliest.</param>
    /// <param name="reviewOn">The day on which Cohort 4 looks at it again.</param>
    /// <param name="note">What the partner is told, without personal data.</param>
    /// <param name="policy">The policy version that the licence pins.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <param name="scope">How far it reaches.</param>
    /// <param name="byDunning">Whether dunning places it.</param>
    /// <exception cref="Refusal"><c>licence_not_holdable</c>, <c>validation_failed</c>.</exception>
    public Hold PlaceHold(
        HoldReason reason, DateOnly effectiveFrom, DateOnly reviewOn, string? note, LicencePolicyVersion policy, OwnTime time, HoldScope scope = HoldScope.Licence,
        bool byDunning = false)
    {
        DemandPinned(policy);
        if (!HasBegunAndStands)
        {
            throw Refusal.Conflict(
                LicensingCodes.LicenceNotHoldable, "Only a licence that has begun and is not over can be held.", "Read the licence's status first.");
        }
        new Faults()
            .When(!Enum.IsDefined(reason), "/reason", "The reason is not one there is.")
            .When(!Enum.IsDefined(scope), "/scope", "The scope is not one there is.")
            .When(effectiveFrom < time.Today || effectiveFrom > time.Today.AddYears(1), "/effectiveFrom", "A hold begins today at the earliest and within a year.")
            .When(reviewOn < effectiveFrom || reviewOn > effectiveFrom.AddYears(1), "/reviewOn", "A hold is reviewed within a year of the day it begins.")
            .When(note?.Length > 2_000, "/note", "The note has at most 2,000 characters.")
            .Refuse();
        var hold = new Hold(this, reason, effectiveFrom, reviewOn, note, scope, byDunning, time.Now);
        holds.Add(hold);
        NoteSuspension();
        Raise(
            "licence.hold_placed",
            ("holdId", hold.Id.ToString()), ("reason", Word(reason)), ("scope", Word(scope)), ("effectiveFrom", effectiveFrom), ("reviewOn", reviewOn),
            ("suspended", SuspendedOn(time.Today)));
        Replan(policy, time);
        return hold;
    }

    /// <summary>Lifts a hold as of today. The licence is reinstated once none stands.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>hold_already_lifted</c>.</exception>
    public void LiftHold(Id<Hold> id, LicencePolicyVersion policy, OwnTime time)
    {
        DemandPinned(policy);
        var hold = FindStanding(id);
        hold.Lift(time);
        NoteSuspension();
        Raise(
            "licence.hold_lifted",
            ("holdId", id.ToString()), ("reason", Word(hold.Reason)), ("liftedOn", hold.LiftedOn), ("suspended", SuspendedOn(time.Today)));
        Replan(policy, time);
    }

    /// <summary>Sets the day on which a hold is looked at next.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>hold_already_lifted</c>, <c>validation_failed</c>.</exception>
    public void ReviewHoldAgain(Id<Hold> id, DateOnly on, LicencePolicyVersion policy, OwnTime time)
    {
        DemandPinned(policy);
        var hold = FindStanding(id);
        new Faults().When(on <= time.Today || on > time.Today.AddYears(1), "/reviewOn", "The next review lies within a year from tomorrow.").Refuse();
        hold.ReviewAgain(on);
        Raise("licence.hold_review_set", ("holdId", id.ToString()), ("reviewOn", on));
        Replan(policy, time);
    }

    /// <summary>Notes what the partner says against a hold.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>hold_already_lifted</c>, <c>validation_failed</c>.</exception>
    public void AppealHold(Id<Hold> id, string note)
    {
        var hold = FindStanding(id);
        new Faults().When(string.IsNullOrWhiteSpace(note) || note.Length > 2_000, "/note", "The appeal has 1 to 2,000 characters.").Refuse();
        hold.Appeal(note);
        Raise("licence.hold_appealed", ("holdId", id.ToString()));
    }

    private void NoteSuspension() => SuspendedFrom = holds.Where(h => h.LiftedOn is null && h.Scope == HoldScope.Licence).Min(h => (DateOnly?)h.EffectiveFrom);

    private Hold FindStanding(Id<Hold> id)
    {
        var hold = holds.Find(h => h.Id == id) ?? throw Refusal.NotFound();
        return hold.LiftedOn is null
            ? hold
            : throw Refusal.Conflict(LicensingCodes.HoldAlreadyLifted, "The hold was lifted before.", "Place a new hold if there is a new reason.");
    }
}
