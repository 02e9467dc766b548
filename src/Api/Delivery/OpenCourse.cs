using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Opens a course to enrolment, if each of its sessions may be held as things are today.</summary>
internal static class OpenCourse
{
    public static async Task<Changed<CourseView>> Handle(Id<Course> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Courses.Lock(db, id, ifMatch, clock, ct);
        at.Course.Open(await Courses.Facts(db, at, clock, ct), at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
