using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Records a bank transfer or a cheque.</summary>
internal static class RecordPayment
{
    /// <param name="OrganisationId">From whom.</param>
    /// <param name="Method">How it came in.</param>
    /// <param name="Amount">How much, in the organisation's currency.</param>
    /// <param name="ReceivedOn">The day on which it came in; today at the latest.</param>
    /// <param name="Reference">What the payer or the cheque says.</param>
    /// <param name="InvoiceId">The invoice that it pays, as far as that is owed; null to keep all of it as credit.</param>
    public sealed record Request(
        Id<Organisation> OrganisationId, PaymentMethod Method, Money Amount, DateOnly ReceivedOn, [StringLength(140, MinimumLength = 1)] string Reference, Id<Invoice>? InvoiceId = null)
    {
        public static Request Example => new(ExampleOf.Id<Organisation>(), PaymentMethod.BankTransfer, new(100, "GBP"), new(2026, 9, 1), "C4-2027-000123");
    }

    public static async Task<Created<PaymentView>> Handle(Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (organisation, time) = await Invoices.Named(db, request.OrganisationId, clock, ct);
        var pays = request.InvoiceId is { } id ? await Invoices.Lock(db, id, null, clock, ct) : null;
        if (pays is not null && pays.Organisation.TenantId != organisation.TenantId)
            throw Refusal.NotFound();
        var payment = Payments.Take(db, organisation, request.Method, request.Amount, request.ReceivedOn, request.Reference, null, pays, time);
        await DunningOnFile.ClearAsync(db, organisation.TenantId, time, ct);
        await db.SaveChangesAsync(ct);
        return new($"/v1/payments/{payment.Id}", PaymentView.Of(payment), payment.Version);
    }
}
