using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>An assurer says that a course's results are assured.</summary>
internal static class AssureCourse
{
    /// <summary>Where a course stands.</summary>
    /// <param name="CourseId">The course.</param>
    /// <param name="Status">Where it stands.</param>
    /// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
    public sealed record Response(Id<Course> CourseId, CourseStatus Status, int Version)
    {
        public static Response Example => new(ExampleOf.Id<Course>(), CourseStatus.Assured, 9);
    }

    public static async Task<Changed<Response>> Handle(Id<Course> id, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var (course, time) = await AssessedCourses.Lock(db, AssuranceOnFile.Courses(db), id, clock, ct);
        (await AssessedCourses.Assurer(db, course, actor, ct)).DemandApproved();
        var tenant = course.TenantId;
        var enrolments = await db.Set<Enrolment>()
            .AsNoTracking()
            .Include(e => e.Recognitions)
            .Where(e => e.TenantId == tenant && e.CourseId == id && e.Status == EnrolmentStatus.Enrolled)
            .ToListAsync(ct);
        var results = await AssuranceOnFile.ResultsAsync(db, course, enrolments, ct);
        var plan = await AssuranceOnFile.LockPlanAsync(db, course, ct);
        // Where every result was in before the last session, or all is recognised, nothing has begun its assessment yet.
        if (course.Status == CourseStatus.Delivered)
            course.BeginAssessment(time);
        course.Assure(results.Sum(r => r.Undecided), plan?.Open ?? 0, time);
        // Where everything achieved was awarded before, as after a correction, no award is to come that would say so.
        if (await ClaimsOnFile.UnawardedAsync(db, course, [], ct) == 0)
            course.Claim(0, time);
        await db.SaveChangesAsync(ct);
        return new(new(id, course.Status, course.Version), course.Version);
    }
}
