using System.Globalization;
using System.Text;
using CsvHelper;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;

namespace Franchise.Infrastructure.Billing;

/// <summary>Tables in and out: bank statements, and what the accountant takes. A cell never becomes a formula in her spreadsheet.</summary>
public static class BillingFiles
{
    private static readonly CsvWriterOptions writing = new() { NewLine = "\r\n" };
    private static readonly CsvReaderOptions reading = new()
    {
        TrimWhitespace = true,
        MaxRecordSize = 4_000,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
    };

    /// <summary>Writes a table. Numbers stay numbers, below nothing too; text that could be a formula is told apart as text.</summary>
    public static string Write(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, writing, leaveOpen: true))
        {
            csv.WriteRecord(header.ToArray());
            foreach (var row in rows)
                csv.WriteRecord(row.Select(Shown).ToArray());
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Minor units as the accountant reads them: <c>-12.30</c>.</summary>
    public static decimal Major(long amount) => amount / 100m;

    /// <summary>Reads a statement with the columns date (2026-02-01), amount (-12.30) and reference.</summary>
    /// <exception cref="Refusal"><c>statement_unreadable</c>: with the line at fault.</exception>
    public static IReadOnlyList<StatementLine> ReadStatement(string text)
    {
        using var csv = CsvReader.FromText(text, reading);
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
            throw Unreadable("It is no table with commas.");
        }
        return lines.Count > 0 ? lines : throw Unreadable("It has no line.");
    }

    private static long Amount(string? text, int row) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var amount)
        && Math.Abs(amount) <= Money.Most / 100m
        && decimal.Truncate(amount * 100) == amount * 100
            ? (long)(amount * 100)
            : throw Unreadable($"Row {row} has no amount such as 1200.00, of at most ten million.");

    private static string Reference(string? text)
    {
        var line = new string([.. (text ?? "").Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return line.Length switch
        {
            0 => "-",
            > 140 => line[..140],
            _ => line,
        };
    }

    private static Refusal Unreadable(string why) =>
        Refusal.Invalid(BillingCodes.StatementUnreadable, "/csv", why, "Send a table with the columns date, amount and reference, as the bank exports it.");

    // The writer's own escaping would make text of every amount below nothing: here only text is.
    private static string Shown(object? cell) =>
        cell switch
        {
            decimal amount => amount.ToString("0.00", CultureInfo.InvariantCulture),
            DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
            string text when text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) => $"'{text}",
            _ => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "",
        };
}
