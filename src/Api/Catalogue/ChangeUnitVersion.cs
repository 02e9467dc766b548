using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class ChangeUnitVersion
{
    public static async Task<Changed<UnitVersionResponse>> Handle(
        Id<Unit> id, Id<UnitVersion> versionId, UnitVersionRequest request, IfMatch ifMatch, FranchiseDb db, CancellationToken ct)
    {
        var unit = await db.Set<Unit>().Include(u => u.Versions).SingleOrDefaultAsync(u => u.Id == id, ct) ?? throw Refusal.NotFound();
        var version = unit.Find(versionId);
        ifMatch.Demand(unit.Version);
        unit.Edit(versionId, request.Content);
        await db.SaveChangesAsync(ct);
        return new(UnitVersionResponse.Of(version), unit.Version);
    }
}
