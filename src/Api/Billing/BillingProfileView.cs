using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Billing;

/// <summary>How an organisation is billed. Where nothing is written the usual terms count.</summary>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="PurchaseOrder">The number that its invoices carry; null for none.</param>
/// <param name="ContactName">To whom invoices go; null for the finance contact.</param>
/// <param name="ContactEmail">Where they go; null for the finance contact's address.</param>
/// <param name="VatStatus">Whether it is registered for VAT.</param>
/// <param name="VatNumber">Its VAT number; null unless it is registered.</param>
/// <param name="TermsDays">Within how many days of issue an invoice is due.</param>
/// <param name="Concessions">Discounts and bursaries, those that are over among them.</param>
internal sealed record BillingProfileView(
    Id<Organisation> OrganisationId, string? PurchaseOrder, string? ContactName, string? ContactEmail, VatStatus VatStatus, string? VatNumber, int TermsDays,
    IReadOnlyList<ConcessionView> Concessions)
{
    public static BillingProfileView Example =>
        new(ExampleOf.Id<Organisation>(), "PO-77", "Accounts", "accounts@example.org", VatStatus.Registered, "GB123456789", 30, [ConcessionView.Example]);

    public static BillingProfileView Of(BillingProfile p) =>
        new(
            p.TenantId, p.Details.PurchaseOrder, p.Details.ContactName, p.Details.ContactEmail, p.Details.VatStatus, p.Details.VatNumber, p.Details.TermsDays,
            [.. p.Concessions.OrderBy(c => c.Id).Select(ConcessionView.Of)]);
}

/// <summary>A discount or a bursary.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Which of the two.</param>
/// <param name="BasisPoints">Hundredths of a percent off every fee; null where it is an amount.</param>
/// <param name="Amount">Minor units off each licence fee; null where it is a percentage.</param>
/// <param name="From">The first day on which it counts.</param>
/// <param name="Until">The last; null for as long as nobody ends it.</param>
/// <param name="Reason">Why.</param>
/// <param name="ApprovedBy">Who approved it; null where nobody had to.</param>
internal sealed record ConcessionView(
    Id<Concession> Id, ConcessionKind Kind, int? BasisPoints, long? Amount, DateOnly From, DateOnly? Until, string Reason, string? ApprovedBy)
{
    public static ConcessionView Example => new(ExampleOf.Id<Concession>(), ConcessionKind.Bursary, 5_000, null, new(2027, 3, 1), new(2028, 2, 29), "A small refuge.", "The trustees");

    public static ConcessionView Of(Concession c) => new(c.Id, c.Kind, c.BasisPoints, c.Amount, c.From, c.Until, c.Reason, c.ApprovedBy);
}
