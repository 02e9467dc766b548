using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Writes how an organisation is billed.</summary>
internal static class SetBillingProfile
{
    /// <param name="PurchaseOrder">The number that its invoices carry; null for none.</param>
    /// <param name="ContactName">To whom invoices go; null for the finance contact.</param>
    /// <param name="ContactEmail">Where they go; null for the finance contact's address.</param>
    /// <param name="VatStatus">Whether it is registered for VAT.</param>
    /// <param name="VatNumber">Its VAT number with the country's letters; null unless it is registered.</param>
    /// <param name="TermsDays">Within how many days of issue an invoice is due.</param>
    public sealed record Request(
        [StringLength(40)] string? PurchaseOrder = null,
        [StringLength(100)] string? ContactName = null,
        [StringLength(254)] string? ContactEmail = null,
        VatStatus VatStatus = VatStatus.NotRegistered,
        [StringLength(20)] string? VatNumber = null,
        [Range(0, 120)] int TermsDays = BillingDetails.UsualTermsDays)
    {
        public static Request Example => new("PO-77", "Accounts", "accounts@example.org", VatStatus.Registered, "GB123456789", 30);
    }

    public static async Task<Changed<BillingProfileView>> Handle(
        Id<Organisation> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (profile, organisation, _) = await Profiles.Lock(db, id, ifMatch, clock, ct);
        profile.Change(new(request.PurchaseOrder, request.ContactName, request.ContactEmail, request.VatStatus, request.VatNumber, request.TermsDays), organisation.Country);
        await db.SaveChangesAsync(ct);
        return new(BillingProfileView.Of(profile), profile.Version);
    }
}
