using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Notes that an organisation disputes an invoice.</summary>
internal static class DisputeInvoice
{
    /// <param name="Reason">What is disputed.</param>
    public sealed record Request([StringLength(500, MinimumLength = 1)] string Reason)
    {
        public static Request Example => new("The number of learners is wrong.");
    }

    public static async Task<Changed<InvoiceView>> Handle(Id<Invoice> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Invoices.Lock(db, id, ifMatch, clock, ct);
        at.Invoice.Dispute(request.Reason, at.Time);
        return await Invoices.Changed(db, at.Invoice, ct);
    }
}
