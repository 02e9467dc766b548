using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class ListResourceVersions
{
    public static async Task<Page<ResourceVersionResponse>> Handle(Id<Resource> id, PageQuery page, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var resources = await EntitledCatalogue.Resources(db, clock, ct);
        if (!await resources.AnyAsync(r => r.Id == id, ct))
            throw Refusal.NotFound();
        return await page.ById(db.Set<ResourceVersion>().Where(v => v.ResourceId == id), ResourceVersionResponse.Of, ct);
    }
}
