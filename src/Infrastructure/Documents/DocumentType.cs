using System.Net.Http.Headers;

namespace Franchise.Infrastructure.Documents;

/// <summary>How a document's bytes tell what it is.</summary>
internal enum DocumentFormat
{
    Pdf,
    Word,
    Excel,
    PowerPoint,
    Png,
    Jpeg,
    Text,
}

/// <summary>One of the types that are taken; there are no others.</summary>
/// <param name="MediaType">What is recorded and served.</param>
/// <param name="Format">What the bytes must be.</param>
/// <param name="Extensions">What the file's name must end with.</param>
/// <param name="Declared">What the upload may call itself beside <paramref name="MediaType"/>.</param>
internal sealed record DocumentType(string MediaType, DocumentFormat Format, IReadOnlyList<string> Extensions, params IReadOnlyList<string> Declared)
{
    private const string OpenXml = "application/vnd.openxmlformats-officedocument.";

    internal static IReadOnlyList<DocumentType> All { get; } =
    [
        new("application/pdf", DocumentFormat.Pdf, [".pdf"]),
        new(OpenXml + "wordprocessingml.document", DocumentFormat.Word, [".docx"]),
        new(OpenXml + "spreadsheetml.sheet", DocumentFormat.Excel, [".xlsx"]),
        new(OpenXml + "presentationml.presentation", DocumentFormat.PowerPoint, [".pptx"]),
        new("image/png", DocumentFormat.Png, [".png"]),
        new("image/jpeg", DocumentFormat.Jpeg, [".jpg", ".jpeg"]),
        new("text/plain", DocumentFormat.Text, [".txt"]),
        // Windows calls a CSV file a worksheet where a spreadsheet program is installed.
        new("text/csv", DocumentFormat.Text, [".csv"], "text/plain", "application/vnd.ms-excel"),
        new("text/markdown", DocumentFormat.Text, [".md"], "text/plain", "text/x-markdown"),
    ];

    /// <summary>The type that a file of this name must have; null if none is taken.</summary>
    internal static DocumentType? ByName(string fileName) =>
        All.FirstOrDefault(t => t.Extensions.Contains(Path.GetExtension(fileName), StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether any type may be declared so.</summary>
    internal static bool IsKnown(string mediaType) => All.Any(t => t.MayBeCalled(mediaType));

    internal bool MayBeCalled(string mediaType) =>
        MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) || Declared.Contains(mediaType, StringComparer.OrdinalIgnoreCase);

    /// <summary>The bare media type of a Content-Type header; null if it is none, or names a character set other than UTF-8.</summary>
    internal static string? Bare(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var header)
        && header.MediaType is { } type
        && (header.CharSet is null || header.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            ? type
            : null;
}
