using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class GetPackage
{
    public static async Task<Found<PackageResponse>> Handle(Id<Package> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var packages = await EntitledCatalogue.Packages(db, clock, ct);
        var package = await packages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
        return new(PackageResponse.Of(package), package.Version);
    }
}
