using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>Where the learners of a course stand, withdrawn ones too.</summary>
internal static class ListResults
{
    public static async Task<Page<ResultsView>> Handle(Id<Course> id, FranchiseDb db, PageQuery page, TimeProvider clock, CancellationToken ct)
    {
        var (course, _) = await AssessedCourses.Find(db, AssuranceOnFile.Courses(db).AsNoTracking(), id, clock, ct);
        var tenant = course.TenantId;
        var enrolments = db.Set<Enrolment>().AsNoTracking().Where(e => e.TenantId == tenant && e.CourseId == id);
        if (page.After<Enrolment>() is { } last)
            enrolments = enrolments.Where(e => e.Id < last);
        var rows = await enrolments.OrderByDescending(e => e.Id).Take(page.Take).Include(e => e.Recognitions).ToListAsync(ct);
        var results = (await AssuranceOnFile.ResultsAsync(db, course, rows, ct)).GroupBy(r => r.EnrolmentId).ToDictionary(g => g.Key);
        return page.Cut(rows, e => e.Id, e => ResultsView.Of(results[e.Id]));
    }
}
