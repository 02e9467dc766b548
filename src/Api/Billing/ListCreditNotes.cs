using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>Credit notes, newest first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListCreditNotes
{
    public static Task<Page<CreditNoteView>> Handle(FranchiseDb db, PageQuery page, CancellationToken ct) =>
        page.ById(db.Set<CreditNote>().Include(n => n.Lines), CreditNoteView.Of, ct);
}
