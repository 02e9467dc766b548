using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Adds sessions to a course.</summary>
internal static class AddSessions
{
    /// <param name="Sessions">The sessions, all ahead.</param>
    /// <param name="OverrideReason">Why trainers are booked although their time or a restriction stands in the way. Takes the permission to override.</param>
    public sealed record Request([Length(1, 100)] IReadOnlyList<SessionRequest> Sessions, [StringLength(500, MinimumLength = 1)] string? OverrideReason = null)
    {
        public static Request Example => new([new(new(2027, 4, 13), "13:00", "16:00")]);
    }

    public static async Task<Changed<CourseView>> Handle(
        Id<Course> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, LearnerBox box, TimeProvider clock, CancellationToken ct)
    {
        var there = await CoursesOnFile.LockTrainersAsync(db, request.Sessions.SelectMany(s => s.Who), ct);
        var at = await Courses.Lock(db, id, ifMatch, clock, ct);
        Courses.DemandTrainers(request.Sessions, there);
        var over = Override.Of(request.OverrideReason, actor, at.Time.Now);
        var plans = SessionRequest.Plans(request.Sessions, at.Course);
        var facts = await CoursesOnFile.FactsAsync(db, at.Course, at.Organisation, plans, null, seats: true, clock.GetUtcNow(), ct);
        SessionRequest.SetLinks(at.Course, at.Course.AddSessions(plans, facts, over, at.Time), plans, request.Sessions, box);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
