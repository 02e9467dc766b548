using Franchise.Domain.Licensing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Licensing;

/// <summary>How the seat ledger is read. To write on the strength of it, hold the lock of the licence's row: then no seat is given twice.</summary>
public static class SeatsOnFile
{
    /// <summary>The seats of every term that has an entry in the ledger, or of one term.</summary>
    public static async Task<IReadOnlyDictionary<int, SeatBalance>> BalancesAsync(FranchiseDb db, Licence licence, int? term, CancellationToken ct)
    {
        var id = licence.Id;
        var sums = await db.Set<SeatEntry>()
            .Where(e => e.LicenceId == id && (term == null || e.TermNumber == term))
            .GroupBy(e => new { e.TermNumber, e.Kind })
            .Select(g => new { g.Key.TermNumber, g.Key.Kind, Quantity = g.Sum(e => e.Quantity) })
            .ToListAsync(ct);
        var byTerm = sums.ToLookup(s => s.TermNumber);
        return licence.Terms
            .Where(t => term is null || t.Number == term)
            .ToDictionary(
                t => t.Number,
                t =>
                {
                    int Of(SeatEntryKind kind) => byTerm[t.Number].Where(s => s.Kind == kind).Sum(s => s.Quantity);
                    return SeatBalance.Of(licence.SeatsOf(t), Of(SeatEntryKind.Reserve), Of(SeatEntryKind.Consume), Of(SeatEntryKind.Release));
                });
    }

    /// <summary>What the ledger holds under a reference.</summary>
    public static async Task<SeatBooking> BookingAsync(FranchiseDb db, Licence licence, string reference, CancellationToken ct)
    {
        var id = licence.Id;
        return new(reference, await db.Set<SeatEntry>().AsNoTracking().Where(e => e.LicenceId == id && e.Reference == reference).ToListAsync(ct));
    }
}
