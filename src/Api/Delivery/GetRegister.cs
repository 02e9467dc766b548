using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>A session's register: those who have a place that day by what they are called, and what counts of each so far.</summary>
internal static class GetRegister
{
    public static async Task<RegisterView> Handle(Id<Course> id, Id<Session> sessionId, FranchiseDb db, LearnerBox box, TimeProvider clock, CancellationToken ct)
    {
        var session = (await Courses.Find(db, id, clock, ct)).Course.Find(sessionId);
        return await Of(db, session, box, ct);
    }

    public static async Task<RegisterView> Of(FranchiseDb db, Session session, LearnerBox box, CancellationToken ct)
    {
        var (tenant, course, day) = (session.TenantId, session.CourseId, session.Date);
        var rows = await db.Set<Enrolment>()
            .AsNoTracking()
            .Where(e => e.TenantId == tenant && e.CourseId == course && (e.WithdrawnOn == null || e.WithdrawnOn > day))
            .Join(db.Set<Learner>(), e => new { e.TenantId, Id = e.LearnerId }, l => new { l.TenantId, l.Id }, (e, l) => new { Enrolment = e.Id, Learner = l })
            .OrderBy(r => r.Enrolment)
            .ToListAsync(ct);
        var latest = await Latest(db, session, ct);
        return new(
            session.Id,
            session.Minutes,
            [.. rows.Select(r => RegisterLineView.Of(r.Enrolment, r.Learner, box.Open(r.Learner).CalledBy, latest.GetValueOrDefault(r.Enrolment)))]);
    }

    /// <summary>What counts so far: the latest of each.</summary>
    public static async Task<Dictionary<Id<Enrolment>, Attendance>> Latest(FranchiseDb db, Session session, CancellationToken ct)
    {
        var (tenant, id) = (session.TenantId, session.Id);
        var all = await db.Set<Attendance>().AsNoTracking().Where(a => a.TenantId == tenant && a.SessionId == id).ToListAsync(ct);
        return all.GroupBy(a => a.EnrolmentId).ToDictionary(g => g.Key, g => g.MaxBy(a => a.Id)!);
    }
}

/// <summary>A session's register.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Minutes">Its length in minutes.</param>
/// <param name="Lines">One for each who has a place that day.</param>
internal sealed record RegisterView(Id<Session> SessionId, int Minutes, IReadOnlyList<RegisterLineView> Lines)
{
    public static RegisterView Example => new(ExampleOf.Id<Session>(), 180, [RegisterLineView.Example]);
}

/// <summary>A line of a register.</summary>
/// <param name="EnrolmentId">Whose.</param>
/// <param name="LearnerId">The learner.</param>
/// <param name="CalledBy">What she is called.</param>
/// <param name="Presence">Whether she was there; null where it is not recorded yet.</param>
/// <param name="Minutes">How many minutes she was there; null where it is not recorded yet.</param>
/// <param name="Reason">Why she was not; null where she was.</param>
/// <param name="RecordedAt">When what counts was recorded; null where it is not yet.</param>
internal sealed record RegisterLineView(
    Id<Enrolment> EnrolmentId, Id<Learner> LearnerId, string CalledBy, Presence? Presence, int? Minutes, AbsenceReason? Reason, DateTimeOffset? RecordedAt)
{
    public static RegisterLineView Example => new(ExampleOf.Id<Enrolment>(), ExampleOf.Id<Learner>(), "Jo", Domain.Delivery.Presence.Late, 150, null, ExampleOf.Time);

    public static RegisterLineView Of(Id<Enrolment> enrolment, Learner learner, string calledBy, Attendance? a) =>
        new(enrolment, learner.Id, calledBy, a?.Presence, a?.Minutes, a?.Reason, a?.RecordedAt);
}
