using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>One invoice.</summary>
internal static class GetInvoice
{
    public static async Task<Found<InvoiceView>> Handle(Id<Invoice> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Invoices.Find(db, id, clock, ct);
        return new(InvoiceView.Of(at.Invoice), at.Invoice.Version);
    }
}
