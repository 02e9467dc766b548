using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>External visits, newest first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListVisits
{
    public static Task<Page<VisitSummary>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only visits that stand so.")] VisitStatus? status,
        [Description("Only visits to this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct)
    {
        IQueryable<ExternalVisit> visits = db.Set<ExternalVisit>();
        if (status is { } wanted)
            visits = visits.Where(v => v.Status == wanted);
        if (organisation is { } owner)
            visits = visits.Where(v => v.TenantId == owner);
        return page.ById(visits, VisitSummary.Of, ct);
    }
}
