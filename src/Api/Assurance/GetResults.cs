using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>Where one learner stands.</summary>
internal static class GetResults
{
    public static async Task<ResultsView> Handle(Id<Enrolment> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var enrolment = await db.Set<Enrolment>().AsNoTracking().Include(e => e.Recognitions).SingleOrDefaultAsync(e => e.Id == id, ct) ?? throw Refusal.NotFound();
        var (course, _) = await AssessedCourses.Find(db, AssuranceOnFile.Courses(db).AsNoTracking(), enrolment.CourseId, clock, ct);
        return ResultsView.Of((await AssuranceOnFile.ResultsAsync(db, course, [enrolment], ct)).GroupBy(r => r.EnrolmentId).Single());
    }
}
