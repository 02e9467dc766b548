using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Issues a draft now instead of waiting.</summary>
internal static class FinaliseInvoice
{
    public static async Task<Changed<InvoiceView>> Handle(
        Id<Invoice> id, BillingSettings settings, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Invoices.Lock(db, id, ifMatch, clock, ct);
        await InvoicesOnFile.FinaliseAsync(db, at, settings, ct);
        return await Invoices.Changed(db, at.Invoice, ct);
    }
}
