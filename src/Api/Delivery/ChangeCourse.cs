using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Gives a course another label or number of places.</summary>
internal static class ChangeCourse
{
    /// <param name="Group">A plain label that identifies nobody.</param>
    /// <param name="Places">How many women it takes; no fewer than are enrolled.</param>
    public sealed record Request([StringLength(80, MinimumLength = 1)] string Group, [Range(1, 200)] int Places)
    {
        public static Request Example => new("Spring, Tuesday mornings", 14);
    }

    public static async Task<Changed<CourseView>> Handle(
        Id<Course> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Courses.Lock(db, id, ifMatch, clock, ct);
        at.Course.Change(request.Group, request.Places, await CoursesOnFile.EnrolledAsync(db, at.Course, ct));
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
