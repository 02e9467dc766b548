using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>Everything an external quality assurer asks for about a course.</summary>
internal static class GetCourseEvidence
{
    public static async Task<EvidenceAnswer> Handle(Id<Course> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (course, _) = await AssessedCourses.Find(db, CoursesOnFile.Courses(db), id, clock, ct);
        var tenant = course.TenantId;
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == tenant, ct);
        var now = clock.GetUtcNow();
        var files = await EvidencePack.OfCourseAsync(db, organisation, course, now, ct);
        await Downloads.Note(db, tenant, new("course.evidence_read", id.ToString()), ct);
        return new(new(id.ToString(), null, null, organisation.Today(now)), files);
    }
}
