using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Catalogue;

internal static class ListResources
{
    public static async Task<Page<ResourceResponse>> Handle(
        ResourceKind? kind, CatalogueStatus? status, PageQuery page, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var resources = await EntitledCatalogue.Resources(db, clock, ct);
        if (kind is { } sort)
            resources = resources.Where(r => r.Kind == sort);
        if (status is { } wanted)
            resources = resources.Where(r => r.Status == wanted);
        var found = await page.ById(resources, r => r, ct, newestFirst: false);
        var versions = await ResourceResponse.VersionsOf(found.Data.Select(r => r.Id), db, ct);
        return new([.. found.Data.Select(r => ResourceResponse.Of(r, versions[r.Id]))], found.Next);
    }
}
