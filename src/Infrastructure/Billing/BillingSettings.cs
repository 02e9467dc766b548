using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Microsoft.Extensions.Configuration;

namespace Franchise.Infrastructure.Billing;

/// <summary>Who helps an organisation with its invoices, as letters name her.</summary>
/// <param name="Name">Her name, or the name of her team.</param>
/// <param name="Email">Where she is written to; null where letters name none.</param>
/// <param name="Phone">Where she is rung; null where letters name none.</param>
public sealed record BillingHelper(string Name, string? Email, string? Phone);

/// <summary>How Cohort 4 bills.</summary>
/// <param name="Supplier">Cohort 4 as it stands on invoices.</param>
/// <param name="DraftDays">For how many days a draft can be looked at before it is issued by itself.</param>
/// <param name="HoldAbove">Above what total, in minor units with VAT, it waits for approval.</param>
public sealed record BillingSettings(Supplier Supplier, int DraftDays, long HoldAbove)
{
    /// <summary>Whom letters name.</summary>
    public BillingHelper Helper { get; init; } = new("Cohort 4", null, null);

    /// <summary>
    /// From <c>Billing</c>. Without a VAT number Cohort 4 counts as not registered, and no VAT is charged. Who helps, and where, must be there: no letter about what is
    /// unpaid goes out that names nobody to turn to.
    /// </summary>
    /// <param name="configuration">What is configured.</param>
    /// <param name="isDevelopment">Whether this is a developer's machine, which writes to nobody.</param>
    /// <exception cref="StartRefused">A value makes no sense, or nobody helps.</exception>
    public static BillingSettings From(IConfiguration configuration, bool isDevelopment = false)
    {
        var section = configuration.GetSection("Billing");
        var number = section["VatNumber"] is { Length: > 0 } text ? text : null;
        if (number is not null && !(number.StartsWith("GB", StringComparison.Ordinal) && number.Length is 11 or 14 && number[2..].All(char.IsAsciiDigit)))
            throw new StartRefused("Billing:VatNumber must be GB and 9 or 12 digits.");
        var (days, hold) = (section.GetValue("DraftDays", 3), section.GetValue("HoldAbove", 1_000_000L));
        if (days is < 0 or > 60)
            throw new StartRefused("Billing:DraftDays must be 0 to 60.");
        if (hold < 0)
            throw new StartRefused("Billing:HoldAbove must be 0 or more pence.");
        var supplier = new Supplier(
            section["SupplierName"] ?? "Cohort 4", section["SupplierAddress"] ?? "Birmingham, United Kingdom", number, section.GetValue("EligibleBody", false), VatRates.OfTheUnitedKingdom);
        var helper = section.GetSection("Helper");
        if (!isDevelopment && (Line("Name") is null || (Line("Email") ?? Line("Phone")) is null))
            throw new StartRefused("Set Billing:Helper:Name, and Billing:Helper:Email or Billing:Helper:Phone: letters about invoices name who helps.");
        return new(supplier, days, hold) { Helper = new(Line("Name") ?? "Cohort 4", Line("Email"), Line("Phone")) };

        // Stands in letters: one line each.
        string? Line(string name) =>
            helper[name] is not { Length: > 0 } text ? null
            : text.Length <= 200 && !text.Any(char.IsControl) ? text
            : throw new StartRefused($"Billing:Helper:{name} must be one line of at most 200 characters.");
    }

    /// <summary>Between whom and by what rules an organisation's invoices are made.</summary>
    public InvoiceRules RulesFor(Organisation organisation, BillingProfile profile)
    {
        var address = organisation.PostalAddress ?? organisation.RegisteredAddress;
        string?[] parts = [address.Line1, address.Line2, address.Town, address.Region, address.Postcode, address.Country];
        return new(
            Supplier,
            new(organisation.Name, string.Join('\n', parts.Where(p => !string.IsNullOrEmpty(p))), organisation.Country, profile.Details.VatNumber),
            profile.Details.PurchaseOrder,
            profile.Details.TermsDays,
            DraftDays,
            HoldAbove);
    }
}
