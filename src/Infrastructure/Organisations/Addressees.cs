using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Organisations;

/// <summary>Who is written to about an organisation's affairs.</summary>
public static class Addressees
{
    /// <summary>Where the coordinators of some organisations are written to.</summary>
    public static async Task<ILookup<Id<Organisation>, string>> CoordinatorsAsync(FranchiseDb db, IEnumerable<Id<Organisation>> organisations, CancellationToken ct)
    {
        var tenants = organisations.Distinct().ToArray();
        var found = await db.Set<Contact>()
            .Where(c => tenants.Contains(c.TenantId) && c.Role == ContactRole.Coordinator)
            .Select(c => new { c.TenantId, c.Email })
            .Distinct()
            .ToListAsync(ct);
        return found.ToLookup(c => c.TenantId, c => c.Email);
    }

    /// <summary>
    /// Cohort 4's quality leads or, where there is none yet, its administrators. Through a door of its own: a sweep of one organisation sees no other.
    /// </summary>
    public static async Task<IReadOnlyList<string>> QualityLeadsAsync(Doors doors, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(Organisation.FranchisorId, Actor.System);
        var members = await db.Set<Member>()
            .Where(m => m.DisabledAt == null && (m.Role == Role.QualityLead || m.Role == Role.PlatformAdministrator))
            .Select(m => new { m.Role, m.Email })
            .ToListAsync(ct);
        var leads = members.Where(m => m.Role == Role.QualityLead).ToList();
        return [.. (leads.Count > 0 ? leads : members).Select(m => m.Email).Distinct(StringComparer.Ordinal)];
    }
}
