using System.Globalization;
using Franchise.Domain.Billing;
using Franchise.Infrastructure.Documents;
using SkiaSharp;

namespace Franchise.Infrastructure.Billing;

/// <summary>An issued invoice on sheets of A4, with what a VAT invoice of the United Kingdom says. The typeface comes with the program.</summary>
public static class InvoicePdf
{
    private const float Width = 595;
    private const float Height = 842;
    private const float Margin = 48;
    private static readonly SKTypeface regular = Lettering.Regular;
    private static readonly SKTypeface bold = Lettering.Bold;

    /// <summary>Draws it. The same invoice is drawn the same each time.</summary>
    public static byte[] Of(Invoice invoice)
    {
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = $"Invoice {invoice.Number}", Author = invoice.Parties.SupplierName }))
        {
            new Sheets(document).Draw(invoice);
            document.Close();
        }
        return stream.ToArray();
    }

    private static string Money(long amount, string currency) =>
        string.Create(CultureInfo.InvariantCulture, $"{(currency == "EUR" ? "€" : "£")}{BillingFiles.Major(amount):N2}");

    private static string Day(DateOnly? day) => day?.ToString("d MMMM yyyy", CultureInfo.InvariantCulture) ?? "";

    private static string Rate(VatTreatment treatment, int basisPoints) =>
        treatment switch
        {
            VatTreatment.Standard or VatTreatment.Reduced => string.Create(CultureInfo.InvariantCulture, $"{BillingFiles.Major(basisPoints):0.##}%"),
            VatTreatment.Zero => "0%",
            VatTreatment.ExemptEducation => "Exempt",
            VatTreatment.ReverseCharge => "Reverse charge",
            VatTreatment.OutsideScope => "Outside scope",
            _ => "No VAT",
        };

    // Where the pen stands; a full sheet gives way to the next.
    private sealed class Sheets(SKDocument document)
    {
        private SKCanvas canvas = document.BeginPage(Width, Height);
        private float y = Margin;

        public void Draw(Invoice i)
        {
            Write(i.Parties.SupplierVatNumber is null ? "Invoice" : "VAT invoice", bold, 24);
            Write(i.Number!, bold, 13);
            Gap(10);
            var top = y;
            foreach (var line in Party("From", i.Parties.SupplierName, i.Parties.SupplierAddress, i.Parties.SupplierVatNumber))
                Write(line, regular, 10, width: 240);
            var below = y;
            y = top;
            foreach (var line in Party("To", i.Parties.CustomerName, i.Parties.CustomerAddress, i.Parties.CustomerVatNumber))
                Write(line, regular, 10, Width / 2, 240);
            y = Math.Max(y, below);
            Gap(10);
            Write($"Issued {Day(i.IssuedOn)} · Tax point {Day(i.TaxPoint)} · Due {Day(i.DueOn)}", regular, 10);
            if (i.Parties.PurchaseOrder is { } order)
                Write($"Your purchase order: {order}", regular, 10);
            Gap(12);
            Row(bold, "What", "Quantity", "Each", "VAT", "Net");
            foreach (var line in i.Lines.OrderBy(l => l.Position))
            {
                Row(
                    regular, line.Description, line.Quantity.ToString(CultureInfo.InvariantCulture), Money(line.UnitAmount, i.Currency), Rate(line.Treatment, line.RateBasisPoints),
                    Money(line.Net, i.Currency));
                if (line.Discount > 0)
                    Write($"less {Money(line.Discount, i.Currency)}", regular, 8);
                Write(line.VatReason, regular, 8);
            }
            Gap(12);
            foreach (var total in i.VatTotals)
                Row(regular, $"VAT at {Rate(total.Treatment, total.RateBasisPoints)} on {Money(total.Net, i.Currency)}", "", "", "", Money(total.Vat, i.Currency));
            Row(bold, "Net", "", "", "", Money(i.Net, i.Currency));
            Row(bold, "VAT", "", "", "", Money(i.Vat, i.Currency));
            Row(bold, "To pay", "", "", "", Money(i.Total, i.Currency));
            Gap(12);
            Write($"Please pay by bank transfer and name {i.Number}.", regular, 10);
            document.EndPage();
        }

        private static string[] Party(string side, string name, string address, string? vat) =>
            [side, name, .. address.Split('\n'), .. vat is null ? (IEnumerable<string>)[] : [$"VAT number {vat}"]];

        private void Row(SKTypeface face, string what, string quantity, string each, string vat, string net)
        {
            Room(10);
            var line = y;
            Right(quantity, face, 330, line);
            Right(each, face, 400, line);
            Right(vat, face, 475, line);
            Right(net, face, Width - Margin, line);
            Write(what, face, 10, width: 250);
        }

        private void Right(string text, SKTypeface face, float x, float line)
        {
            using var font = new SKFont(face, 9);
            using var paint = new SKPaint { IsAntialias = true };
            canvas.DrawText(text, x, line + 11, SKTextAlign.Right, font, paint);
        }

        private void Write(string text, SKTypeface face, float size, float x = Margin, float width = Width - (2 * Margin))
        {
            using var font = new SKFont(face, size);
            using var paint = new SKPaint { IsAntialias = true };
            foreach (var line in Lettering.Break(text, font, width))
            {
                Room(size);
                canvas.DrawText(line, x, y + (size * 1.1f), SKTextAlign.Left, font, paint);
                y += size * 1.35f;
            }
        }

        private void Gap(float height) => y += height;

        private void Room(float size)
        {
            if (y + (size * 1.35f) <= Height - Margin)
                return;
            document.EndPage();
            (canvas, y) = (document.BeginPage(Width, Height), Margin);
        }
    }
}
