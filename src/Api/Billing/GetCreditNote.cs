using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>One credit note.</summary>
internal static class GetCreditNote
{
    public static async Task<CreditNoteView> Handle(Id<CreditNote> id, FranchiseDb db, CancellationToken ct) =>
        CreditNoteView.Of(await db.Set<CreditNote>().AsNoTracking().Include(n => n.Lines).SingleOrDefaultAsync(n => n.Id == id, ct) ?? throw Refusal.NotFound());
}
