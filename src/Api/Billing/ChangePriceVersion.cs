using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Replaces what a draft lays down.</summary>
internal static class ChangePriceVersion
{
    public static async Task<Changed<PriceView>> Handle(Id<PriceVersion> id, TermsOfPrice request, IfMatch ifMatch, FranchiseDb db, CancellationToken ct)
    {
        var price = await Prices.Lock(db, id, ifMatch, ct);
        price.Change(request.From, request.Fees.ToFees(), [.. request.Items.Select(i => i.ToItem())]);
        await db.SaveChangesAsync(ct);
        return new(PriceView.Of(price), price.Version);
    }
}
