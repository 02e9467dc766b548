using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>One payment.</summary>
internal static class GetPayment
{
    public static async Task<Found<PaymentView>> Handle(Id<Payment> id, FranchiseDb db, CancellationToken ct)
    {
        var payment = await Payments.Find(db, id, ct);
        return new(PaymentView.Of(payment), payment.Version);
    }
}
