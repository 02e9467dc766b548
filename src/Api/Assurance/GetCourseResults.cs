using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>A course's results as a file, with legal names: what is claimed and what is not. That it was fetched is on record before the first byte leaves.</summary>
internal static class GetCourseResults
{
    public static async Task<CsvAnswer> Handle(Id<Course> id, FranchiseDb db, LearnerBox box, TimeProvider clock, CancellationToken ct)
    {
        var (course, _) = await AssessedCourses.Find(db, CoursesOnFile.Courses(db), id, clock, ct);
        return await Downloads.Send(db, course.TenantId, "course.results_read", id.ToString(), await ResultsFile.OfAsync(db, box, course, null, ct), ct);
    }
}
