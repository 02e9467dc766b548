using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Licensing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>How many seats each term has left.</summary>
internal static class GetSeats
{
    /// <param name="Terms">Each term's seats, the latest term first.</param>
    public sealed record Response(IReadOnlyList<SeatBalanceView> Terms)
    {
        public static Response Example => new([SeatBalanceView.Example]);
    }

    public static async Task<Response> Handle(Id<Licence> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Find(db, id, Parts.Terms, clock, ct);
        var balances = await SeatsOnFile.BalancesAsync(db, at.Licence, null, ct);
        return new([.. balances.OrderByDescending(b => b.Key).Take(Bounds.Items).Select(b => SeatBalanceView.Of(b.Key, b.Value))]);
    }
}
