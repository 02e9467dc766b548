using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Organisations;

internal static class ListOrganisations
{
    public static async Task<Page<OrganisationResponse>> Handle(
        OrganisationKind? kind, OrganisationStatus? status, bool? isSandbox, PageQuery page, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var organisations = db.Set<Organisation>().AsNoTracking();
        if (kind is { } sort)
            organisations = organisations.Where(o => o.Kind == sort);
        if (status is { } standing)
            organisations = organisations.Where(o => o.Status == standing);
        if (isSandbox is { } sandbox)
            organisations = organisations.Where(o => o.IsSandbox == sandbox);
        if (page.After<Organisation>() is { } after)
            organisations = organisations.Where(o => o.TenantId < after);
        var rows = await organisations.OrderByDescending(o => o.TenantId).Take(page.Take).ToListAsync(ct);
        var now = clock.GetUtcNow();
        return page.Cut(rows, o => o.TenantId, o => OrganisationResponse.Of(o, now));
    }
}
