using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>One course with its sessions.</summary>
internal static class GetCourse
{
    public static async Task<Found<CourseView>> Handle(Id<Course> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var course = (await Courses.Find(db, id, clock, ct)).Course;
        return new(CourseView.Of(course), course.Version);
    }
}
