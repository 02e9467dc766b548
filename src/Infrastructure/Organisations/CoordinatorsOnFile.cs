using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Organisations;

/// <summary>Whom an organisation has named as its coordinators.</summary>
public static class CoordinatorsOnFile
{
    /// <summary>Where the coordinators of some organisations are written to.</summary>
    public static async Task<ILookup<Id<Organisation>, string>> AddressesAsync(FranchiseDb db, IEnumerable<Id<Organisation>> organisations, CancellationToken ct)
    {
        var tenants = organisations.Distinct().ToArray();
        var found = await db.Set<Contact>()
            .Where(c => tenants.Contains(c.TenantId) && c.Role == ContactRole.Coordinator)
            .Select(c => new { c.TenantId, c.Email })
            .Distinct()
            .ToListAsync(ct);
        return found.ToLookup(c => c.TenantId, c => c.Email);
    }
}
