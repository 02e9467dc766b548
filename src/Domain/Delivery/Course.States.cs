using Franchise.Domain.Identity;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>Why a course does not take place. A sentence of one's own has no room here: it would tell of people.</summary>
public enum CancellationReason
{
    /// <summary>Too few were enrolled.</summary>
    TooFewLearners,

    /// <summary>There is no trainer for it.</summary>
    NoTrainer,

    /// <summary>The place is not to be had.</summary>
    Venue,

    /// <summary>It would not be safe.</summary>
    Safety,

    /// <summary>Another reason.</summary>
    Other,
}

/// <summary>That a course was cancelled.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">The subject of who cancelled it.</param>
/// <param name="At">When.</param>
public sealed record CourseCancellation(CancellationReason Reason, string By, DateTimeOffset At);

public sealed partial class Course
{
    /// <summary>Opens it to enrolment: each session stands, has a trainer, and may be held as things are today.</summary>
    /// <exception cref="Refusal"><c>course_state_forbids</c>, <c>course_without_session</c>, <c>session_without_trainer</c>, <c>session_at_risk</c>, <c>not_eligible</c>.</exception>
    public void Open(DeliveryFacts facts, OwnTime time)
    {
        Demand(CourseStatus.Planned);
        DemandReady(facts, time);
        Move(CourseStatus.Open, "course.opened", time);
    }

    /// <summary>Says that it will take place.</summary>
    /// <param name="enrolled">How many are enrolled.</param>
    /// <param name="facts">What others know.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal">As for opening; <c>nobody_enrolled</c>.</exception>
    public void Confirm(int enrolled, DeliveryFacts facts, OwnTime time)
    {
        Demand(CourseStatus.Open);
        if (enrolled == 0)
            throw Refusal.Conflict(DeliveryCodes.NobodyEnrolled, "Nobody is enrolled.", "Enrol someone first, or cancel the course.");
        DemandReady(facts, time);
        Move(CourseStatus.Confirmed, "course.confirmed", time);
    }

    /// <summary>Notes that its first session has begun. The sweep does so by itself at that hour.</summary>
    /// <exception cref="Refusal"><c>course_state_forbids</c>, <c>session_not_begun</c>.</exception>
    public void Begin(OwnTime time)
    {
        Demand(CourseStatus.Confirmed);
        if (FirstSession is not { } first || first.StartsAt > time.Now)
            throw Refusal.Conflict(DeliveryCodes.SessionNotBegun, "The first session has not begun.", "Wait until it has.");
        BegunOn = first.Date;
        Move(CourseStatus.Running, "course.begun", time);
    }

    /// <summary>Notes that its last session is over. The sweep does so by itself at that hour.</summary>
    /// <exception cref="Refusal"><c>course_state_forbids</c>, <c>course_not_delivered</c>.</exception>
    public void Deliver(OwnTime time)
    {
        Demand(CourseStatus.Running);
        if (LastSession is { } last && last.EndsAt > time.Now)
            throw Refusal.Conflict(DeliveryCodes.CourseNotDelivered, "The last session is still to come.", "Wait until it is over, or cancel it.");
        Move(CourseStatus.Delivered, "course.delivered", time);
    }

    /// <summary>The first result is entered. Said by what keeps results.</summary>
    /// <exception cref="Refusal"><c>course_state_forbids</c>.</exception>
    public void BeginAssessment(OwnTime time)
    {
        Demand(CourseStatus.Delivered);
        Move(CourseStatus.Assessing, "course.assessing", time);
    }

    /// <summary>Every result is in and internally assured. Said by what assures them.</summary>
    /// <param name="undecided">Results that are not entered.</param>
    /// <param name="openActions">Sampled decisions without an outcome, and actions that are not closed.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>course_state_forbids</c>, <c>course_outstanding</c>.</exception>
    public void Assure(int undecided, int openActions, OwnTime time)
    {
        Demand(CourseStatus.Assessing);
        DemandSettled(undecided + openActions);
        Move(CourseStatus.Assured, "course.assured", time);
    }

    /// <summary>Everything that can be claimed is. Said by what claims.</summary>
    /// <param name="unclaimed">Results that can be claimed and are not.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>course_state_forbids</c>, <c>course_outstanding</c>.</exception>
    public void Claim(int unclaimed, OwnTime time)
    {
        Demand(CourseStatus.Assured);
        DemandSettled(unclaimed);
        Move(CourseStatus.Claimed, "course.claimed", time);
    }

    /// <summary>Nothing is left to do: everything is claimed, or nobody is left to assess.</summary>
    /// <param name="enrolled">How many are enrolled and have not withdrawn.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>course_state_forbids</c>, <c>course_outstanding</c>.</exception>
    public void Close(int enrolled, OwnTime time)
    {
        if (Kind == CourseKind.TrainingOfTrainers)
            Demand(CourseStatus.Delivered);
        else if (Status is CourseStatus.Delivered or CourseStatus.Assessing or CourseStatus.Assured)
            DemandSettled(enrolled);
        else
            Demand(CourseStatus.Claimed);
        Move(CourseStatus.Closed, "course.closed", time);
    }

    /// <summary>Cancels it. The caller releases the seats and has everybody told.</summary>
    /// <exception cref="Refusal"><c>course_state_forbids</c>, <c>validation_failed</c>.</exception>
    public void Cancel(CancellationReason reason, Actor actor, OwnTime time)
    {
        Demand(CourseStatus.Planned, CourseStatus.Open, CourseStatus.Confirmed, CourseStatus.Running);
        new Faults().When(!Enum.IsDefined(reason), "/reason", "The reason is not one there is.").Refuse();
        Cancellation = new(reason, actor.Subject, time.Now);
        foreach (var session in sessions.Where(s => s.Stands && s.StartsAt > time.Now))
            session.Cancel(time.Now);
        Move(CourseStatus.Cancelled, "course.cancelled", time, ("reason", Word(reason)));
    }

    /// <summary>Whether women may be enrolled: also on a course that has begun, as long as a session is to come.</summary>
    public void DemandEnrolment(OwnTime time)
    {
        Demand(CourseStatus.Open, CourseStatus.Confirmed, CourseStatus.Running);
        if (LastSession is not { } last || last.StartsAt <= time.Now)
            throw Refusal.Conflict(DeliveryCodes.SessionBegun, "The last session has begun already.", "Enrol her on another course.");
    }

    /// <summary>Notes what a register brought.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>session_cancelled</c>, <c>session_not_begun</c>.</exception>
    public Session TakeRegister(Id<Session> id, OwnTime time)
    {
        var session = Find(id);
        if (Status is CourseStatus.Planned or CourseStatus.Closed)
            throw Forbidden(CourseStatus.Running);
        DemandStands(session);
        if (session.StartsAt > time.Now)
            throw Refusal.Conflict(DeliveryCodes.SessionNotBegun, "The session has not begun.", "Take the register when it has.");
        return session;
    }

    /// <summary>Says that a register was taken or corrected.</summary>
    public void RegisterTaken(Session session, int entries) => RaiseOf(session, "session.register_taken", ("entries", entries));

    private void DemandReady(DeliveryFacts facts, OwnTime time)
    {
        var standing = sessions.Where(s => s.Stands).ToList();
        if (standing.Count == 0)
            throw Refusal.Conflict(DeliveryCodes.CourseWithoutSession, "The course has no session.", "Add its sessions first.");
        if (Kind == CourseKind.Learners && standing.Exists(s => s.Trainers.Count == 0))
            throw Refusal.Conflict(DeliveryCodes.SessionWithoutTrainer, "A session has no trainer.", "Book a trainer on each session.");
        if (standing.Exists(s => s.AtRisk))
            throw Refusal.Conflict(DeliveryCodes.SessionAtRisk, "A session is at risk.", "See the session for what would cure it, or substitute a trainer.");
        var ahead = standing.Where(s => s.StartsAt > time.Now).ToList();
        var obstacles = SessionGuard.Of(this, [.. ahead.Select((s, i) => s.AsPlan(i))], 0, facts);
        // What may be overridden was decided when the session was planned.
        SessionGuard.Demand([.. obstacles.Where(o => !o.Overridable)], null, i => $"/sessions/{i}");
    }

    private static void DemandSettled(int outstanding)
    {
        if (outstanding > 0)
            throw Refusal.Conflict(DeliveryCodes.CourseOutstanding, $"{outstanding} are outstanding.", "See to them first.");
    }

    private void Demand(params CourseStatus[] allowed)
    {
        if (!allowed.Contains(Status))
            throw Forbidden(allowed);
    }

    private Refusal Forbidden(params CourseStatus[] allowed) =>
        Refusal.Conflict(
            DeliveryCodes.CourseStateForbids, $"The course is {Word(Status)}; this takes one that is {string.Join(" or ", allowed.Select(s => Word(s)))}.", "Read the course's status first.");

    private void Move(CourseStatus to, string happened, OwnTime time, params (string Name, object? Value)[] data)
    {
        Status = to;
        Raise(happened, data);
        Replan(time);
    }
}
