using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Catalogue;

internal static class ListUnits
{
    public static async Task<Page<UnitResponse>> Handle(
        [Description("Only units of this programme.")] Id<Programme>? programmeId, PageQuery page, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var units = await EntitledCatalogue.Units(db, clock, ct);
        if (programmeId is { } programme)
            units = units.Where(u => u.ProgrammeId == programme);
        var found = await page.ById(units, u => u, ct, newestFirst: false);
        var current = await UnitResponse.CurrentOf(found.Data.Select(u => u.Id), db, ct);
        return new([.. found.Data.Select(u => UnitResponse.Of(u, current.GetValueOrDefault(u.Id)))], found.Next);
    }
}
