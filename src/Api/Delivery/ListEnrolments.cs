using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>The enrolments of a course, newest first.</summary>
internal static class ListEnrolments
{
    public static async Task<Page<EnrolmentView>> Handle(
        Id<Course> id,
        FranchiseDb db,
        PageQuery page,
        [Description("Only enrolments that stand so.")] EnrolmentStatus? status,
        TimeProvider clock,
        CancellationToken ct)
    {
        var at = await Courses.Find(db, id, clock, ct);
        var enrolments = CoursesOnFile.Enrolments(db).Include(e => e.Recognitions).Where(e => e.CourseId == id);
        if (status is { } wanted)
            enrolments = enrolments.Where(e => e.Status == wanted);
        return await page.ById(enrolments, e => EnrolmentView.Of(e, at.Time.Today), ct);
    }
}
