using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>What happens to a course by itself. In the order in which it happens where several are due at one instant.</summary>
public enum CourseActionKind
{
    /// <summary>Its first session begins.</summary>
    Begin,

    /// <summary>Its last session ends.</summary>
    Deliver,

    /// <summary>The day by which its learners are to be registered with the awarding organisation is near.</summary>
    RegistrationDueSoon,

    /// <summary>That day is over.</summary>
    RegistrationOverdue,
}

/// <summary>One thing that will happen to a course, and when.</summary>
/// <param name="Kind">What.</param>
/// <param name="Days">For a notice, how many days before the last; else 0.</param>
/// <param name="DueOn">The day on which it is due where the course is.</param>
/// <param name="DueAt">The instant.</param>
public sealed record PlannedCourseAction(CourseActionKind Kind, int Days, DateOnly DueOn, DateTimeOffset DueAt)
{
    /// <summary>What makes it the same action though its date moves.</summary>
    public (CourseActionKind, int) Key => (Kind, Days);
}

/// <summary>A <see cref="PlannedCourseAction"/> written down, so that the database can say what is due.</summary>
[IdPrefix("cra")]
public sealed class CourseAction : DueAction, ITenantOwned
{
    private CourseAction() { }

    internal CourseAction(Course course, PlannedCourseAction plan, DateTimeOffset now)
        : base(plan.DueOn, plan.DueAt)
    {
        Id = Id<CourseAction>.New(now);
        TenantId = course.TenantId;
        CourseId = course.Id;
        (Kind, Days) = plan.Key;
    }

    /// <summary>Its id.</summary>
    public Id<CourseAction> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The course it happens to.</summary>
    public Id<Course> CourseId { get; private set; }

    /// <summary>What happens.</summary>
    public CourseActionKind Kind { get; private set; }

    /// <inheritdoc cref="PlannedCourseAction.Days"/>
    public int Days { get; private set; }

    /// <inheritdoc cref="PlannedCourseAction.Key"/>
    public (CourseActionKind, int) Key => (Kind, Days);

    // A session that is put off puts off what hangs from it, also where that was done for the earlier date.
    internal void Follow(PlannedCourseAction? plan) => Follow(plan is null ? null : (plan.DueOn, plan.DueAt), comesAgain: true);
}

public sealed partial class Course
{
    /// <summary>How many days before the last on which learners are to be registered it is announced.</summary>
    public static IReadOnlyList<int> RegistrationNotices { get; } = [14, 7, 1];

    private readonly List<CourseAction> schedule = [];

    /// <summary>What has fallen due and what will, as rows.</summary>
    public IReadOnlyList<CourseAction> Schedule => schedule;

    /// <summary>The action to carry out next; null where nothing is due.</summary>
    public CourseAction? NextDue(OwnTime time) =>
        schedule.Where(a => a.IsPending && a.DueAt <= time.Now).OrderBy(a => a.DueAt).ThenBy(a => a.Kind).FirstOrDefault();

    /// <summary>Carries out one action that is due, once. What does not apply as the course stands is left undone for good.</summary>
    /// <param name="due">The action.</param>
    /// <param name="unregistered">How many are enrolled and not registered with the awarding organisation.</param>
    /// <param name="time">The organisation's own time.</param>
    public void Carry(CourseAction due, int unregistered, OwnTime time)
    {
        if (due.CourseId != Id)
            throw new InvalidOperationException("An action is carried out on its own course.");
        if (!due.IsPending || due.DueAt > time.Now)
            return;
        due.MarkDone(time.Now);
        switch (due.Kind)
        {
            case CourseActionKind.Begin when Status == CourseStatus.Confirmed:
                Begin(time);
                break;
            case CourseActionKind.Deliver when Status == CourseStatus.Running && LastSession!.EndsAt <= time.Now:
                Deliver(time);
                break;
            case CourseActionKind.RegistrationDueSoon or CourseActionKind.RegistrationOverdue when unregistered > 0 && Status is not (CourseStatus.Cancelled or CourseStatus.Closed):
                Raise(
                    due.Kind == CourseActionKind.RegistrationDueSoon ? "course.registration_due_soon" : "course.registration_overdue",
                    ("days", due.Days), ("dueOn", FirstSession!.Date.AddDays(RegistrationDays)), ("unregistered", unregistered));
                break;
        }
    }

    /// <summary>What will happen and when.</summary>
    public IReadOnlyList<PlannedCourseAction> Plan()
    {
        if (Status is CourseStatus.Closed or CourseStatus.Cancelled || FirstSession is not { } first)
            return [];
        PlannedCourseAction At(CourseActionKind kind, DateOnly day, DateTimeOffset instant) => new(kind, 0, day, instant);
        List<PlannedCourseAction> plan = [At(CourseActionKind.Begin, first.Date, first.StartsAt), At(CourseActionKind.Deliver, LastSession!.Date, LastSession.EndsAt)];
        if (Kind != CourseKind.Learners)
            return plan;
        var last = first.Date.AddDays(RegistrationDays);
        plan.AddRange(
            RegistrationNotices
                .Where(d => d < RegistrationDays)
                .Select(d => new PlannedCourseAction(CourseActionKind.RegistrationDueSoon, d, last.AddDays(-d), Term.StartOf(last.AddDays(-d), Zone))));
        plan.Add(new(CourseActionKind.RegistrationOverdue, 0, last.AddDays(1), Term.StartOf(last.AddDays(1), Zone)));
        return plan;
    }

    private void Replan(OwnTime time)
    {
        var plans = Plan().ToDictionary(p => p.Key);
        foreach (var action in schedule)
        {
            plans.Remove(action.Key, out var plan);
            action.Follow(plan);
        }
        foreach (var plan in plans.Values)
            schedule.Add(new(this, plan, time.Now));
    }
}
