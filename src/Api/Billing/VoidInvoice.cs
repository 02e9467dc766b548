using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>Discards a draft; of an issued invoice, credits all that is left.</summary>
internal static class VoidInvoice
{
    /// <param name="Reason">Why, as it stands on the credit note.</param>
    public sealed record Request([StringLength(500, MinimumLength = 1)] string Reason)
    {
        public static Request Example => new("Issued by mistake.");
    }

    public static async Task<Changed<InvoiceView>> Handle(Id<Invoice> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Invoices.Lock(db, id, ifMatch, clock, ct);
        if (at.Invoice.IsIssued)
            await InvoicesOnFile.CreditAsync(db, at, request.Reason, null, ct);
        else
            at.Invoice.Discard(await db.Set<Fee>().Where(f => f.InvoiceId == id).ToListAsync(ct));
        return await Invoices.Changed(db, at.Invoice, ct);
    }
}
