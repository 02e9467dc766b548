using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Courses, newest first: Cohort 4 sees all, a partner its own, a trainer those she is booked on.</summary>
internal static class ListCourses
{
    public static Task<Page<CourseSummary>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only courses that stand so.")] CourseStatus? status,
        [Description("Only courses under this licence.")] Id<Licence>? licence,
        [Description("Only courses of this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct)
    {
        var courses = CoursesOnFile.Courses(db);
        if (status is { } wanted)
            courses = courses.Where(c => c.Status == wanted);
        if (licence is { } under)
            courses = courses.Where(c => c.LicenceId == under);
        if (organisation is { } owner)
            courses = courses.Where(c => c.TenantId == owner);
        return page.ById(courses, CourseSummary.Of, ct);
    }
}
