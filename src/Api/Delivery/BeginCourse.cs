using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Notes that a course has begun.</summary>
internal static class BeginCourse
{
    public static async Task<Changed<CourseView>> Handle(Id<Course> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Courses.Lock(db, id, ifMatch, clock, ct);
        at.Course.Begin(at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
