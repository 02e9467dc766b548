using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Claims, newest first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListClaims
{
    public static Task<Page<ClaimSummary>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only claims that stand so.")] ClaimStatus? status,
        [Description("Only claims of this course.")] Id<Course>? course,
        [Description("Only claims of this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct)
    {
        IQueryable<Claim> claims = db.Set<Claim>();
        if (status is { } wanted)
            claims = claims.Where(c => c.Status == wanted);
        if (course is { } of)
            claims = claims.Where(c => c.CourseId == of);
        if (organisation is { } owner)
            claims = claims.Where(c => c.TenantId == owner);
        return page.ById(claims, ClaimSummary.Of, ct);
    }
}
