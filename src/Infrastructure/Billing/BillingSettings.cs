using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

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

    private static readonly System.Text.RegularExpressions.Regex sortCode = Pattern.Whole("[0-9]{2}-[0-9]{2}-[0-9]{2}");
    private static readonly System.Text.RegularExpressions.Regex accountNumber = Pattern.Whole("[0-9]{8}");
    private static readonly System.Text.RegularExpressions.Regex iban = Pattern.Whole("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");
    private static readonly System.Text.RegularExpressions.Regex bic = Pattern.Whole("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?");

    /// <summary>As configured, and fit to issue invoices and write letters in earnest: see <see cref="From(IConfiguration)"/>.</summary>
    /// <exception cref="StartRefused">A value makes no sense; outside Development, something that an invoice must say is missing, or nobody helps.</exception>
    public static BillingSettings From(IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = From(configuration);
        if (environment.IsDevelopment())
            return settings.Supplier.Bank.IsNamed ? settings : settings with { Supplier = settings.Supplier with { Bank = Invented } };
        if (settings.Supplier.VatNumber is not null && string.IsNullOrWhiteSpace(configuration["Billing:SupplierAddress"]))
            throw new StartRefused("Billing:SupplierAddress is not configured: with Billing:VatNumber set, invoices must say the supplier's whole address.");
        if (!settings.Supplier.Bank.IsNamed && string.IsNullOrEmpty(configuration["Stripe:SecretKey"]))
            throw new StartRefused("Billing:Bank:AccountName, SortCode and AccountNumber are not configured: without them and without Stripe:SecretKey nobody can pay an invoice.");
        if (string.IsNullOrWhiteSpace(configuration["Billing:Helper:Name"]) || (settings.Helper.Email ?? settings.Helper.Phone) is null)
            throw new StartRefused("Set Billing:Helper:Name, and Billing:Helper:Email or Billing:Helper:Phone: letters about invoices name who helps.");
        return settings;
    }

    /// <summary>The account that a developer's invoices name. There is none by these numbers.</summary>
    public static BankAccount Invented { get; } = new("Invented for the demo: do not pay", "00-00-00", "01234567", "GB82WEST12345698765432", "WESTGB2L");

    /// <summary>From <c>Billing</c>. Without a VAT number Cohort 4 counts as not registered, and no VAT is charged.</summary>
    /// <exception cref="StartRefused">A value makes no sense.</exception>
    public static BillingSettings From(IConfiguration configuration)
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
            section["SupplierName"] ?? "Cohort 4", section["SupplierAddress"] ?? "Birmingham, United Kingdom", number, section.GetValue("EligibleBody", false), VatRates.OfTheUnitedKingdom)
        {
            Bank = Account(section.GetSection("Bank")),
        };
        var helper = section.GetSection("Helper");
        return new(supplier, days, hold) { Helper = new(Line("Name") ?? "Cohort 4", Line("Email"), Line("Phone")) };

        // Stands in letters: one line each.
        string? Line(string name) =>
            helper[name] is not { Length: > 0 } text ? null
            : text.Length <= 200 && !text.Any(char.IsControl) ? text
            : throw new StartRefused($"Billing:Helper:{name} must be one line of at most 200 characters.");
    }

    private static BankAccount Account(IConfiguration bank)
    {
        var name = Text("AccountName");
        var account = new BankAccount(name, Text("SortCode"), Text("AccountNumber"), Text("Iban")?.Replace(" ", ""), Text("Bic"));
        if (account == BankAccount.None)
            return account;
        if (name is not { Length: <= 100 } || name.Any(char.IsControl))
            throw Wrong("AccountName", "one line of at most 100 characters, in whose name the account is");
        if (account.SortCode is null != account.Number is null || (account.SortCode is null && account.Iban is null))
            throw Wrong("SortCode", "set together with Billing:Bank:AccountNumber");
        if (account.SortCode is { } sort && !sortCode.IsMatch(sort))
            throw Wrong("SortCode", "as 12-34-56");
        if (account.Number is { } number && !accountNumber.IsMatch(number))
            throw Wrong("AccountNumber", "eight digits");
        if (account.Iban is { } international && !(iban.IsMatch(international) && Checks(international)))
            throw Wrong("Iban", "an IBAN with the right check digits");
        if (account.Iban is null != account.Bic is null || (account.Bic is { } code && !bic.IsMatch(code)))
            throw Wrong("Bic", "8 or 11 letters and digits, together with Billing:Bank:Iban");
        return account;

        string? Text(string setting) => string.IsNullOrWhiteSpace(bank[setting]) ? null : bank[setting]!.Trim();

        static StartRefused Wrong(string setting, string right) => new($"Billing:Bank:{setting} must be {right}.");
    }

    // ISO 7064 MOD 97-10: country and check digits moved to the end, letters as 10 to 35, the rest is 1.
    private static bool Checks(string iban)
    {
        var rest = 0;
        foreach (var c in iban[4..] + iban[..4])
            rest = (char.IsAsciiDigit(c) ? (rest * 10) + (c - '0') : (rest * 100) + (c - 'A' + 10)) % 97;
        return rest == 1;
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
