using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class WithdrawUnitVersion
{
    public static async Task<Changed<UnitVersionResponse>> Handle(
        Id<Unit> id, Id<UnitVersion> versionId, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var unit = await db.Set<Unit>().Include(u => u.Versions).SingleOrDefaultAsync(u => u.Id == id, ct) ?? throw Refusal.NotFound();
        unit.Withdraw(versionId, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new(UnitVersionResponse.Of(unit.Find(versionId)), unit.Version);
    }
}
