using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Payments;

/// <summary>Money that goes back to who paid it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">To whom.</param>
/// <param name="PaymentId">The payment.</param>
/// <param name="Amount">How much.</param>
/// <param name="Reason">Why.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="BegunAt">When it was begun.</param>
/// <param name="FailedBecause">Why it did not go; null unless it failed.</param>
/// <param name="ByHand">Whether it goes back by bank transfer; otherwise it does through Stripe.</param>
internal sealed record RefundView(
    Id<Refund> Id, Id<Organisation> OrganisationId, Id<Payment> PaymentId, Money Amount, string Reason, RefundStatus Status, DateTimeOffset BegunAt, string? FailedBecause, bool ByHand)
{
    public static RefundView Example =>
        new(ExampleOf.Id<Refund>(), ExampleOf.Id<Organisation>(), ExampleOf.Id<Payment>(), new(12_000, "GBP"), "More came in than is owed.", RefundStatus.Succeeded, ExampleOf.Time, null, false);

    public static RefundView Of(Refund r) => new(r.Id, r.TenantId, r.PaymentId, new(r.Amount, r.Currency), r.Reason, r.Status, r.BegunAt, r.FailedBecause, r.ByHand);
}
