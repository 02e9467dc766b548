using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Makes a draft final.</summary>
internal static class PublishPriceVersion
{
    public static async Task<Changed<PriceView>> Handle(Id<PriceVersion> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var price = await Prices.Lock(db, id, ifMatch, ct);
        price.Publish(Prices.Time(clock));
        await db.SaveChangesAsync(ct);
        return new(PriceView.Of(price), price.Version);
    }
}
