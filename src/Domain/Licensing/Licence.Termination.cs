using Franchise.Domain.Identity;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

public sealed partial class Licence
{
    /// <summary>An end for cause, proposed or confirmed; null where there is none.</summary>
    public Termination? Termination { get; private set; }

    /// <summary>Proposes to end the licence for cause. A person proposes, and another must confirm.</summary>
    /// <param name="cause">For what.</param>
    /// <param name="learnerProtectionPlan">What happens to the women whose courses have begun, without personal data.</param>
    /// <param name="teachOutAllowed">Whether courses already begun may go on; may be denied for safeguarding only.</param>
    /// <param name="actor">Who proposes.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal">
    /// <c>person_needed</c>, <c>licence_not_terminable</c>, <c>termination_already_proposed</c>, <c>teach_out_owed</c>, <c>validation_failed</c>.
    /// </exception>
    public void ProposeTermination(TerminationCause cause, string learnerProtectionPlan, bool teachOutAllowed, Actor actor, OwnTime time)
    {
        DemandPerson(actor);
        DemandTerminable();
        if (Termination is not null)
        {
            throw Refusal.Conflict(
                LicensingCodes.TerminationAlreadyProposed, "A termination is proposed already.", "Have it confirmed by another administrator, or take it back.");
        }
        new Faults()
            .When(!Enum.IsDefined(cause), "/cause", "The cause is not one there is.")
            .When(
                string.IsNullOrWhiteSpace(learnerProtectionPlan) || learnerProtectionPlan.Length > 20_000,
                "/learnerProtectionPlan",
                "Say in 1 to 20,000 characters what happens to the women whose courses have begun.")
            .Refuse();
        if (!teachOutAllowed && cause != TerminationCause.Safeguarding)
        {
            throw Refusal.Invalid(
                LicensingCodes.TeachOutOwed,
                "/teachOutAllowed",
                "Courses already begun may be stopped for safeguarding only.",
                "Allow teach-out, or name safeguarding as the cause.");
        }
        Termination = new(cause, learnerProtectionPlan, teachOutAllowed, actor.Subject, time.Now);
        Raise("licence.termination_proposed", ("cause", Word(cause)), ("teachOutAllowed", teachOutAllowed));
    }

    /// <summary>Takes a proposed termination back; the proposer may do so too.</summary>
    /// <exception cref="Refusal"><c>termination_not_proposed</c>.</exception>
    public void WithdrawTermination()
    {
        DemandProposed();
        Termination = null;
        Raise("licence.termination_withdrawn");
    }

    /// <summary>Ends the licence as of today. Must be a person, and another than the one who proposed it.</summary>
    /// <exception cref="Refusal"><c>person_needed</c>, <c>termination_not_proposed</c>, <c>second_administrator_needed</c>, <c>licence_not_terminable</c>.</exception>
    public void ConfirmTermination(LicencePolicyVersion policy, Actor actor, OwnTime time)
    {
        DemandPinned(policy);
        DemandPerson(actor);
        var proposed = DemandProposed();
        DemandTerminable();
        if (actor.Subject == proposed.ProposedBy)
        {
            throw Refusal.Conflict(
                LicensingCodes.SecondAdministratorNeeded,
                "Whoever proposed a termination cannot confirm it.",
                "Ask another administrator to confirm.");
        }
        // A licence already in teach-out gains no days by being terminated.
        var teachOut = proposed.TeachOutAllowed && Calendar is { } c && policy.TeachOut.From(time.Today) is { } days
            ? c.StandingOn(time.Today) == LicenceStatus.TeachOut ? c.TeachOutLastDay : days.Last
            : (DateOnly?)null;
        Termination = proposed with { ConfirmedBy = actor.Subject, EffectiveOn = time.Today, TeachOutLastDay = teachOut };
        Status = LicenceStatus.Terminated;
        Raise("licence.terminated", ("cause", Word(proposed.Cause)), ("effectiveOn", time.Today), ("teachOutLastDay", teachOut));
        Replan(policy, time);
    }

    // Two people stand behind a termination. An API client has no one person behind it, and two of them may have the same.
    private static void DemandPerson(Actor actor)
    {
        if (actor.Kind != ActorKind.User)
        {
            throw new Refusal(
                RefusalKind.Forbidden,
                LicensingCodes.PersonNeeded,
                "An API client can neither propose nor confirm a termination.",
                "Sign in as an administrator and do it in person.");
        }
    }

    private Termination DemandProposed() =>
        Termination is { ConfirmedBy: null } proposed
            ? proposed
            : throw Refusal.Conflict(LicensingCodes.TerminationNotProposed, "No termination is proposed.", "Propose one first.");

    private void DemandTerminable()
    {
        if (Status != LicenceStatus.Accepted && !HasBegunAndStands)
        {
            throw Refusal.Conflict(
                LicensingCodes.LicenceNotTerminable,
                "Only a licence that is accepted and not over can be terminated.",
                "Withdraw a draft or an offer; what is over needs no end.");
        }
    }
}
