using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Gives up what is owed.</summary>
internal static class MarkInvoiceUncollectible
{
    public static async Task<Changed<InvoiceView>> Handle(
        Id<Invoice> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Invoices.Lock(db, id, ifMatch, clock, ct);
        db.AddRange(at.Invoice.GiveUp(at.Time).Entries);
        await DunningOnFile.ClearAsync(db, at.Organisation.TenantId, at.Time, ct);
        return await Invoices.Changed(db, at.Invoice, ct);
    }
}
