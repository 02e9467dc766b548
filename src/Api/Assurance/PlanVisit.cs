using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>Plans a visit to an organisation. Its notice begins today, where the organisation is.</summary>
internal static class PlanVisit
{
    /// <param name="OrganisationId">Who is visited.</param>
    /// <param name="On">The day, where the organisation is: five working days after today at the earliest, unless both agree on less.</param>
    /// <param name="Purpose">What will be looked at, without learners' names.</param>
    /// <param name="CourseId">The course it is about; null where it is about the organisation.</param>
    /// <param name="ShortNoticeReason">Why there is less notice. The visit is then proposed until the organisation agrees.</param>
    public sealed record Request(
        Id<Organisation> OrganisationId,
        DateOnly On,
        [StringLength(1_000, MinimumLength = 1)] string Purpose,
        Id<Course>? CourseId = null,
        [StringLength(500, MinimumLength = 1)] string? ShortNoticeReason = null)
    {
        public static Request Example => new(ExampleOf.Id<Organisation>(), new(2027, 3, 8), "Sampling, and how assessors are supported");
    }

    public static async Task<Created<VisitView>> Handle(Request request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var (tenant, course) = (request.OrganisationId, request.CourseId);
        var organisation =
            await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.TenantId == tenant, ct)
            ?? throw Refusal.Invalid([new("/organisationId", "There is no such organisation.")]);
        if (course is not null && !await db.Set<Course>().AnyAsync(c => c.TenantId == tenant && c.Id == course, ct))
            throw Refusal.Invalid([new("/courseId", "The organisation has no such course.")]);
        var time = OwnTime.Of(organisation, clock.GetUtcNow());
        var visit = new ExternalVisit(tenant, course, new(request.On, request.Purpose, request.ShortNoticeReason), actor, time);
        db.Add(visit);
        await db.SaveChangesAsync(ct);
        return new($"/v1/visits/{visit.Id}", VisitView.Of(visit, time.Today), visit.Version);
    }
}
