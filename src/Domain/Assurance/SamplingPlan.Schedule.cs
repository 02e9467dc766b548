using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>What happens by itself about what internal quality assurance asked to be done.</summary>
public enum AssuranceActionKind
{
    /// <summary>The last day for it is near.</summary>
    DueSoon,

    /// <summary>That day is over.</summary>
    Overdue,
}

/// <summary>One thing that will happen about a sample's action, and when.</summary>
/// <param name="SampleId">The sample.</param>
/// <param name="Kind">What.</param>
/// <param name="Days">For a notice, how many days before the last; else 0.</param>
/// <param name="DueOn">The organisation's own date on which it is due.</param>
/// <param name="DueAt">The instant.</param>
public sealed record PlannedAssuranceAction(Id<Sample> SampleId, AssuranceActionKind Kind, int Days, DateOnly DueOn, DateTimeOffset DueAt)
{
    /// <summary>What makes it the same action.</summary>
    public (Id<Sample>, AssuranceActionKind, int) Key => (SampleId, Kind, Days);
}

/// <summary>A <see cref="PlannedAssuranceAction"/> written down, so that the database can say what is due.</summary>
[IdPrefix("asa")]
public sealed class AssuranceAction : DueAction, ITenantOwned
{
    private AssuranceAction() { }

    internal AssuranceAction(SamplingPlan plan, PlannedAssuranceAction action, DateTimeOffset now)
        : base(action.DueOn, action.DueAt)
    {
        Id = Id<AssuranceAction>.New(now);
        (TenantId, PlanId) = (plan.TenantId, plan.Id);
        (SampleId, Kind, Days) = action.Key;
    }

    /// <summary>Its id.</summary>
    public Id<AssuranceAction> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The plan.</summary>
    public Id<SamplingPlan> PlanId { get; private set; }

    /// <summary>The sample.</summary>
    public Id<Sample> SampleId { get; private set; }

    /// <summary>What happens.</summary>
    public AssuranceActionKind Kind { get; private set; }

    /// <inheritdoc cref="PlannedAssuranceAction.Days"/>
    public int Days { get; private set; }

    /// <inheritdoc cref="PlannedAssuranceAction.Key"/>
    public (Id<Sample>, AssuranceActionKind, int) Key => (SampleId, Kind, Days);

    internal void Follow(PlannedAssuranceAction? plan) => Follow(plan is null ? null : (plan.DueOn, plan.DueAt));
}

public sealed partial class SamplingPlan
{
    /// <summary>How many days before its last day an open action is announced.</summary>
    public static IReadOnlyList<int> ActionNotices { get; } = [7, 1];

    private readonly List<AssuranceAction> schedule = [];

    /// <summary>What has fallen due and what will, as rows.</summary>
    public IReadOnlyList<AssuranceAction> Schedule => schedule;

    /// <summary>The action to carry out next; null where nothing is due.</summary>
    public AssuranceAction? NextDue(OwnTime time) =>
        schedule.Where(a => a.IsPending && a.DueAt <= time.Now).OrderBy(a => a.DueAt).ThenBy(a => a.Kind).FirstOrDefault();

    /// <summary>Carries out one action that is due, once. Of a sample whose action was closed meanwhile nothing is said.</summary>
    public void Carry(AssuranceAction due, OwnTime time)
    {
        if (due.PlanId != Id)
            throw new InvalidOperationException("An action is carried out on its own plan.");
        if (!due.IsPending || due.DueAt > time.Now)
            return;
        due.MarkDone(time.Now);
        if (Find(due.SampleId) is { HasOpenAction: true } sample)
            RaiseOf(sample, due.Kind == AssuranceActionKind.DueSoon ? "sample.action_due_soon" : "sample.action_overdue", ("days", due.Days), ("dueOn", sample.DueOn));
    }

    /// <summary>What will happen and when.</summary>
    public IReadOnlyList<PlannedAssuranceAction> Plan(OwnTime time) =>
    [
        .. samples.Where(s => s.HasOpenAction).SelectMany(s =>
            ActionNotices
                .Select(d => new PlannedAssuranceAction(s.Id, AssuranceActionKind.DueSoon, d, s.DueOn!.Value.AddDays(-d), Term.StartOf(s.DueOn!.Value.AddDays(-d), time.Zone)))
                // Nobody is reminded on the day on which she is told.
                .Where(n => n.DueOn > s.SettledOn)
                .Append(new(s.Id, AssuranceActionKind.Overdue, 0, s.DueOn!.Value.AddDays(1), Term.StartOf(s.DueOn!.Value.AddDays(1), time.Zone)))),
    ];

    private void Replan(OwnTime time)
    {
        var plans = Plan(time).ToDictionary(p => p.Key);
        foreach (var action in schedule)
        {
            plans.Remove(action.Key, out var plan);
            action.Follow(plan);
        }
        foreach (var plan in plans.Values)
            schedule.Add(new(this, plan, time.Now));
    }
}
