using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;

namespace Franchise.Infrastructure.Billing;

/// <summary>How money stands in tables: in those that the bank sends, and in those that the accountant takes.</summary>
public static class BillingFiles
{
    // Commas stand between thousands, or nowhere: elsewhere 540,00 is five hundred and forty.
    private static readonly Regex shape = Pattern.Whole("-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\\.[0-9]{1,2})?");

    /// <summary>Minor units as the accountant reads them, always with two places: <c>-12.30</c>.</summary>
    public static decimal Major(long amount) => amount * 0.01m;

    /// <summary>Reads a statement with the columns date (2026-02-01), amount (-12.30) and reference, parted by commas or by semicolons.</summary>
    /// <exception cref="Refusal"><c>statement_unreadable</c>: with the line at fault.</exception>
    public static IReadOnlyList<StatementLine> ReadStatement(string text)
    {
        using var csv = CsvReader.FromText(text, Reading(text));
        List<StatementLine> lines = [];
        try
        {
            if (text.AsSpan().IsWhiteSpace())
                throw Unreadable("It is empty.");
            foreach (var column in new[] { "date", "amount", "reference" })
                if (!csv.Headers.Any(h => h.Trim().Equals(column, StringComparison.OrdinalIgnoreCase)))
                    throw Unreadable($"It has no column {column}.");
            while (csv.Read())
            {
                if (lines.Count == 20_000)
                    throw Unreadable("It has more than 20,000 lines.");
                // The header is the first row.
                var row = (int)csv.RowNumber + 1;
                if (!DateOnly.TryParseExact(csv.GetString("date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
                    throw Unreadable($"Row {row} has no date such as 2026-02-01.");
                lines.Add(new(on, Amount(csv.GetString("amount"), row), Reference(csv.GetString("reference"))));
            }
        }
        catch (CsvFormatException)
        {
            throw Unreadable("It is no table with commas or semicolons.");
        }
        return lines.Count > 0 ? lines : throw Unreadable("It has no line.");
    }

    private static CsvReaderOptions Reading(string text) =>
        new()
        {
            TrimWhitespace = true,
            MaxRecordSize = 4_000,
            Separator = SeparatorIn(text),
            DetectSeparatorHint = false,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
        };

    // As the names of the columns are parted, and guessed from no amount: 540,00 would make a column of its pence.
    private static char SeparatorIn(string text)
    {
        var header = text.AsSpan().TrimStart();
        if (header.IndexOfAny('\r', '\n') is >= 0 and var end)
            header = header[..end];
        return header.Contains(';') && !header.Contains(',') ? ';' : ',';
    }

    private static long Amount(string? text, int row) =>
        text is not null
        && shape.IsMatch(text)
        && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var amount)
        && Math.Abs(amount) <= Money.Most / 100m
            ? (long)(amount * 100)
            : throw Unreadable($"Row {row} has no amount such as 1200.00, of at most ten million.");

    private static string Reference(string? text)
    {
        var line = new string([.. (text ?? "").Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return line.Length switch
        {
            0 => "-",
            > 140 => line[..(char.IsHighSurrogate(line[139]) ? 139 : 140)],
            _ => line,
        };
    }

    private static Refusal Unreadable(string why) =>
        Refusal.Invalid(BillingCodes.StatementUnreadable, "/csv", why, "Send a table with the columns date, amount and reference, as the bank exports it.");
}
