using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Closes a course on which nothing is left to do.</summary>
internal static class CloseCourse
{
    public static async Task<Changed<CourseView>> Handle(Id<Course> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Courses.Lock(db, id, ifMatch, clock, ct);
        at.Course.Close(await CoursesOnFile.EnrolledAsync(db, at.Course, ct), at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
