using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>One exchange rate.</summary>
internal static class GetExchangeRate
{
    public static async Task<ExchangeRateView> Handle(Id<ExchangeRate> id, FranchiseDb db, CancellationToken ct) =>
        ExchangeRateView.Of(await db.Set<ExchangeRate>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw Refusal.NotFound());
}
