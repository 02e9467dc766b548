using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>An organisation says to whom its invoices go and under which purchase order.</summary>
internal static class AddressInvoices
{
    /// <param name="PurchaseOrder">The number that its invoices carry; null for none.</param>
    /// <param name="ContactName">To whom invoices go; null for the finance contact.</param>
    /// <param name="ContactEmail">Where they go; null for the finance contact's address.</param>
    public sealed record Request(
        [StringLength(40)] string? PurchaseOrder = null,
        [StringLength(100)] string? ContactName = null,
        [StringLength(254)] string? ContactEmail = null)
    {
        public static Request Example => new("PO-77", "Accounts", "accounts@example.org");
    }

    public static async Task<Changed<BillingProfileView>> Handle(
        Id<Organisation> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (profile, _, _) = await Profiles.Lock(db, id, ifMatch, clock, ct);
        profile.Address(request.PurchaseOrder, request.ContactName, request.ContactEmail);
        await db.SaveChangesAsync(ct);
        return new(BillingProfileView.Of(profile), profile.Version);
    }
}
