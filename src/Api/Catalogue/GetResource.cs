using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class GetResource
{
    public static async Task<Found<ResourceResponse>> Handle(Id<Resource> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var resources = await EntitledCatalogue.Resources(db, clock, ct);
        var resource = await resources.AsNoTracking().Include(r => r.Versions).SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw Refusal.NotFound();
        return new(ResourceResponse.Of(resource, resource.Versions.Select(ResourceVersionResponse.Of)), resource.Version);
    }
}
