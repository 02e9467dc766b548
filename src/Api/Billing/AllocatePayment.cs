using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Pays an invoice with what is left of a payment.</summary>
internal static class AllocatePayment
{
    /// <param name="InvoiceId">The invoice, of the same organisation.</param>
    /// <param name="Amount">How much, in minor units: at most what is left, and at most what is owed.</param>
    public sealed record Request(Id<Invoice> InvoiceId, [Range(1, Money.Most)] long Amount)
    {
        public static Request Example => new(ExampleOf.Id<Invoice>(), 100);
    }

    public static async Task<Changed<PaymentView>> Handle(Id<Payment> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        // The invoice first, as whoever credits it does.
        var at = await Invoices.Lock(db, request.InvoiceId, null, clock, ct);
        var payment = await Payments.Lock(db, id, ifMatch, ct);
        db.AddRange(payment.Allocate(at.Invoice, request.Amount, at.Time).Entries);
        await DunningOnFile.ClearAsync(db, at.Organisation.TenantId, at.Time, ct);
        await db.SaveChangesAsync(ct);
        return new(PaymentView.Of(payment), payment.Version);
    }
}
