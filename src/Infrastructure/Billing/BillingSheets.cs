using System.Globalization;
using Franchise.Domain.Billing;
using Franchise.Infrastructure.Documents;
using SkiaSharp;

namespace Franchise.Infrastructure.Billing;

/// <summary>Sheets of A4 for invoices and credit notes: where the pen stands, and a full sheet that gives way to the next. The typeface comes with the program.</summary>
internal sealed class BillingSheets : IDisposable
{
    private const float Width = 595;
    private const float Height = 842;
    private const float Margin = 48;
    private static readonly SKTypeface regular = Lettering.Regular;
    private static readonly SKTypeface bold = Lettering.Bold;
    private readonly MemoryStream stream = new();
    private readonly SKDocument document;
    private SKCanvas canvas;
    private float y = Margin;

    public BillingSheets(string title, string author)
    {
        document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = title, Author = author });
        canvas = document.BeginPage(Width, Height);
    }

    public static string Money(long amount, string currency) =>
        string.Create(CultureInfo.InvariantCulture, $"{(amount < 0 ? "-" : "")}{(currency == "EUR" ? "€" : "£")}{Math.Abs(BillingFiles.Major(amount)):N2}");

    public static string Day(DateOnly? day) => day?.ToString("d MMMM yyyy", CultureInfo.InvariantCulture) ?? "";

    public static string Rate(VatTreatment treatment, int basisPoints) =>
        treatment switch
        {
            VatTreatment.Standard or VatTreatment.Reduced => string.Create(CultureInfo.InvariantCulture, $"{BillingFiles.Major(basisPoints):0.##}%"),
            VatTreatment.Zero => "0%",
            VatTreatment.ExemptEducation => "Exempt",
            VatTreatment.ReverseCharge => "Reverse charge",
            VatTreatment.OutsideScope => "Outside scope",
            _ => "No VAT",
        };

    public byte[] Close()
    {
        document.EndPage();
        document.Close();
        return stream.ToArray();
    }

    public void Dispose()
    {
        document.Dispose();
        stream.Dispose();
    }

    public void Heading(string what, string number)
    {
        Write(what, bold, 24);
        Write(number, bold, 13);
        Gap(10);
    }

    public void Sides(InvoiceParties parties)
    {
        var top = y;
        foreach (var line in Side("From", parties.SupplierName, parties.SupplierAddress, parties.SupplierVatNumber))
            Write(line, regular, 10, width: 240);
        var below = y;
        y = top;
        foreach (var line in Side("To", parties.CustomerName, parties.CustomerAddress, parties.CustomerVatNumber))
            Write(line, regular, 10, Width / 2, 240);
        y = Math.Max(y, below);
        Gap(10);
    }

    public void Totals(IReadOnlyList<VatTotal> totals, long net, long vat, string whole, long total, string currency)
    {
        Gap(12);
        foreach (var t in totals)
            Row($"VAT at {Rate(t.Treatment, t.RateBasisPoints)} on {Money(t.Net, currency)}", "", "", "", Money(t.Vat, currency));
        Strong("Net", "", "", "", Money(net, currency));
        Strong("VAT", "", "", "", Money(vat, currency));
        Strong(whole, "", "", "", Money(total, currency));
    }

    /// <summary>What a VAT invoice in another currency says of its VAT in sterling, by rate and together.</summary>
    public void Sterling(IReadOnlyList<VatTotal> totals, long? vat, decimal? rate, DateOnly? from, string currency)
    {
        if (vat is not { } pence)
            return;
        Gap(12);
        foreach (var t in totals.Where(t => t.Vat != 0))
            Row($"VAT at {Rate(t.Treatment, t.RateBasisPoints)} in sterling", "", "", "", Money(t.VatInSterling ?? 0, ExchangeRate.Sterling));
        Strong("VAT in sterling", "", "", "", Money(pence, ExchangeRate.Sterling));
        Small(string.Create(CultureInfo.InvariantCulture, $"At {rate:0.######} pounds sterling for 1 {currency}, the rate from {Day(from)} on."));
    }

    public void Strong(string what, string quantity, string each, string vat, string net) => Row(bold, what, quantity, each, vat, net);

    public void Row(string what, string quantity, string each, string vat, string net) => Row(regular, what, quantity, each, vat, net);

    public void Plain(string text) => Write(text, regular, 10);

    public void Small(string text) => Write(text, regular, 8);

    public void Gap(float height) => y += height;

    private static string[] Side(string side, string name, string address, string? vat) =>
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

    private void Room(float size)
    {
        if (y + (size * 1.35f) <= Height - Margin)
            return;
        document.EndPage();
        (canvas, y) = (document.BeginPage(Width, Height), Margin);
    }
}
