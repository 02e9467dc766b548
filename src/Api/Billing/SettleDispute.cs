using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>A dispute is over.</summary>
internal static class SettleDispute
{
    public static async Task<Changed<InvoiceView>> Handle(
        Id<Invoice> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Invoices.Lock(db, id, ifMatch, clock, ct);
        at.Invoice.SettleDispute();
        return await Invoices.Changed(db, at.Invoice, ct);
    }
}
