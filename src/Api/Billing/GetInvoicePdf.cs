using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>An issued invoice on paper.</summary>
internal static class GetInvoicePdf
{
    public static async Task<IResult> Handle(Id<Invoice> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var invoice = (await Invoices.Find(db, id, clock, ct)).Invoice;
        if (!invoice.IsIssued)
            throw Refusal.Conflict(BillingCodes.InvoiceStateForbids, "A draft is not printed.", "Issue it first, or read it as it stands.");
        return TypedResults.File(InvoicePdf.Of(invoice), "application/pdf", $"{invoice.Number}.pdf");
    }
}
