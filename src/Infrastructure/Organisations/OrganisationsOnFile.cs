using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Organisations;

/// <summary>How an organisation is read by whoever has one of its things in hand.</summary>
public static class OrganisationsOnFile
{
    /// <summary>The organisation itself, to read.</summary>
    public static Task<Organisation> FindAsync(FranchiseDb db, Id<Organisation> tenant, CancellationToken ct) =>
        db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == tenant, ct);

    /// <summary>Its own time.</summary>
    public static async Task<OwnTime> TimeAsync(FranchiseDb db, Id<Organisation> tenant, TimeProvider clock, CancellationToken ct) =>
        OwnTime.Of(await FindAsync(db, tenant, ct), clock.GetUtcNow());
}
