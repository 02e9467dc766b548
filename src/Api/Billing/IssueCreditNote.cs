using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Takes something off an issued invoice.</summary>
internal static class IssueCreditNote
{
    /// <param name="Reason">Why, as it stands on the credit note.</param>
    /// <param name="Lines">How much of which line; null for all that is left of the invoice.</param>
    public sealed record Request([StringLength(500, MinimumLength = 1)] string Reason, [MaxLength(10_000)] IReadOnlyList<Line>? Lines = null)
    {
        public static Request Example => new("Two learners too many.", [new(ExampleOf.Id<InvoiceLine>(), 100)]);
    }

    /// <param name="LineId">The line of the invoice.</param>
    /// <param name="Net">How much of it, in minor units without VAT; at most what is left.</param>
    public sealed record Line(Id<InvoiceLine> LineId, [Range(1, Money.Most)] long Net);

    public static async Task<Created<CreditNoteView>> Handle(Id<Invoice> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Invoices.Lock(db, id, ifMatch, clock, ct);
        var note = await InvoicesOnFile.CreditAsync(db, at, request.Reason, request.Lines?.Select(l => new LineCredit(l.LineId, l.Net)).ToList(), ct);
        return new($"/v1/credit-notes/{note.Id}", CreditNoteView.Of(note));
    }
}
