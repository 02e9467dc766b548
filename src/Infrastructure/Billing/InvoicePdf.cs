using System.Globalization;
using Franchise.Domain.Billing;

namespace Franchise.Infrastructure.Billing;

/// <summary>An issued invoice on sheets of A4, with what a VAT invoice of the United Kingdom says.</summary>
public static class InvoicePdf
{
    /// <summary>Draws it. The same invoice is drawn the same each time.</summary>
    public static byte[] Of(Invoice i)
    {
        using var sheets = new BillingSheets($"Invoice {i.Number}", i.Parties.SupplierName);
        sheets.Heading(i.Parties.SupplierVatNumber is null ? "Invoice" : "VAT invoice", i.Number!);
        sheets.Sides(i.Parties);
        sheets.Plain($"Issued {BillingSheets.Day(i.IssuedOn)} · Tax point {BillingSheets.Day(i.TaxPoint)} · Due {BillingSheets.Day(i.DueOn)}");
        if (i.Parties.PurchaseOrder is { } order)
            sheets.Plain($"Your purchase order: {order}");
        sheets.Gap(12);
        sheets.Strong("What", "Quantity", "Each", "VAT", "Net");
        foreach (var line in i.Lines.OrderBy(l => l.Position))
        {
            sheets.Row(
                line.Description, line.Quantity.ToString(CultureInfo.InvariantCulture), BillingSheets.Money(line.UnitAmount, i.Currency),
                BillingSheets.Rate(line.Treatment, line.RateBasisPoints), BillingSheets.Money(line.Net, i.Currency));
            if (line.Discount > 0)
                sheets.Small($"less {BillingSheets.Money(line.Discount, i.Currency)}");
            sheets.Small(line.VatReason);
        }
        sheets.Totals(i.VatTotals, i.Net, i.Vat, "To pay", i.Total, i.Currency);
        sheets.Sterling(i.VatTotals, i.VatInSterling, i.SterlingRate, i.SterlingRateFrom, i.Currency);
        if (i.Total > 0)
            HowToPay(sheets, i);
        return sheets.Close();
    }

    private static void HowToPay(BillingSheets sheets, Invoice i)
    {
        sheets.Gap(12);
        if (!i.PayTo.IsNamed)
        {
            sheets.Plain("Please pay on Franchise, by card or direct debit.");
            return;
        }
        sheets.Plain($"Please pay by bank transfer and name {i.Number}.");
        foreach (var (what, value) in new[]
        {
            ("Account name", i.PayTo.Name), ("Sort code", i.PayTo.SortCode), ("Account number", i.PayTo.Number), ("IBAN", i.PayTo.Iban), ("BIC", i.PayTo.Bic),
        })
            if (value is not null)
                sheets.Plain($"{what}: {value}");
    }
}
