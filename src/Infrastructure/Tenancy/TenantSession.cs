using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Infrastructure.Tenancy;

/// <summary>The two database roles that serve requests and jobs.</summary>
public enum DatabaseRole
{
    /// <summary>Writes only what an organisation owns.</summary>
    Tenant,

    /// <summary>Writes what Cohort 4 owns: catalogue, licences, invoices.</summary>
    Platform,
}

/// <summary>What a <c>FranchiseDb</c> may see, fixed for its whole life.</summary>
/// <param name="Role">Which database role it is connected as.</param>
/// <param name="Tenant">The one organisation it sees; none where it looks across.</param>
/// <param name="Across">Whether it sees every organisation.</param>
/// <param name="Actor">In whose name it writes.</param>
public sealed record TenantSession(DatabaseRole Role, Id<Organisation> Tenant, bool Across, Actor Actor)
{
    /// <summary>The value of <c>app.tenant</c>: the organisation's UUID, or <c>*</c> for all.</summary>
    public string Setting { get; } = Across ? "*" : Tenant.Value.ToString("D");
}
