using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>One price version.</summary>
internal static class GetPriceVersion
{
    public static async Task<Found<PriceView>> Handle(Id<PriceVersion> id, FranchiseDb db, CancellationToken ct)
    {
        var price = await Prices.Visible(db).AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
        return new(PriceView.Of(price), price.Version);
    }
}
