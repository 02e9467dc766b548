using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>Cancels a training of trainers: with it every place that nobody has completed, and the partners are told.</summary>
internal static class CancelTrainingCourse
{
    public static async Task<Changed<CourseView>> Handle(
        Id<Course> id, CancelCourse.Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, EmailOutbox outbox, TimeProvider clock, CancellationToken ct)
    {
        // The course first, then its places: as whoever gives one locks them.
        var at = await Courses.Lock(db, id, clock, ct);
        if (at.Course.Kind != CourseKind.TrainingOfTrainers)
            throw Refusal.NotFound();
        ifMatch.Demand(at.Course.Version);
        at.Course.Cancel(request.Reason, actor, at.Time);
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.training_places WHERE course_id = {id.Value} ORDER BY id FOR UPDATE""").ToListAsync(ct);
        var places = await db.Set<TrainingPlace>()
            .Where(p => p.CourseId == id && p.Status != TrainingPlaceStatus.Completed && p.Status != TrainingPlaceStatus.Cancelled)
            .ToListAsync(ct);
        foreach (var place in places)
            place.Cancel();
        await CoordinatorMail.TellCancelled(db, places, outbox, clock, ct);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
