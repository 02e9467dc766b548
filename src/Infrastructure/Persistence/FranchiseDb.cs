using Franchise.Domain.Identity;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Persistence;

public sealed class FranchiseDb(DbContextOptions<FranchiseDb> options, TenantSession session) : DbContext(options)
{
    public TenantSession Session { get; } = session;
    public Actor Actor => Session.Actor;
}
