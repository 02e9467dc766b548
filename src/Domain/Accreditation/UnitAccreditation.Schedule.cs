using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

public sealed partial class UnitAccreditation
{
    private readonly List<AccreditationAction> schedule = [];

    /// <summary>What has fallen due and what will, as rows.</summary>
    public IReadOnlyList<AccreditationAction> Schedule => schedule;

    /// <summary>The action to carry out next; null where nothing is due.</summary>
    public AccreditationAction? NextDue(OwnTime time) =>
        schedule.Where(a => a.IsPending && a.DueAt <= time.Now).OrderBy(a => a.DueAt).ThenBy(a => a.Kind).FirstOrDefault();

    /// <summary>
    /// Carries out one action that is due. Dates in what follows are the action's own, so that four days' outage changes none of them. Done before,
    /// superseded or not due yet, it does nothing. Needs no more than the accreditation's own row and the action.
    /// </summary>
    public void Carry(AccreditationAction due, OwnTime time)
    {
        if (due.AccreditationId != Id)
            throw new InvalidOperationException("An action is carried out on its own accreditation.");
        if (!due.IsPending || due.DueAt > time.Now)
            return;
        due.MarkDone(time.Now);
        if (Status is not (AccreditationStatus.Accredited or AccreditationStatus.RenewalDue) || Calendar is not { } calendar || calendar.RecordNumber != due.RecordNumber)
            return;
        switch (due.Kind)
        {
            case AccreditationActionKind.RenewalOpens when Status == AccreditationStatus.Accredited:
                Status = AccreditationStatus.RenewalDue;
                Raise("accreditation.renewal_due", ("dueOn", due.DueOn), ("lastDay", calendar.LastDay));
                break;
            case AccreditationActionKind.Milestone:
                Raise("accreditation.renewal_due_soon", ("days", due.Days), ("dueOn", due.DueOn), ("lastDay", calendar.LastDay));
                break;
            case AccreditationActionKind.Lapse:
                Status = AccreditationStatus.Lapsed;
                // Whoever planned her for a later day must look for someone else: what cures it stands in the event.
                Raise(
                    "accreditation.lapsed",
                    ("lapsedOn", due.DueOn), ("lastDay", calendar.LastDay),
                    ("refresherLastDay", calendar.RefresherLastDay > calendar.LastDay ? calendar.RefresherLastDay : null));
                break;
        }
    }

    /// <summary>Carries out everything that is due, in order.</summary>
    public void CarryDue(OwnTime time)
    {
        while (NextDue(time) is { } due)
            Carry(due, time);
    }

    /// <summary>What will happen and when, if nobody does anything.</summary>
    /// <param name="policy">The policy version that the latest record pins; null where there is no record.</param>
    /// <param name="zone">The organisation's zone.</param>
    public IReadOnlyList<PlannedAccreditationAction> Plan(AccreditationPolicyVersion? policy, TimeZoneInfo zone)
    {
        if (Calendar is not { } c || policy is null || Status is not (AccreditationStatus.Accredited or AccreditationStatus.RenewalDue))
            return [];
        PlannedAccreditationAction On(AccreditationActionKind kind, int days, DateOnly day) => new(kind, c.RecordNumber, days, day, Term.StartOf(day, zone));
        return
        [
            // It may have been made in the very days in which it may be renewed already, where a policy is as generous as that.
            On(AccreditationActionKind.RenewalOpens, 0, c.RenewableFrom > c.Days.First ? c.RenewableFrom : c.Days.First),
            // What a record made only since then would have announced is no news.
            .. policy.MilestoneDays.Where(d => c.LastDay.AddDays(-d) >= c.MadeOn).Select(d => On(AccreditationActionKind.Milestone, d, c.LastDay.AddDays(-d))),
            On(AccreditationActionKind.Lapse, 0, c.LastDay.AddDays(1)),
        ];
    }

    private void Replan(AccreditationPolicyVersion? policy, OwnTime time)
    {
        if (policy is not null && policy.Id != PolicyVersionId)
            throw new InvalidOperationException("An accreditation follows the policy version that its latest record pins.");
        var plans = Plan(policy, time.Zone).ToDictionary(p => p.Key);
        foreach (var action in schedule)
        {
            plans.Remove(action.Key, out var plan);
            // What would have been announced while it was withdrawn is no news either.
            action.Follow(action.Superseded && plan is { Kind: AccreditationActionKind.Milestone } && plan.DueOn < time.Today ? null : plan);
        }
        foreach (var plan in plans.Values)
            schedule.Add(new(this, plan, time.Now));
    }
}
