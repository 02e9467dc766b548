using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Franchise.Infrastructure.Assurance;

/// <summary>A pack as one ZIP: an index to read, the same for machines, and the tables.</summary>
public static class EvidenceArchive
{
    /// <summary>How learners stand in a pack, as its index says.</summary>
    public const string LearnersShownBy = "Learners stand here by learner id, enrolment id and registration number, never by name.";

    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the ZIP onto a stream as it is made. Nothing waits for the whole of it.</summary>
    public static async Task WriteAsync(Stream output, EvidenceScope scope, IReadOnlyList<EvidenceFile> files, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        foreach (var (name, content) in files.Select(f => (f.Name, f.Content)).Prepend(("index.json", Json(scope, files))).Prepend(("index.html", Html(scope, files))))
        {
            var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
            entry.LastWriteTime = new(scope.MadeOn, TimeOnly.MinValue, TimeSpan.Zero);
            await using var stream = await entry.OpenAsync(ct);
            await stream.WriteAsync(content, ct);
        }
    }

    private static byte[] Json(EvidenceScope scope, IReadOnlyList<EvidenceFile> files) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                scope.Subject,
                scope.From,
                scope.Until,
                scope.MadeOn,
                LearnersShownBy,
                Files = files.Select(f => new { f.Name, f.Title, f.Rows, Sha256 = Convert.ToHexStringLower(SHA256.HashData(f.Content)) }),
            },
            json);

    private static byte[] Html(EvidenceScope scope, IReadOnlyList<EvidenceFile> files)
    {
        static string E(object? text) => WebUtility.HtmlEncode(text?.ToString() ?? "");
        var period = scope.From is null ? "" : $", {scope.From:d MMMM yyyy} to {scope.Until:d MMMM yyyy}";
        var rows = string.Concat(files.Select(f => $"<tr><td><a href=\"{E(f.Name)}\">{E(f.Name)}</a></td><td>{E(f.Title)}</td><td>{f.Rows}</td></tr>\n"));
        return Encoding.UTF8.GetBytes(
            $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Evidence</title></head>
            <body>
            <h1>Evidence: {E(scope.Subject)}{E(period)}</h1>
            <p>Put together on {scope.MadeOn:d MMMM yyyy}. {E(LearnersShownBy)}</p>
            <table>
            <caption>Files in this pack</caption>
            <thead><tr><th scope="col">File</th><th scope="col">What it holds</th><th scope="col">Rows</th></tr></thead>
            <tbody>
            {rows}</tbody>
            </table>
            </body>
            </html>

            """);
    }
}
