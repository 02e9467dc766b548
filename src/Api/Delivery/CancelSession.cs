using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Cancels a session. The course goes on with the others; everybody is told or noted as to be told.</summary>
internal static class CancelSession
{
    public static async Task<Changed<CourseView>> Handle(
        Id<Course> id, Id<Session> sessionId, IfMatch ifMatch, FranchiseDb db, LearnerPost post, EmailOutbox outbox, TimeProvider clock, CancellationToken ct)
    {
        var at = await Courses.Lock(db, id, ifMatch, clock, ct);
        var session = at.Course.CancelSession(sessionId, at.Time);
        await LearnerNotices.Tell(db, at, NoticeKind.SessionCancelled, [session], await Enrolments.Standing(db, at.Course, ct), post, outbox, clock, ct);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
