using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Payments;

/// <summary>Payments that a payer or her bank takes back or tries to, newest first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListPaymentDisputes
{
    /// <summary>A dispute.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="OrganisationId">Whose payment.</param>
    /// <param name="PaymentId">The payment.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Reason">Stripe's word for why.</param>
    /// <param name="Status">How it stands. Stripe's own pages take what is said against it.</param>
    /// <param name="OpenedAt">When it was heard of.</param>
    /// <param name="ClosedAt">When it was decided; null while it is open.</param>
    public sealed record View(
        Id<PaymentDispute> Id, Id<Organisation> OrganisationId, Id<Payment> PaymentId, Money Amount, string Reason, PaymentDisputeStatus Status, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt)
    {
        public static View Example =>
            new(
                ExampleOf.Id<PaymentDispute>(), ExampleOf.Id<Organisation>(), ExampleOf.Id<Payment>(), new(12_000, "GBP"), "fraudulent", PaymentDisputeStatus.Open, ExampleOf.Time, null);

        public static View Of(PaymentDispute d) => new(d.Id, d.TenantId, d.PaymentId, new(d.Amount, d.Currency), d.Reason, d.Status, d.OpenedAt, d.ClosedAt);
    }

    public static Task<Page<View>> Handle(
        FranchiseDb db, PageQuery page, [Description("Only those that stand so.")] PaymentDisputeStatus? status, CancellationToken ct) =>
        page.ById(status is { } only ? db.Set<PaymentDispute>().Where(d => d.Status == only) : db.Set<PaymentDispute>(), View.Of, ct);
}
