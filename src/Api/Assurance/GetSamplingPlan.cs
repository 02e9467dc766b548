using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>A course's sampling plan, with all that it was drawn from.</summary>
internal static class GetSamplingPlan
{
    public static async Task<SamplingPlanView> Handle(Id<Course> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (course, _) = await AssessedCourses.Find(db, AssuranceOnFile.Courses(db), id, clock, ct);
        var plan = await AssuranceOnFile.PlanAsync(db, course, ct) ?? throw Refusal.NotFound();
        var tenant = plan.TenantId;
        return SamplingPlanView.Of(plan, await db.Set<AssessmentDecision>().AsNoTracking().Where(d => d.TenantId == tenant && d.CourseId == id).ToDictionaryAsync(d => d.Id, ct));
    }
}
