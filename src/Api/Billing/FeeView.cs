using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Billing;

/// <summary>Something that an organisation owes because something happened.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Who owes it.</param>
/// <param name="Kind">What is charged for.</param>
/// <param name="Subject">The id of what it is for.</param>
/// <param name="Description">As it stands on the invoice.</param>
/// <param name="On">The organisation's own date on which it fell.</param>
/// <param name="LicenceId">The licence; null where it is under none.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Discount">What is taken off, in minor units.</param>
/// <param name="Net">What is charged, without VAT.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="InvoiceId">The invoice on which it stands; null before.</param>
/// <param name="WaivedBecause">Why it is not charged; null where it is.</param>
internal sealed record FeeView(
    Id<Fee> Id, Id<Organisation> OrganisationId, FeeKind Kind, string Subject, string Description, DateOnly On, Id<Licence>? LicenceId, int Quantity, long Discount, Money Net,
    FeeStatus Status, Id<Invoice>? InvoiceId, string? WaivedBecause)
{
    public static FeeView Example =>
        new(
            ExampleOf.Id<Fee>(), ExampleOf.Id<Organisation>(), FeeKind.Registration, "enr_06ay4xhhx1ddw3sta9kcbhw2p1", "Registration of a learner", new(2027, 3, 1),
            ExampleOf.Id<Licence>(), 1, 0, new(3_000, "GBP"), FeeStatus.Pending, null, null);

    public static FeeView Of(Fee f) =>
        new(f.Id, f.TenantId, f.Kind, f.Subject, f.Description, f.On, f.LicenceId, f.Quantity, f.Discount, new(f.Net, f.Currency), f.Status, f.InvoiceId, f.WaivedBecause);
}
