using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

public sealed partial class Course
{
    private readonly List<Session> sessions = [];

    /// <summary>Its sessions, cancelled ones too.</summary>
    public IReadOnlyList<Session> Sessions => sessions;

    /// <summary>The first session that stands; null where there is none.</summary>
    public Session? FirstSession => sessions.Where(s => s.Stands).MinBy(s => s.StartsAt);

    /// <summary>The last session that stands; null where there is none.</summary>
    public Session? LastSession => sessions.Where(s => s.Stands).MaxBy(s => s.EndsAt);

    /// <summary>One of its sessions.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public Session Find(Id<Session> id) => sessions.Find(s => s.Id == id) ?? throw Refusal.NotFound();

    /// <summary>Adds sessions.</summary>
    /// <param name="plans">As they are to be, all ahead.</param>
    /// <param name="facts">What others know.</param>
    /// <param name="over">A reason to book a trainer although her time or a restriction stands in the way.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal">
    /// <c>course_state_forbids</c>, <c>sessions_overlap</c>, <c>not_eligible</c>, <c>override_needed</c>, <c>validation_failed</c>.
    /// </exception>
    public IReadOnlyList<Session> AddSessions(IReadOnlyList<SessionPlan> plans, DeliveryFacts facts, Override? over, OwnTime time)
    {
        Demand(CourseStatus.Planned, CourseStatus.Open, CourseStatus.Confirmed, CourseStatus.Running);
        if (sessions.Count + plans.Count > MostSessions)
            throw Refusal.Invalid([new("/sessions", $"A course has at most {MostSessions} sessions.")]);
        Check(plans, null, At, time);
        var overridden = SessionGuard.Demand(SessionGuard.Of(this, plans, Status == CourseStatus.Planned ? Places : 0, facts), over, At);
        List<Session> added = [];
        foreach (var plan in plans.OrderBy(p => p.StartsAt))
        {
            var session = new Session(this, plan, time.Now);
            foreach (var trainer in plan.Trainers)
                session.Book(trainer, overridden);
            sessions.Add(session);
            added.Add(session);
        }
        Raise("course.sessions_added", ("sessions", added.Select(s => s.Id.ToString()).ToArray()), ("overridden", overridden is not null));
        Replan(time);
        return added;

        static string At(int entry) => $"/sessions/{entry}";
    }

    /// <summary>Puts a session that has not begun to another time or place, or has it teach other units.</summary>
    /// <exception cref="Refusal">
    /// <c>not_found</c>, <c>course_state_forbids</c>, <c>session_begun</c>, <c>session_cancelled</c>, <c>sessions_overlap</c>, <c>not_eligible</c>,
    /// <c>override_needed</c>, <c>validation_failed</c>.
    /// </exception>
    public Session ChangeSession(Id<Session> id, SessionPlan plan, DeliveryFacts facts, Override? over, OwnTime time)
    {
        var session = DemandAhead(id, time);
        Check([plan], session, _ => "", time);
        var overridden = SessionGuard.Demand(SessionGuard.Of(this, [plan], 0, facts), over, _ => "");
        session.Set(plan);
        var who = session.Trainers.ToList();
        foreach (var booking in who)
            booking.SetRisk(null);
        RaiseOf(session, "session.changed", ("startsAt", session.StartsAt), ("overridden", overridden is not null));
        Replan(time);
        return session;
    }

    /// <summary>Cancels a session that has not begun. The course goes on with the others.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>course_state_forbids</c>, <c>session_begun</c>, <c>session_cancelled</c>, <c>course_without_session</c>.</exception>
    public Session CancelSession(Id<Session> id, OwnTime time)
    {
        var session = DemandAhead(id, time);
        if (Status != CourseStatus.Planned && sessions.Count(s => s.Stands) == 1)
            throw Refusal.Conflict(DeliveryCodes.CourseWithoutSession, "It is the last session that stands.", "Cancel the course, or add another session first.");
        session.Cancel(time.Now);
        RaiseOf(session, "session.cancelled");
        Replan(time);
        return session;
    }

    /// <summary>Puts a trainer in the place of another, or on a session without one.</summary>
    /// <param name="id">The session.</param>
    /// <param name="instead">Whose place; null to add her.</param>
    /// <param name="trainer">Who teaches.</param>
    /// <param name="facts">What others know.</param>
    /// <param name="over">A reason to book her although her time or a restriction stands in the way.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <returns>The booking that is gone, whose row the caller deletes; null where there is none.</returns>
    /// <exception cref="Refusal">
    /// <c>not_found</c>, <c>course_state_forbids</c>, <c>session_begun</c>, <c>session_cancelled</c>, <c>trainer_not_booked</c>, <c>trainer_booked</c>,
    /// <c>not_eligible</c>, <c>override_needed</c>.
    /// </exception>
    public SessionTrainer? Substitute(Id<Session> id, Id<Trainer>? instead, Id<Trainer> trainer, DeliveryFacts facts, Override? over, OwnTime time)
    {
        var session = DemandAhead(id, time);
        var gone = instead is { } who
            ? session.Trainers.FirstOrDefault(t => t.TrainerId == who)
                ?? throw Refusal.Conflict(DeliveryCodes.TrainerNotBooked, "She is not booked on this session.", "Read the session first.")
            : null;
        if (session.Trainers.Any(t => t.TrainerId == trainer))
            throw Refusal.Conflict(DeliveryCodes.TrainerBooked, "She is booked on this session already.", "Read the session first.");
        var overridden = SessionGuard.Demand(SessionGuard.Of(this, [session.AsPlan(0, [trainer])], 0, facts), over, _ => "/trainerId");
        if (gone is not null)
            session.Release(gone);
        session.Book(trainer, overridden);
        RaiseOf(
            session, "session.trainer_substituted", ("insteadOf", instead?.ToString()), ("trainerId", trainer.ToString()), ("overridden", overridden is not null));
        return gone;
    }

    /// <summary>Gives an online session its private link, sealed, or takes it away.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>validation_failed</c>.</exception>
    public void SetLink(Id<Session> id, byte[]? link)
    {
        var session = Find(id);
        new Faults().When(link is not null && session.Place is not null, "/link", "A session in person has a place and no link.").Refuse();
        if (link is null && session.SealedLink is null)
            return;
        session.Seal(link);
        RaiseOf(session, "session.link_changed");
    }

    /// <summary>
    /// Looks again at a trainer's booking on a session that is still to come: what is in the way marks it at risk, nothing clears that. Whether that
    /// changed anything.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="trainer">Whose booking.</param>
    /// <param name="facts">What others know.</param>
    /// <param name="time">The organisation's own time.</param>
    public bool Review(Session session, Id<Trainer> trainer, DeliveryFacts facts, OwnTime time)
    {
        if (!session.Stands || session.StartsAt <= time.Now || session.Trainers.FirstOrDefault(t => t.TrainerId == trainer) is not { } booking)
            return false;
        // Her time was decided when she was booked, and so was a restriction that stood then where someone said how it is kept.
        bool Known(TrainerFile file) =>
            booking.Overridden is { } over
            && !file.Accreditations.SelectMany(a => a.Holds).Any(h => h.Kind == AccreditationHoldKind.Restriction && h.StandsOn(session.Date) && h.PlacedAt > over.At);
        var reason = session.Units
            .Where(u => facts.Files.ContainsKey((trainer, u)))
            .Select(u => (Unit: u, File: facts.Files[(trainer, u)], Answer: AccreditationCheck.Of(facts.Files[(trainer, u)], session.Date)))
            .SelectMany(a => a.Answer.Reasons.Where(r => booking.Overridden is null || !SessionGuard.CountsOnRenewal(r)).Concat(Known(a.File) ? [] : a.Answer.Conditions).Select(r => (a.Unit, Reason: r)))
            .FirstOrDefault();
        if (reason.Reason?.Code == booking.Risk?.Code)
            return false;
        booking.SetRisk(reason.Reason is { } r ? new(r.Code, r.Sentence, r.Remedy, time.Now) : null);
        RaiseOf(
            session, booking.Risk is null ? "session.risk_cleared" : "session.at_risk",
            ("trainerId", trainer.ToString()), ("unit", reason.Unit), ("reason", reason.Reason?.Code), ("date", session.Date));
        return true;
    }

    private Session DemandAhead(Id<Session> id, OwnTime time)
    {
        var session = Find(id);
        Demand(CourseStatus.Planned, CourseStatus.Open, CourseStatus.Confirmed, CourseStatus.Running);
        DemandStands(session);
        if (session.StartsAt <= time.Now)
            throw Refusal.Conflict(DeliveryCodes.SessionBegun, "The session has begun already.", "What has taken place stays as it was.");
        return session;
    }

    private static void DemandStands(Session session)
    {
        if (!session.Stands)
            throw Refusal.Conflict(DeliveryCodes.SessionCancelled, "The session is cancelled.", "Add another session in its place.");
    }

    private void Check(IReadOnlyCollection<SessionPlan> plans, Session? except, Func<int, string> at, OwnTime time)
    {
        var faults = new Faults();
        foreach (var plan in plans.DistinctBy(p => p.Entry))
        {
            var here = at(plan.Entry);
            faults.Unless(plan.StartsAt > time.Now && plan.Date <= time.Today.AddYears(3), $"{here}/date", "A session lies ahead, and within three years.");
            faults.Unless(plan.Units.Count >= 1 && plan.Units.All(u => units.Exists(c => c.Unit == u)), $"{here}/units", "A session teaches units of its course, at least one.");
            faults.Unless(plan.Units.Distinct().Count() == plan.Units.Count, $"{here}/units", "A unit stands here twice.");
            faults.Unless(plan.Trainers.Distinct().Count() == plan.Trainers.Count, $"{here}/trainers", "A trainer stands here twice.");
            faults.OptionalText($"{here}/place", plan.Place, 200);
            faults.Unless(Mode != CourseMode.InPerson || plan.Place is not null, $"{here}/place", "A session of a course in person has a place.");
            faults.Unless(Mode != CourseMode.Online || plan.Place is null, $"{here}/place", "A session of an online course has no place.");
        }
        faults.Refuse();
        var all = plans.Select(p => (p.StartsAt, p.EndsAt, Entry: (int?)p.Entry))
            .Concat(sessions.Where(s => s.Stands && s != except).Select(s => (s.StartsAt, s.EndsAt, Entry: (int?)null)))
            .OrderBy(s => s.StartsAt)
            .ToList();
        for (var i = 1; i < all.Count; i++)
            if (all[i].StartsAt < all[i - 1].EndsAt && (all[i].Entry ?? all[i - 1].Entry) is { } entry)
            {
                throw Refusal.Invalid(
                    DeliveryCodes.SessionsOverlap, at(entry), "Two sessions of the course overlap.", "The group is in one place at a time: choose other times.");
            }
    }
}
