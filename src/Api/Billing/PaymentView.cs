using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Billing;

/// <summary>Money that came in.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">From whom.</param>
/// <param name="Method">How it came in.</param>
/// <param name="Amount">How much.</param>
/// <param name="ReceivedOn">The day on which it came in.</param>
/// <param name="Reference">What the payer or the cheque says.</param>
/// <param name="Allocated">How much of it pays invoices.</param>
/// <param name="Returned">How much of it was given back, taken back by a bank, or reversed.</param>
/// <param name="Left">How much of it is credit.</param>
/// <param name="Allocations">What it pays.</param>
/// <param name="ReversedAt">When it was reversed; null where it counts.</param>
/// <param name="ReversedBecause">Why it was reversed; null where it counts.</param>
internal sealed record PaymentView(
    Id<Payment> Id, Id<Organisation> OrganisationId, PaymentMethod Method, Money Amount, DateOnly ReceivedOn, string Reference, Money Allocated, Money Returned, Money Left,
    IReadOnlyList<AllocationView> Allocations, DateTimeOffset? ReversedAt, ReversalReason? ReversedBecause)
{
    public static PaymentView Example =>
        new(
            ExampleOf.Id<Payment>(), ExampleOf.Id<Organisation>(), PaymentMethod.BankTransfer, new(540_000, "GBP"), new(2027, 3, 20), "C4-2027-000123", new(540_000, "GBP"),
            new(0, "GBP"), new(0, "GBP"), [new(ExampleOf.Id<Invoice>(), 540_000, ExampleOf.Time)], null, null);

    public static PaymentView Of(Payment p) =>
        new(
            p.Id, p.TenantId, p.Method, new(p.Amount, p.Currency), p.ReceivedOn, p.Reference, new(p.Allocated, p.Currency), new(p.Returned, p.Currency), new(p.Left, p.Currency),
            [.. p.Allocations.OrderBy(a => a.Id).Select(a => new AllocationView(a.InvoiceId, a.Amount, a.At))], p.ReversedAt, p.ReversedBecause);
}

/// <summary>A part of a payment that pays an invoice.</summary>
/// <param name="InvoiceId">The invoice.</param>
/// <param name="Amount">Minor units; below nothing where it was taken off again.</param>
/// <param name="At">When.</param>
internal sealed record AllocationView(Id<Invoice> InvoiceId, long Amount, DateTimeOffset At);
