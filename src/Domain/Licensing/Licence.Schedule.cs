using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

public sealed partial class Licence
{
    private readonly List<ScheduledAction> schedule = [];

    /// <summary>What has fallen due and what will, as rows.</summary>
    public IReadOnlyList<ScheduledAction> Schedule => schedule;

    /// <summary>
    /// Carries out one action that is due. Dates in what follows are the action's own, so that four days' outage changes none of them. Done before,
    /// superseded or not due yet, it does nothing; it may be called twice without harm.
    /// </summary>
    /// <remarks>
    /// A licence's actions are carried out in the order of <see cref="DueAction.DueAt"/>, then kind; <see cref="CarryDue"/> does so. A
    /// milestone, a review and the ends need no more than the licence's own row and the action; the others need its holds, terms and schedule.
    /// </remarks>
    /// <param name="due">The action, one of this licence.</param>
    /// <param name="policy">The policy version that the licence pins.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <param name="facts">What <see cref="Readiness"/> needs; only for <see cref="ScheduledActionKind.Start"/>.</param>
    public void Carry(ScheduledAction due, LicencePolicyVersion policy, OwnTime time, LicenceFacts? facts = null)
    {
        DemandPinned(policy);
        if (due.LicenceId != Id)
            throw new InvalidOperationException("An action is carried out on its own licence.");
        if (!due.IsPending || due.DueAt > time.Now)
            return;
        if (due.Kind == ScheduledActionKind.Start && facts is null)
            throw new InvalidOperationException("Whether a licence may begin cannot be told without the facts.");
        due.MarkDone(time.Now);
        switch (due.Kind)
        {
            case ScheduledActionKind.OfferExpires when Status == LicenceStatus.Offered:
                Status = LicenceStatus.Lapsed;
                Raise("licence.offer_lapsed", ("validUntil", due.DueOn.AddDays(-1)));
                break;
            case ScheduledActionKind.Start when Status == LicenceStatus.Accepted:
                Start(due.DueOn, facts!, time);
                break;
            case ScheduledActionKind.Milestone when Calendar is { } c && c.TermNumber == due.TermNumber:
                Raise(
                    "licence.milestone_reached",
                    ("days", due.Days), ("dueOn", due.DueOn), ("termNumber", due.TermNumber), ("lastDay", c.LastDay), ("autoRenews", AutoRenews));
                break;
            case ScheduledActionKind.HoldReview when HasBegunAndStands:
                Raise("licence.hold_review_due", ("holdId", due.HoldId.ToString()), ("dueOn", due.DueOn));
                break;
            case ScheduledActionKind.AutoRenew when Status == LicenceStatus.Active:
            case ScheduledActionKind.TermEnd when Status == LicenceStatus.Active && AutoRenews:
                RenewOrEnterGrace(due.DueOn, policy, time);
                break;
            case ScheduledActionKind.TermEnd or ScheduledActionKind.GraceEnd or ScheduledActionKind.TeachOutEnd:
                MoveOn(due.DueOn);
                break;
        }
    }

    /// <summary>Carries out everything that is due, in order, with whatever falls due through it: a renewal may bring a term that is over already.</summary>
    /// <inheritdoc cref="Carry"/>
    public void CarryDue(LicencePolicyVersion policy, OwnTime time, LicenceFacts? facts = null)
    {
        while (NextDue(time) is { } due)
            Carry(due, policy, time, facts);
    }

    /// <summary>The action to carry out next; null where nothing is due.</summary>
    public ScheduledAction? NextDue(OwnTime time) =>
        schedule.Where(a => a.IsPending && a.DueAt <= time.Now).OrderBy(a => a.DueAt).ThenBy(a => a.Kind).FirstOrDefault();

    /// <summary>Brings the rows in line with <see cref="LicenceSchedule.Of"/>. Verbs do so themselves; call it when the organisation's zone changes.</summary>
    public void Replan(LicencePolicyVersion policy, OwnTime time)
    {
        DemandPinned(policy);
        var plans = LicenceSchedule.Of(this, policy, time.Zone).ToDictionary(p => p.Key);
        foreach (var action in schedule)
            action.Follow(plans.Remove(action.Key, out var plan) ? plan : null);
        foreach (var plan in plans.Values)
            schedule.Add(new(this, plan, time.Now));
    }

    private void Start(DateOnly on, LicenceFacts facts, OwnTime time)
    {
        var missing = Readiness(facts, on);
        if (missing.Count == 0)
            Activate(facts, on, time);
        else
            Raise("licence.activation_blocked", ("startsOn", on), ("missing", string.Join(' ', missing.Select(m => m.Code))));
    }

    // A suspension or a proposed termination on the day itself puts renewal into people's hands. Where the day lay ahead of the term's end, the end is tried
    // once more; after that the licence goes into grace and can be renewed from there.
    private void RenewOrEnterGrace(DateOnly on, LicencePolicyVersion policy, OwnTime time)
    {
        if (SuspendedOn(on) || Termination is not null)
        {
            Raise("licence.auto_renewal_withheld", ("dueOn", on));
            if (on > Calendar!.LastDay)
                MoveOn(on);
            else
                Replan(policy, time);
        }
        else
        {
            Renew(policy, on, time, price: null, auto: true);
        }
    }

    private void MoveOn(DateOnly on)
    {
        if (Status == LicenceStatus.Terminated)
        {
            Raise("licence.teach_out_ended", ("endedOn", on));
            return;
        }
        if (!HasBegunAndStands || Calendar!.StandingOn(on) is var next && next <= Status)
            return;
        Status = next;
        switch (next)
        {
            case LicenceStatus.Grace:
                Raise("licence.grace_began", ("beganOn", on), ("graceLastDay", Calendar.GraceLastDay));
                break;
            case LicenceStatus.TeachOut:
                Raise("licence.teach_out_began", ("beganOn", on), ("teachOutLastDay", Calendar.TeachOutLastDay));
                break;
            case LicenceStatus.Expired:
                Raise("licence.expired", ("expiredOn", on));
                break;
        }
    }
}
