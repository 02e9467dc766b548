using System.ComponentModel.DataAnnotations;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Lets a fee go.</summary>
internal static class WaiveFee
{
    /// <param name="Reason">Why.</param>
    public sealed record Request([StringLength(500, MinimumLength = 1)] string Reason)
    {
        public static Request Example => new("Registered twice by mistake.");
    }

    public static async Task<FeeView> Handle(Id<Fee> id, Request request, FranchiseDb db, CancellationToken ct)
    {
        var fee = await Fees.Lock(db, id, ct);
        fee.Waive(request.Reason);
        await db.SaveChangesAsync(ct);
        await Fees.Say(db, fee, Fees.Waived, ct);
        return FeeView.Of(fee);
    }
}
