using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Licensing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>Enrols a learner and keeps a seat for her, in one transaction. Of two that want the last one, one gets it.</summary>
internal static class EnrolLearner
{
    /// <param name="LearnerId">The learner.</param>
    public sealed record Request(Id<Learner> LearnerId)
    {
        public static Request Example => new(ExampleOf.Id<Learner>());
    }

    public static async Task<Created<EnrolmentView>> Handle(Id<Course> id, Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Courses.Lock(db, id, clock, ct);
        var (course, tenant) = (at.Course, at.Course.TenantId);
        var learner =
            await db.Set<Learner>().AsNoTracking().SingleOrDefaultAsync(l => l.TenantId == tenant && l.Id == request.LearnerId, ct)
            ?? throw Refusal.Invalid([new("/learnerId", "There is no such learner.")]);
        if (await db.Set<Enrolment>().AnyAsync(e => e.TenantId == tenant && e.CourseId == id && e.LearnerId == learner.Id && e.Status == EnrolmentStatus.Enrolled, ct))
            throw Refusal.Conflict(DeliveryCodes.AlreadyEnrolled, "She is enrolled on this course already.", "There is nothing to do.");
        var on = course.LicenceId is { } licence ? await LicencesOnFile.LockAsync(db, licence, ct) : null;
        IReadOnlyCollection<SessionPlan> ahead = [.. course.Sessions.Where(s => s.Stands && s.StartsAt > at.Time.Now).Select((s, i) => s.AsPlan(i, []))];
        var facts = await CoursesOnFile.FactsAsync(db, course, at.Organisation, ahead, null, seats: true, clock.GetUtcNow(), ct);
        var enrolment = new Enrolment(course, learner, await CoursesOnFile.EnrolledAsync(db, course, ct), facts, at.Time);
        if (on is not null)
            await EnrolmentSeats.Reserve(db, at, on, enrolment, ct);
        db.Add(enrolment);
        await db.SaveChangesAsync(ct);
        return new($"/v1/enrolments/{enrolment.Id}", EnrolmentView.Of(enrolment, at.Time.Today), enrolment.Version);
    }
}
