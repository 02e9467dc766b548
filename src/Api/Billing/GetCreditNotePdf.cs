using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>A credit note on paper.</summary>
internal static class GetCreditNotePdf
{
    public static async Task<IResult> Handle(Id<CreditNote> id, FranchiseDb db, CancellationToken ct)
    {
        var note = await db.Set<CreditNote>().AsNoTracking().Include(n => n.Lines).SingleOrDefaultAsync(n => n.Id == id, ct) ?? throw Refusal.NotFound();
        return TypedResults.File(CreditNotePdf.Of(note), "application/pdf", $"{note.Number}.pdf");
    }
}
