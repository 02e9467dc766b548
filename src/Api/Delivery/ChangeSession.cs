using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Puts a session to another time or place. Who teaches stays; learners are told where the time changes.</summary>
internal static class ChangeSession
{
    /// <param name="Date">Its day where the course is.</param>
    /// <param name="From">When it begins there, as `09:30`.</param>
    /// <param name="Until">When it ends there, later that day.</param>
    /// <param name="Units">The codes of the units taught; null for all of the course.</param>
    /// <param name="Place">Where, for one in person; null for one online.</param>
    /// <param name="Link">The private link to one online; null takes it away.</param>
    /// <param name="UtcOffset">As `+01:00`: which is meant where the clock shows a time twice.</param>
    /// <param name="OverrideReason">Why it is put there although a trainer's time or a restriction stands in the way. Takes the permission to override.</param>
    public sealed record Request(
        DateOnly Date,
        [StringLength(5, MinimumLength = 5)] string From,
        [StringLength(5, MinimumLength = 5)] string Until,
        [Length(1, 20)] IReadOnlyList<string>? Units = null,
        [StringLength(200, MinimumLength = 1)] string? Place = null,
        [StringLength(500, MinimumLength = 10)] string? Link = null,
        [StringLength(6, MinimumLength = 6)] string? UtcOffset = null,
        [StringLength(500, MinimumLength = 1)] string? OverrideReason = null
    )
    {
        public static Request Example =>
            new(new(2027, 3, 9), "10:00", "13:00", Link: "https://meet.example.org/spring-tuesdays", OverrideReason: "She hands over to her co-trainer at ten.");
    }

    public static async Task<Changed<CourseView>> Handle(
        Id<Course> id, Id<Session> sessionId, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, LearnerBox box, LearnerPost post, EmailOutbox outbox, TimeProvider clock, CancellationToken ct)
    {
        var at = await Courses.LockWithTrainers(db, id, ifMatch, [], clock, ct);
        var session = at.Course.Find(sessionId);
        var over = Override.Of(request.OverrideReason, actor, at.Time.Now);
        var asked = new SessionRequest(request.Date, request.From, request.Until, request.Units, null, request.Place, request.Link, request.UtcOffset);
        var plan = asked.Plan(at.Course, 0, 0, "", [.. session.Trainers.Select(t => t.TrainerId)]);
        var moved = (session.StartsAt, session.EndsAt) != (plan.StartsAt, plan.EndsAt);
        var facts = await CoursesOnFile.FactsAsync(db, at.Course, at.Organisation, [plan], sessionId, seats: false, clock.GetUtcNow(), ct);
        at.Course.ChangeSession(sessionId, plan, facts, over, at.Time);
        at.Course.SetLink(sessionId, request.Link is { } link ? box.SealLink(at.Course.TenantId, sessionId, link) : null);
        if (moved)
            await LearnerNotices.Tell(db, at, NoticeKind.SessionMoved, [session], await Enrolments.Standing(db, at.Course, ct), post, outbox, clock, ct);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
