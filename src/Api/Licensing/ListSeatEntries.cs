using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>The seat ledger, newest entry first. Entries are only ever added.</summary>
internal static class ListSeatEntries
{
    public static async Task<Page<SeatEntryView>> Handle(
        Id<Licence> id, FranchiseDb db, PageQuery page, [Description("Only entries with this reference.")] string? reference, CancellationToken ct)
    {
        await Licences.Demand(db, id, ct);
        return await page.ById(
            db.Set<SeatEntry>().Where(e => e.LicenceId == id && (reference == null || e.Reference == reference)), SeatEntryView.Of, ct);
    }
}
