using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class ChangePackage
{
    public static async Task<Changed<PackageResponse>> Handle(Id<Package> id, PackageRequest request, IfMatch ifMatch, FranchiseDb db, CancellationToken ct)
    {
        var package = await db.Set<Package>().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
        ifMatch.Demand(package.Version);
        package.Change(request.Details, await PackageRequest.Known(request.Units, request.Resources, db, ct));
        await db.SaveChangesAsync(ct);
        return new(PackageResponse.Of(package), package.Version);
    }
}
