using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Enters what a unit of another currency is worth in sterling from a day on.</summary>
internal static class EnterExchangeRate
{
    /// <param name="Currency">EUR.</param>
    /// <param name="From">The first day on which it counts; until another begins.</param>
    /// <param name="SterlingPerUnit">Sterling for one unit, with at most six decimal places.</param>
    public sealed record Request([StringLength(3, MinimumLength = 3)] string Currency, DateOnly From, [Range(0.000001, 1_000)] decimal SterlingPerUnit)
    {
        public static Request Example => new("EUR", new(2027, 3, 1), 0.8412m);
    }

    public static async Task<Created<ExchangeRateView>> Handle(Request request, Actor actor, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var rate = new ExchangeRate(request.Currency, request.From, request.SterlingPerUnit, actor, clock.GetUtcNow());
        db.Add(rate);
        await db.SaveChangesAsync(ct);
        return new("/v1/exchange-rates", ExchangeRateView.Of(rate));
    }
}
