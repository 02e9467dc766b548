using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Writes an invoice by hand, for what no event charges: bespoke units, printed handbooks, anything once.</summary>
internal static class DraftInvoice
{
    /// <param name="OrganisationId">To whom.</param>
    /// <param name="Currency">The organisation's own.</param>
    /// <param name="Lines">What is charged.</param>
    /// <param name="Package">In whose price list prices are looked up; null where each line names its own.</param>
    public sealed record Request(
        Id<Organisation> OrganisationId, [StringLength(3, MinimumLength = 3)] string Currency, [Length(1, 200)] IReadOnlyList<Line> Lines, [StringLength(40)] string? Package = null)
    {
        public static Request Example => new(ExampleOf.Id<Organisation>(), "GBP", [new(FeeKind.OneOff, "Printed handbooks", 10, 1_250, null, new(VatTreatment.Zero, "Printed books."))]);
    }

    /// <param name="Kind">What is charged for.</param>
    /// <param name="Description">As it stands on the invoice; never a person's name. Null for the title in the price list.</param>
    /// <param name="Quantity">How many.</param>
    /// <param name="UnitAmount">What each costs, in minor units without VAT; null for the price in force today.</param>
    /// <param name="Item">The code of a one-off item in the price list; null for a kind that has one price.</param>
    /// <param name="Vat">Its VAT treatment and why, where it is not the usual one.</param>
    public sealed record Line(
        FeeKind Kind,
        [StringLength(200, MinimumLength = 1)] string? Description,
        [Range(1, 100_000)] int Quantity,
        [Range(0, Money.Most)] long? UnitAmount = null,
        [StringLength(32)] string? Item = null,
        VatOfLine? Vat = null);

    /// <param name="Treatment">The treatment.</param>
    /// <param name="Reason">Why, as it stands on the invoice.</param>
    public sealed record VatOfLine(VatTreatment Treatment, [StringLength(200, MinimumLength = 1)] string Reason);

    public static async Task<Created<InvoiceView>> Handle(
        Request request, Domain.Identity.Actor actor, FranchiseDb db, BillingSettings settings, TimeProvider clock, CancellationToken ct)
    {
        var (organisation, time) = await Invoices.Named(db, request.OrganisationId, clock, ct);
        if (organisation.Currency != request.Currency)
            throw Refusal.Invalid(BillingCodes.CurrencyMismatch, "/currency", $"The organisation pays in {organisation.Currency}.", "Write the invoice in that currency.");
        var prices = request.Package is { } package ? await InvoicesOnFile.PriceAsync(db, package, organisation.Currency, time.Today, ct) : null;
        var lines = request.Lines.Select((l, i) => Draft(l, prices, $"/lines/{i}")).ToList();
        var profile = await InvoicesOnFile.ProfileAsync(db, organisation.TenantId, ct);
        var rules = await InvoicesOnFile.RulesAsync(db, settings, organisation, profile, organisation.Currency, time.Today, ct);
        var invoice = new Invoice(organisation.TenantId, InvoiceKind.OneOff, null, new(time.Today, time.Today), organisation.Currency, lines, rules, time, actor);
        db.Add(invoice);
        await db.SaveChangesAsync(ct);
        return new($"/v1/invoices/{invoice.Id}", InvoiceView.Of(invoice), invoice.Version);
    }

    private static LineDraft Draft(Line line, PriceVersion? prices, string pointer)
    {
        var item = line.Item is { } code ? prices?.Items.FirstOrDefault(i => i.Code == code) : null;
        if (line.Item is not null && item is null)
            throw Refusal.Invalid([new($"{pointer}/item", "The price list in force has no such item.")]);
        var unit = line.UnitAmount ?? item?.Amount ?? (prices is not null && line.Kind is not (FeeKind.OneOff or FeeKind.PackageChange) ? prices.Fees.Of(line.Kind) : null);
        if (unit is not { } amount)
            throw Refusal.Invalid(BillingCodes.NoPriceInForce, $"{pointer}/unitAmount", "No price list in force names a price for it.", "Name the price, or publish a price list.");
        return new(line.Kind, line.Description ?? item?.Title ?? "", line.Quantity, amount, 0, null, line.Vat is { } vat ? new(vat.Treatment, vat.Reason) : item?.Vat);
    }
}
