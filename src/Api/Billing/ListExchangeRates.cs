using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Exchange rates, the last entered first.</summary>
internal static class ListExchangeRates
{
    public static Task<Page<ExchangeRateView>> Handle(FranchiseDb db, PageQuery page, [Description("Only of this currency.")] string? currency, CancellationToken ct) =>
        page.ById(currency is null ? db.Set<ExchangeRate>() : db.Set<ExchangeRate>().Where(r => r.Currency == currency), ExchangeRateView.Of, ct);
}
