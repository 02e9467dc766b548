using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Says that a course will take place.</summary>
internal static class ConfirmCourse
{
    public static async Task<Changed<CourseView>> Handle(Id<Course> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Courses.Lock(db, id, ifMatch, clock, ct);
        var enrolled = await CoursesOnFile.EnrolledAsync(db, at.Course, ct);
        at.Course.Confirm(enrolled, await Courses.Facts(db, at, clock, ct), at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
