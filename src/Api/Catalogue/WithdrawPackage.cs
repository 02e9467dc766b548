using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class WithdrawPackage
{
    public static async Task<Changed<PackageResponse>> Handle(Id<Package> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var package = await db.Set<Package>().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
        package.Withdraw(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new(PackageResponse.Of(package), package.Version);
    }
}
