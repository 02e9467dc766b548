using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class ListUnitVersions
{
    public static async Task<Page<UnitVersionSummary>> Handle(Id<Unit> id, PageQuery page, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var units = await EntitledCatalogue.Units(db, clock, ct);
        if (!await units.AnyAsync(u => u.Id == id, ct))
            throw Refusal.NotFound();
        var versions = (await EntitledCatalogue.UnitVersions(db, clock, ct)).Where(v => v.UnitId == id);
        if (page.After<UnitVersion>() is { } after)
            versions = versions.Where(v => v.Id < after);
        var rows = await UnitVersionSummary.Select(versions.OrderByDescending(v => v.Id)).Take(page.Take).ToListAsync(ct);
        return page.Cut(rows, v => v.Id, v => v);
    }
}
