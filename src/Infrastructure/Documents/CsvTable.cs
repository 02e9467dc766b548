using System.Globalization;
using CsvHelper;

namespace Franchise.Infrastructure.Documents;

/// <summary>
/// A table as CSV (RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read every letter). A value that a spreadsheet would take for a formula is written with
/// an apostrophe before it, which spreadsheets show as text. Numbers stay numbers, below nothing too.
/// </summary>
public static class CsvTable
{
    /// <summary>Its media type.</summary>
    public const string ContentType = "text/csv";

    // Spreadsheets of some languages take these for =, +, - and @ too; the library knows the ASCII ones.
    private const string Wide = "＝＋－＠";

    private static readonly CsvWriterOptions options = new() { Injection = CsvInjection.Escape, WriteByteOrderMark = true };

    /// <summary>Writes a table.</summary>
    /// <param name="columns">The names of its columns.</param>
    /// <param name="rows">Its rows: texts, numbers, dates and ids; null is an empty field.</param>
    public static byte[] Of(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, options, leaveOpen: true))
        {
            csv.WriteRecord(columns.ToArray());
            foreach (var row in rows)
            {
                foreach (var cell in row)
                    // The library takes no number for a formula, and every text that begins like one.
                    if (cell is int or long or decimal)
                        csv.WriteField(cell);
                    else
                        csv.WriteField(Text(cell));
                csv.EndRecord();
            }
        }
        return bytes.ToArray();
    }

    private static string? Text(object? value) =>
        value switch
        {
            null => null,
            DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
            DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            bool yes => yes ? "yes" : "no",
            Enum word => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(word.ToString()),
            IFormattable some => some.ToString(null, CultureInfo.InvariantCulture),
            string text when text.Length > 0 && Wide.Contains(text[0], StringComparison.Ordinal) => $"'{text}",
            _ => value.ToString(),
        };
}
