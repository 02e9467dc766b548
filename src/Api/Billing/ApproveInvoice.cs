using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Lets a draft above the threshold go.</summary>
internal static class ApproveInvoice
{
    public static async Task<Changed<InvoiceView>> Handle(
        Id<Invoice> id, Domain.Identity.Actor actor, BillingSettings settings, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Invoices.Lock(db, id, ifMatch, clock, ct);
        // What it comes to today is what she approves.
        await InvoicesOnFile.RefreshAsync(db, at, settings, ct);
        at.Invoice.Approve(actor);
        return await Invoices.Changed(db, at.Invoice, ct);
    }
}
