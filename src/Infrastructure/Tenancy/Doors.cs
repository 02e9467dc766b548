using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Infrastructure.Tenancy;

public enum DatabaseRole { Tenant, Platform }

/// <param name="Tenant">None when across tenants.</param>
public sealed record TenantSession(DatabaseRole Role, Id<Organisation> Tenant, bool Across, Actor Actor);

public sealed class Doors
{
    public FranchiseDb Tenant(Id<Organisation> organisation, Actor actor) => throw new NotSupportedException();

    public FranchiseDb PlatformFor(Id<Organisation> organisation, Actor actor) => throw new NotSupportedException();

    public Task<FranchiseDb> AcrossTenants(string reason, Actor actor, CancellationToken ct) => throw new NotSupportedException();
}
