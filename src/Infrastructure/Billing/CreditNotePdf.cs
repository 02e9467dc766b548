using Franchise.Domain.Billing;

namespace Franchise.Infrastructure.Billing;

/// <summary>A credit note on sheets of A4, with what the law asks of it: both sides, the invoice that it corrects, and VAT as it was charged there.</summary>
public static class CreditNotePdf
{
    /// <summary>Draws it. The same credit note is drawn the same each time.</summary>
    public static byte[] Of(CreditNote n)
    {
        using var sheets = new BillingSheets($"Credit note {n.Number}", n.Parties.SupplierName);
        sheets.Heading(n.Parties.SupplierVatNumber is null ? "Credit note" : "VAT credit note", n.Number);
        sheets.Sides(n.Parties);
        sheets.Plain($"Issued {BillingSheets.Day(n.IssuedOn)}");
        sheets.Plain($"Credits invoice {n.InvoiceNumber} of {BillingSheets.Day(n.InvoiceIssuedOn)}");
        if (n.Parties.PurchaseOrder is { } order)
            sheets.Plain($"Your purchase order: {order}");
        sheets.Plain($"Reason: {n.Reason}");
        sheets.Gap(12);
        sheets.Strong("What", "", "", "VAT", "Net");
        foreach (var line in n.Lines.OrderBy(l => l.Position))
        {
            sheets.Row(line.Description, "", "", BillingSheets.Rate(line.Treatment, line.RateBasisPoints), BillingSheets.Money(line.Net, n.Currency));
            sheets.Small(line.VatReason);
        }
        sheets.Totals(n.VatTotals, n.Net, n.Vat, "Credited", n.Total, n.Currency);
        sheets.Sterling(n.VatTotals, n.VatInSterling, n.SterlingRate, n.SterlingRateFrom, n.Currency);
        return sheets.Close();
    }
}
