using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class GetUnitVersion
{
    public static async Task<Found<UnitVersionResponse>> Handle(
        Id<Unit> id, Id<UnitVersion> versionId, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var versions = await EntitledCatalogue.UnitVersions(db, clock, ct);
        var version = await versions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == versionId && v.UnitId == id, ct) ?? throw Refusal.NotFound();
        return new(UnitVersionResponse.Of(version), await db.Set<Unit>().Where(u => u.Id == id).Select(u => u.Version).SingleAsync(ct));
    }
}
