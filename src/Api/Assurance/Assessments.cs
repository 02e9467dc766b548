using Franchise.Domain.Assurance;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>An assessment with what its verbs ask for.</summary>
internal sealed record AssessmentAtHand(UnitAssessment Assessment, AssessedCourse At, Enrolment Enrolment, UnitVersion Version)
{
    /// <summary>Loads an assessment of one of these courses.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<AssessmentAtHand> Find(FranchiseDb db, IQueryable<Course> from, Id<UnitAssessment> id, TimeProvider clock, CancellationToken ct)
    {
        var assessment =
            await db.Set<UnitAssessment>()
                .AsSplitQuery()
                .Include(a => a.Decisions)
                .Include(a => a.Evidence)
                .SingleOrDefaultAsync(a => a.Id == id && from.Any(c => c.TenantId == a.TenantId && c.Id == a.CourseId), ct)
            ?? throw Refusal.NotFound();
        var (tenant, enrolmentId, versionId) = (assessment.TenantId, assessment.EnrolmentId, assessment.UnitVersionId);
        return new(
            assessment,
            await AssessedCourses.Find(db, from, assessment.CourseId, clock, ct),
            await db.Set<Enrolment>().AsNoTracking().SingleAsync(e => e.TenantId == tenant && e.Id == enrolmentId, ct),
            await db.Set<UnitVersion>().AsNoTracking().SingleAsync(v => v.Id == versionId, ct));
    }

    /// <summary>Loads an assessment to add to it. Its course's row is locked until the transaction ends.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<AssessmentAtHand> Lock(FranchiseDb db, IQueryable<Course> from, Id<UnitAssessment> id, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>(
            $"""SELECT c.id AS "Value" FROM franchise.courses c JOIN franchise.unit_assessments a ON a.tenant_id = c.tenant_id AND a.course_id = c.id WHERE a.id = {id.Value} FOR UPDATE OF c""").ToListAsync(ct);
        return await Find(db, from, id, clock, ct);
    }
}
