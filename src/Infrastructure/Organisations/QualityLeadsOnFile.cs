using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Organisations;

/// <summary>Who of Cohort 4 is written to about the quality of what is delivered.</summary>
public static class QualityLeadsOnFile
{
    /// <summary>
    /// Its quality leads or, where there is none yet, its administrators. Through a door of its own: a sweep of one organisation sees no other.
    /// </summary>
    public static async Task<IReadOnlyList<string>> AddressesAsync(Doors doors, CancellationToken ct)
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
