using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Franchise.Infrastructure.Assurance;

/// <summary>
/// A table as CSV (RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read every letter). A value that a spreadsheet would take for a formula is written with
/// an apostrophe before it, which spreadsheets show as text.
/// </summary>
public static class CsvTable
{
    /// <summary>Its media type.</summary>
    public const string ContentType = "text/csv";

    private static readonly CsvConfiguration configuration = new(CultureInfo.InvariantCulture)
    {
        InjectionOptions = InjectionOptions.Escape,
        InjectionCharacters = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'],
        InjectionEscapeCharacter = '\'',
        NewLine = "\r\n",
    };

    /// <summary>Writes a table.</summary>
    /// <param name="columns">The names of its columns.</param>
    /// <param name="rows">Its rows: texts, numbers, dates and ids; null is an empty field.</param>
    public static byte[] Of(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        using var bytes = new MemoryStream();
        using (var text = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true))
        using (var csv = new CsvWriter(text, configuration))
        {
            foreach (var column in columns)
                csv.WriteField(column);
            csv.NextRecord();
            foreach (var row in rows)
            {
                foreach (var value in row)
                    csv.WriteField(Text(value));
                csv.NextRecord();
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
            _ => value.ToString(),
        };
}
