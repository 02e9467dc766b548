using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;

namespace Franchise.Api.Billing;

/// <summary>What a unit of another currency is worth in sterling from a day on.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="From">The first day on which it counts; until another begins. Of those for one day the last entered counts.</param>
/// <param name="SterlingPerUnit">Sterling for one unit.</param>
/// <param name="EnteredAt">When it was entered.</param>
internal sealed record ExchangeRateView(Id<ExchangeRate> Id, string Currency, DateOnly From, decimal SterlingPerUnit, DateTimeOffset EnteredAt)
{
    public static ExchangeRateView Example => new(ExampleOf.Id<ExchangeRate>(), "EUR", new(2027, 3, 1), 0.8412m, ExampleOf.Time);

    public static ExchangeRateView Of(ExchangeRate r) => new(r.Id, r.Currency, r.From, r.SterlingPerUnit, r.EnteredAt);
}
