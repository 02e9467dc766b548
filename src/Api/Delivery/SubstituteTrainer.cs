using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Books a trainer on a session, in the place of another where one is named. That is what cures a session at risk when nothing else does.</summary>
internal static class SubstituteTrainer
{
    /// <param name="TrainerId">Who teaches.</param>
    /// <param name="InsteadOf">In whose place; null to add her.</param>
    /// <param name="OverrideReason">Why she is booked although her time or a restriction stands in the way. Takes the permission to override.</param>
    public sealed record Request(Id<Trainer> TrainerId, Id<Trainer>? InsteadOf = null, [StringLength(500, MinimumLength = 1)] string? OverrideReason = null)
    {
        public static Request Example => new(ExampleOf.Id<Trainer>(), OverrideReason: "She hands over to her co-trainer at ten.");
    }

    public static async Task<Changed<CourseView>> Handle(
        Id<Course> id, Id<Session> sessionId, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var there = await CoursesOnFile.LockTrainersAsync(db, [request.TrainerId], ct);
        var at = await Courses.Lock(db, id, ifMatch, clock, ct);
        var session = at.Course.Find(sessionId);
        new Faults().When(!there.Contains(request.TrainerId), "/trainerId", "There is no such trainer.").Refuse();
        var facts = await CoursesOnFile.FactsAsync(
            db, at.Course, at.Organisation, [session.AsPlan(0, [request.TrainerId])], sessionId, seats: false, clock.GetUtcNow(), ct);
        var gone = at.Course.Substitute(sessionId, request.InsteadOf, request.TrainerId, facts, Override.Of(request.OverrideReason, actor, at.Time.Now), at.Time);
        if (gone is not null)
            db.Remove(gone);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
