using Franchise.Domain.Licensing;
using Franchise.Infrastructure.Licensing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>What the use cases that move seats have in common: all of it happens under the lock of the licence's row, so no seat is given twice.</summary>
internal static class Seats
{
    /// <summary>Adds the new entry, if there is one, and answers with it or with the earlier one.</summary>
    public static async Task<SeatMove> Save(
        FranchiseDb db, Licence licence, SeatBooking booking, SeatEntryKind kind, SeatEntry? added, CancellationToken ct)
    {
        if (added is not null)
        {
            db.Add(added);
            await db.SaveChangesAsync(ct);
        }
        var entry = added ?? booking.Entry(kind)!;
        var balances = await SeatsOnFile.BalancesAsync(db, licence, entry.TermNumber, ct);
        return new(SeatEntryView.Of(entry), SeatBalanceView.Of(entry.TermNumber, balances[entry.TermNumber]));
    }
}
