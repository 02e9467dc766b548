using System.ComponentModel.DataAnnotations;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Names the price of a fee that had none on its day.</summary>
internal static class PriceFee
{
    /// <param name="UnitAmount">What each costs, in minor units of the fee's currency, without VAT.</param>
    public sealed record Request([Range(0, Money.Most)] long UnitAmount)
    {
        public static Request Example => new(3_000);
    }

    public static async Task<FeeView> Handle(Id<Fee> id, Request request, FranchiseDb db, CancellationToken ct)
    {
        var fee = await Fees.Lock(db, id, ct);
        fee.Price(request.UnitAmount, await InvoicesOnFile.ProfileAsync(db, fee.TenantId, ct));
        await db.SaveChangesAsync(ct);
        await Fees.Say(db, fee, Fees.Priced, ct);
        return FeeView.Of(fee);
    }
}
