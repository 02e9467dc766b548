using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Franchise.Domain.Credentials;
using Franchise.Infrastructure.Documents;
using QRCoder;
using SkiaSharp;

namespace Franchise.Infrastructure.Credentials;

/// <summary>In which language a certificate is printed and a page shown.</summary>
public enum ShownIn
{
    /// <summary>English.</summary>
    En,

    /// <summary>Welsh.</summary>
    Cy,
}

/// <summary>
/// A certificate on one sheet of A4. The typeface comes with the program, cut down to the letters of Europe's languages in Latin, Greek and Cyrillic, so
/// that a sheet looks the same wherever it is printed and a name is printed as it is spelt.
/// </summary>
public static partial class CertificatePdf
{
    private const float Width = 842;
    private const float Height = 595;
    private const float Margin = 56;
    private const float LineHeight = 1.35f;
    private static readonly SKTypeface regular = Lettering.Regular;
    private static readonly SKTypeface bold = Lettering.Bold;
    private static readonly SKColor ink = new(0x1d, 0x1b, 0x22);
    private static readonly SKColor accent = new(0x4a, 0x2a, 0x82);

    /// <summary>Whether every letter of a name can be printed.</summary>
    public static bool CanPrint(string name)
    {
        using var font = new SKFont(bold);
        return font.ContainsGlyphs(name);
    }

    /// <summary>Draws it.</summary>
    /// <param name="award">What it is about.</param>
    /// <param name="name">Whose it is.</param>
    /// <param name="reference">The awarding organisation's reference; null where there is none.</param>
    /// <param name="issuer">Who issues it.</param>
    /// <param name="language">In which language; titles of units stay as they were taught.</param>
    /// <param name="link">Where it is verified.</param>
    public static byte[] Of(Award award, string name, string? reference, string issuer, ShownIn language, Uri link)
    {
        var words = Words.In(language);
        using var stream = new MemoryStream();
        // Neither when it was made nor by what: two sheets of one credential are the same.
        using (var document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = $"{words.Certificate}: {award.Title}", Author = issuer, RasterDpi = 300, EncodingQuality = 101 }))
        {
            Draw(document.BeginPage(Width, Height), award, name, reference, issuer, words, link);
            document.EndPage();
            document.Close();
        }
        return InLanguage(stream.ToArray(), language == ShownIn.Cy ? "cy" : "en-GB");
    }

    private static void Draw(SKCanvas canvas, Award award, string name, string? reference, string issuer, Words words, Uri link)
    {
        using var line = new SKPaint { Color = accent, Style = SKPaintStyle.Stroke, StrokeWidth = 3, IsAntialias = true };
        canvas.DrawRect(24, 24, Width - 48, Height - 48, line);
        var wide = Width - (2 * Margin);
        var y = Write(canvas, issuer, bold, 15, accent, Margin, Margin, wide, 1) + 14;
        y = Write(canvas, words.Certificate, bold, 34, ink, Margin, y, wide, 1) + 12;
        y = Write(canvas, words.Awarded, regular, 13, ink, Margin, y, wide, 1) + 4;
        y = Write(canvas, name, bold, 32, accent, Margin, y, wide, 2) + 8;
        y = Write(canvas, words.For, regular, 13, ink, Margin, y, wide, 1) + 4;
        y = Write(canvas, award.Title, bold, 22, ink, Margin, y, wide, 2) + 8;

        // What stands below shares the sheet with the square, however much it is.
        var narrow = wide - 150;
        var single = award.Units is [var only] && award.Title.EndsWith(only.Title, StringComparison.Ordinal);
        y = Write(canvas, single ? award.Units[0].Code : string.Join("; ", award.Units.Select(u => $"{u.Title} ({u.Code})")), regular, 11, ink, Margin, y, narrow, 7) + 4;
        y = Write(canvas, $"{words.Level} {award.Level} · {words.Credits} {award.Credits}", regular, 12, ink, Margin, y, narrow, 1);
        Write(canvas, $"{words.Activity} {words.Date(award.ActivityFrom)} – {words.Date(award.ActivityTo)}", regular, 12, ink, Margin, y, narrow, 1);

        var foot = Height - Margin - 14;
        Write(canvas, words.Verify, regular, 9.5f, ink, Margin, foot, narrow, 1);
        var made = $"{words.On} {words.Date(award.AwardedOn)}{(reference is null ? "" : $" · {words.Reference} {reference}")}";
        Write(canvas, made, regular, 11, ink, Margin, foot - 20, narrow, 1);
        if (award.ExpiresOn is { } until)
            Write(canvas, $"{words.Until} {words.Date(until)}", regular, 11, ink, Margin, foot - 38, narrow, 1);
        Square(canvas, link, Width - Margin - 126, Height - Margin - 126, 126);
    }

    // The square is drawn as one shape, so that no hairlines show between its parts.
    private static void Square(SKCanvas canvas, Uri link, float x, float y, float size)
    {
        using var data = QRCodeGenerator.GenerateQrCode(link.AbsoluteUri, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var step = size / rows.Count;
        using var path = new SKPathBuilder();
        for (var row = 0; row < rows.Count; row++)
            for (var column = 0; column < rows.Count; column++)
                if (rows[row][column])
                    path.AddRect(SKRect.Create(x + (column * step), y + (row * step), step, step));
        using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = false };
        using var shape = path.Detach();
        canvas.DrawPath(shape, paint);
    }

    /// <summary>Writes text below a line: on as many lines as it may have, smaller where that is not enough. Returns where it ends.</summary>
    private static float Write(SKCanvas canvas, string text, SKTypeface face, float size, SKColor color, float x, float y, float width, int lines)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        while (true)
        {
            using var font = new SKFont(face, size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
            var broken = Lettering.Break(text, font, width);
            if (broken.Count > lines && size > 6)
            {
                size *= 0.94f;
                continue;
            }
            foreach (var (part, i) in broken.Select((p, i) => (p, i)))
                canvas.DrawText(part, x, y + (((i * LineHeight) + 1.05f) * size), SKTextAlign.Left, font, paint);
            return y + (broken.Count * LineHeight * size);
        }
    }

    // What draws the sheet cannot say in which language it is. PDF lets a later part replace an object: the catalogue, with the language in it.
    private static byte[] InLanguage(byte[] pdf, string language)
    {
        var text = Encoding.Latin1.GetString(pdf);
        var (root, size, start) = (Last(Root(), text), Last(Size(), text), Last(Start(), text));
        var from = text.LastIndexOf($"\n{root} 0 obj", StringComparison.Ordinal) + 1;
        var to = text.IndexOf("endobj", from, StringComparison.Ordinal);
        var catalogue = text[from..to].TrimEnd();
        if (from == 0 || !catalogue.EndsWith(">>", StringComparison.Ordinal))
            throw new InvalidOperationException("The sheet has no catalogue where one is expected.");
        var added = $"\n{catalogue[..^2]}\n/Lang ({language})>>\nendobj\n";
        var info = Info().Matches(text) is { Count: > 0 } found ? $"/Info {found[^1].Groups["n"].Value} 0 R\n" : "";
        var table = pdf.Length + added.Length;
        var end = string.Create(
            CultureInfo.InvariantCulture,
            $"xref\n{root} 1\n{pdf.Length + 1:0000000000} 00000 n \ntrailer\n<</Size {size}\n/Root {root} 0 R\n{info}/Prev {start}>>\nstartxref\n{table}\n%%EOF\n");
        return [.. pdf, .. Encoding.Latin1.GetBytes(added + end)];
    }

    private static string Last(Regex what, string text) =>
        what.Matches(text) is { Count: > 0 } found ? found[^1].Groups["n"].Value : throw new InvalidOperationException("The sheet is not put together as expected.");

    [GeneratedRegex("/Root (?<n>[0-9]+) 0 R", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Root();

    [GeneratedRegex("/Size (?<n>[0-9]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Size();

    [GeneratedRegex("/Info (?<n>[0-9]+) 0 R", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Info();

    [GeneratedRegex("startxref\n(?<n>[0-9]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Start();

    /// <summary>What stands on a sheet beside what it is about.</summary>
    private sealed record Words(
        string Certificate, string Awarded, string For, string Level, string Credits, string Activity, string On, string Until, string Reference, string Verify, string[] Months)
    {
        private static readonly Words english = new(
            "Certificate", "This is to certify that", "has achieved", "Level", "Credits", "Activity:", "Awarded on", "Valid until", "Reference",
            "Scan the square to see whether this certificate counts today.",
            ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]);

        private static readonly Words welsh = new(
            "Tystysgrif", "Tystir drwy hyn fod", "wedi cyflawni", "Lefel", "Credydau", "Gweithgarwch:", "Dyfarnwyd ar", "Yn ddilys tan", "Cyfeirnod",
            "Sganiwch y sgwâr i weld a yw'r dystysgrif hon yn ddilys heddiw.",
            ["Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"]);

        public static Words In(ShownIn language) => language == ShownIn.Cy ? welsh : english;

        public string Date(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Day} {Months[day.Month - 1]} {day.Year}");
    }
}
