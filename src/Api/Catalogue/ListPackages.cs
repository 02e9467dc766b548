using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Catalogue;

internal static class ListPackages
{
    public static async Task<Page<PackageResponse>> Handle(CatalogueStatus? status, PageQuery page, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var packages = await EntitledCatalogue.Packages(db, clock, ct);
        if (status is { } wanted)
            packages = packages.Where(p => p.Status == wanted);
        return await page.ById(packages, PackageResponse.Of, ct, newestFirst: false);
    }
}
