using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class PublishUnitVersion
{
    public static async Task<Changed<UnitVersionResponse>> Handle(
        Id<Unit> id, Id<UnitVersion> versionId, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var unit = await db.Set<Unit>().Include(u => u.Versions).SingleOrDefaultAsync(u => u.Id == id, ct) ?? throw Refusal.NotFound();
        var version = unit.Find(versionId);
        ifMatch.Demand(unit.Version);
        unit.Publish(versionId, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new(UnitVersionResponse.Of(version), unit.Version);
    }
}
