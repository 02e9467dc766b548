using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Cancels a course: in one transaction every seat that is not used is given back, and everybody is told or noted as to be told.</summary>
internal static class CancelCourse
{
    /// <param name="Reason">Why.</param>
    public sealed record Request(CancellationReason Reason)
    {
        public static Request Example => new(CancellationReason.TooFewLearners);
    }

    public static async Task<Changed<CourseView>> Handle(
        Id<Course> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, LearnerPost post, EmailOutbox outbox, TimeProvider clock, CancellationToken ct)
    {
        var at = await Courses.Lock(db, id, ifMatch, clock, ct);
        var ahead = at.Course.Sessions.Where(s => s.Stands && s.StartsAt > at.Time.Now).ToList();
        at.Course.Cancel(request.Reason, actor, at.Time);
        var enrolments = await Enrolments.Standing(db, at.Course, ct);
        await EnrolmentSeats.Release(db, at, enrolments, ct);
        await LearnerNotices.Tell(db, at, NoticeKind.CourseCancelled, ahead, enrolments, post, outbox, clock, ct);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
