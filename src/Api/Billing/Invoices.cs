using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>How use cases come by what they bill. Absent and foreign are one and the same: not found.</summary>
internal static class Invoices
{
    /// <summary>An invoice to look at.</summary>
    public static async Task<InvoiceOnFile> Find(FranchiseDb db, Id<Invoice> id, TimeProvider clock, CancellationToken ct) =>
        await InvoicesOnFile.FindAsync(db, id, clock.GetUtcNow(), ct) ?? throw Refusal.NotFound();

    /// <summary>An invoice to change, if the caller has seen how it stands.</summary>
    public static async Task<InvoiceOnFile> Lock(FranchiseDb db, Id<Invoice> id, IfMatch? ifMatch, TimeProvider clock, CancellationToken ct)
    {
        var at = await InvoicesOnFile.LockAsync(db, id, clock.GetUtcNow(), ct) ?? throw Refusal.NotFound();
        ifMatch?.Demand(at.Invoice.Version);
        return at;
    }

    /// <summary>Saves and answers.</summary>
    public static async Task<Changed<InvoiceView>> Changed(FranchiseDb db, Invoice invoice, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        return new(InvoiceView.Of(invoice), invoice.Version);
    }

    /// <summary>An organisation that the session may know of, with its own time.</summary>
    public static async Task<(Organisation Organisation, OwnTime Time)> Organisation(FranchiseDb db, Id<Organisation> id, TimeProvider clock, CancellationToken ct)
    {
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.TenantId == id, ct) ?? throw Refusal.NotFound();
        return (organisation, OwnTime.Of(organisation, clock.GetUtcNow()));
    }

    /// <summary>A partner's organisation that a body names.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public static async Task<(Organisation Organisation, OwnTime Time)> Named(FranchiseDb db, Id<Organisation> id, TimeProvider clock, CancellationToken ct)
    {
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.TenantId == id, ct);
        if (organisation is null || id == Domain.Organisations.Organisation.FranchisorId)
            throw Refusal.Invalid([new("/organisationId", "There is no such organisation.")]);
        return (organisation, OwnTime.Of(organisation, clock.GetUtcNow()));
    }
}
