using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class GetUnit
{
    public static async Task<Found<UnitResponse>> Handle(Id<Unit> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var units = await EntitledCatalogue.Units(db, clock, ct);
        var unit = await units.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, ct) ?? throw Refusal.NotFound();
        var current = await UnitResponse.CurrentOf([id], db, ct);
        return new(UnitResponse.Of(unit, current.GetValueOrDefault(id)), unit.Version);
    }
}
