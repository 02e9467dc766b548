using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>Takes a session's register, or corrects it: all lines in one call and one transaction, or none. A correction is added; nothing is overwritten.</summary>
internal static class TakeRegister
{
    /// <param name="Lines">One for each learner. Who is left out stays as she is.</param>
    public sealed record Request([Length(1, 200)] IReadOnlyList<Line> Lines)
    {
        public static Request Example => new([new(ExampleOf.Id<Enrolment>(), Presence.Late, Minutes: 150)]);
    }

    /// <param name="EnrolmentId">Whose.</param>
    /// <param name="Presence">Whether she was there.</param>
    /// <param name="Minutes">How long, for who came late or for a part.</param>
    /// <param name="Reason">Why not, for who was absent.</param>
    public sealed record Line(Id<Enrolment> EnrolmentId, Presence Presence, [Range(1, 720)] int? Minutes = null, AbsenceReason? Reason = null);

    public static async Task<RegisterView> Handle(
        Id<Course> id, Id<Session> sessionId, Request request, FranchiseDb db, Actor actor, LearnerBox box, TimeProvider clock, CancellationToken ct)
    {
        var at = await Courses.Lock(db, id, clock, ct);
        var session = at.Course.TakeRegister(sessionId, at.Time);
        var tenant = session.TenantId;
        var enrolments = await db.Set<Enrolment>().AsNoTracking().Where(e => e.TenantId == tenant && e.CourseId == id).ToDictionaryAsync(e => e.Id, ct);
        var added = Attendance.Of(
            session,
            [.. request.Lines.Select(l => new RegisterLine(l.EnrolmentId, l.Presence, l.Minutes, l.Reason))],
            enrolments,
            await GetRegister.Latest(db, session, ct),
            actor.Subject,
            at.Time.Now);
        if (added.Count > 0)
        {
            db.AddRange(added);
            at.Course.RegisterTaken(session, added.Count);
            await db.SaveChangesAsync(ct);
        }
        return await GetRegister.Of(db, session, box, ct);
    }
}
