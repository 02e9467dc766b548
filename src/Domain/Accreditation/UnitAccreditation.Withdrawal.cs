using Franchise.Domain.Identity;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

public sealed partial class UnitAccreditation
{
    /// <summary>The latest withdrawal, with what was said against it; null where there was none.</summary>
    public AccreditationWithdrawal? Withdrawal { get; private set; }

    /// <summary>Takes it away as of today, or does not take up the nomination.</summary>
    /// <exception cref="Refusal"><c>accreditation_withdrawn</c>, <c>validation_failed</c>.</exception>
    public void Withdraw(AccreditationConcern reason, string text, Actor actor, OwnTime time)
    {
        CarryDue(time);
        DemandNotWithdrawn();
        new Faults()
            .When(!Enum.IsDefined(reason), "/reason", "The reason is not one there is.")
            .When(string.IsNullOrWhiteSpace(text) || text.Length > 2_000, "/text", "The text has 1 to 2,000 characters.")
            .Refuse();
        Withdrawal = new(reason, text, time.Today, actor.Subject, time.Now, Status);
        Status = AccreditationStatus.Withdrawn;
        Raise("accreditation.withdrawn", ("reason", Word(reason)), ("on", time.Today));
        Replan(null, time);
    }

    /// <summary>Notes what the organisation says against the withdrawal. It stands until the appeal is decided.</summary>
    /// <exception cref="Refusal"><c>accreditation_not_withdrawn</c>, <c>appeal_made</c>, <c>validation_failed</c>.</exception>
    public void Appeal(string note, Actor actor, OwnTime time)
    {
        if (Status != AccreditationStatus.Withdrawn)
            throw Refusal.Conflict(AccreditationCodes.AccreditationNotWithdrawn, "It is not withdrawn.", "There is nothing to appeal against.");
        if (Withdrawal!.AppealedAt is not null)
            throw Refusal.Conflict(AccreditationCodes.AppealMade, "An appeal was made already.", "Wait for its decision, or speak with Cohort 4.");
        new Faults().When(string.IsNullOrWhiteSpace(note) || note.Length > 2_000, "/note", "The appeal has 1 to 2,000 characters.").Refuse();
        Withdrawal = Withdrawal with { AppealNote = note, AppealedBy = actor.Subject, AppealedAt = time.Now };
        Raise("accreditation.appealed");
    }

    /// <summary>Decides an appeal. Upheld, the accreditation stands as if it had not been withdrawn; what fell due meanwhile falls due now.</summary>
    /// <param name="outcome">Whether the appeal was right.</param>
    /// <param name="text">Why.</param>
    /// <param name="policy">The policy version that the latest record pins; null where there is no record.</param>
    /// <param name="actor">Who decides: another than who withdrew it.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>no_appeal_open</c>, <c>second_person_needed</c>, <c>validation_failed</c>.</exception>
    public void DecideAppeal(AppealOutcome outcome, string text, AccreditationPolicyVersion? policy, Actor actor, OwnTime time)
    {
        if (Status != AccreditationStatus.Withdrawn || Withdrawal is not { AppealedAt: not null, Outcome: null } withdrawal)
            throw Refusal.Conflict(AccreditationCodes.NoAppealOpen, "There is no appeal to decide.", "Read the accreditation's withdrawal first.");
        if (actor.Subject == withdrawal.By)
        {
            throw Refusal.Conflict(
                AccreditationCodes.SecondPersonNeeded, "Whoever withdrew an accreditation cannot decide the appeal.", "Ask a colleague to decide.");
        }
        new Faults()
            .When(!Enum.IsDefined(outcome), "/outcome", "The outcome is not one there is.")
            .When(string.IsNullOrWhiteSpace(text) || text.Length > 2_000, "/text", "The text has 1 to 2,000 characters.")
            .Refuse();
        Withdrawal = withdrawal with { Outcome = outcome, DecisionText = text, DecidedBy = actor.Subject, DecidedAt = time.Now };
        if (outcome == AppealOutcome.Upheld)
            Status = withdrawal.Before;
        Raise("accreditation.appeal_decided", ("outcome", Word(outcome)));
        Replan(policy, time);
    }
}
