using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Franchise.Domain.Shared;

namespace Franchise.Infrastructure.Documents;

/// <summary>Looks into an office file (OOXML: a zip archive of XML parts).</summary>
internal static class OfficeInspection
{
    private const int MostParts = 10_000;

    // Text in XML packs well, to a tenth or a fiftieth; a bomb's zeros pack to a thousandth. Small files may have any ratio.
    private const int MostRatio = 100;
    private const long AlwaysAllowed = 10 * 1024 * 1024;
    private const int MostBytesOfXml = 4 * 1024 * 1024;

    internal static async Task Look(Stream file, DocumentFormat format, long mostBytes, CancellationToken ct)
    {
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            var parts = archive.Entries;
            if (parts.Count > MostParts)
                throw Expands();
            await Measure(parts, file.Length, mostBytes, ct);

            foreach (var part in parts)
                if (part.FullName.StartsWith('/') || part.FullName.Contains('\\') || part.FullName.Split('/').Contains(".."))
                    throw DocumentInspection.Mismatch("The file has parts with names that no office program gives.");
            if (parts.Any(p => p.Name.Equals("vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
                throw Macros();
            if (parts.Any(p => p.FullName.Contains("/activeX/", StringComparison.OrdinalIgnoreCase)))
                throw DocumentInspection.Active("The file has ActiveX controls in it.", "Remove the controls and save it again.");

            // With two of them, programs differ in which they believe.
            var contentTypes = parts.Where(p => p.FullName.Equals("[Content_Types].xml", StringComparison.OrdinalIgnoreCase)).ToList();
            if (contentTypes.Count != 1)
                throw NotThis();
            LookAtContentTypes(await ReadXml(contentTypes[0], ct), format);
            foreach (var links in parts.Where(p => p.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)))
                LookAtLinks(await ReadXml(links, ct));
        }
        // Offsets and lengths that lie make the reader stumble in all these ways.
        catch (Exception e)
            when (e is InvalidDataException or XmlException or DecoderFallbackException or IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw DocumentInspection.Mismatch("The file is damaged, or it is not an office file.");
        }
    }

    // The sizes that an archive states may lie, so every part is unpacked and counted.
    private static async Task Measure(IReadOnlyList<ZipArchiveEntry> parts, long packed, long mostBytes, CancellationToken ct)
    {
        var most = Math.Max(AlwaysAllowed, Math.Min(packed * MostRatio, mostBytes * 10));
        var buffer = ArrayPool<byte>.Shared.Rent(81920);
        try
        {
            long total = 0;
            foreach (var part in parts)
            {
                await using var content = await part.OpenAsync(ct);
                while (await content.ReadAsync(buffer, ct) is var read and > 0)
                    if ((total += read) > most)
                        throw Expands();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void LookAtContentTypes(XmlDocument types, DocumentFormat format)
    {
        var main = format switch
        {
            DocumentFormat.Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            DocumentFormat.Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            _ => "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        };
        var all = types.GetElementsByTagName("*").Cast<XmlElement>().Select(e => e.GetAttribute("ContentType")).ToList();
        if (all.Any(t => Has(t, "macroEnabled") || Has(t, "vbaProject") || Has(t, "macrosheet")))
            throw Macros();
        if (all.Any(t => Has(t, "oleObject")))
            throw DocumentInspection.Active("The file has an object of another program in it.", "Replace the object by a picture of it and save it again.");
        if (!all.Contains(main, StringComparer.OrdinalIgnoreCase))
            throw NotThis();

        static bool Has(string type, string word) => type.Contains(word, StringComparison.OrdinalIgnoreCase);
    }

    // A template or picture fetched from elsewhere runs code on opening, or tells someone who opened the file and where. Links to click are fine.
    private static void LookAtLinks(XmlDocument links)
    {
        foreach (var link in links.GetElementsByTagName("*").Cast<XmlElement>())
            if (
                link.GetAttribute("TargetMode").Equals("External", StringComparison.OrdinalIgnoreCase)
                && !link.GetAttribute("Type").EndsWith("/hyperlink", StringComparison.OrdinalIgnoreCase)
            )
                throw DocumentInspection.Active(
                    "The file fetches parts of itself from elsewhere when it is opened.",
                    "Put linked pictures, templates and data into the file itself and save it again."
                );
    }

    private static async Task<XmlDocument> ReadXml(ZipArchiveEntry part, CancellationToken ct)
    {
        await using var content = await part.OpenAsync(ct);
        using var copy = new MemoryStream();
        var buffer = new byte[16384];
        while (await content.ReadAsync(buffer, ct) is var read and > 0)
        {
            if (copy.Length + read > MostBytesOfXml)
                throw Expands();
            copy.Write(buffer, 0, read);
        }
        copy.Position = 0;
        using var reader = XmlReader.Create(copy, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var document = new XmlDocument { XmlResolver = null };
        document.Load(reader);
        return document;
    }

    private static Refusal Macros() =>
        DocumentInspection.Active("The file has macros in it.", "Save it without macros, as DOCX, XLSX or PPTX, and upload that.");

    private static Refusal NotThis() => DocumentInspection.Mismatch("The file is an archive, but not the office file that its name says.");

    private static Refusal Expands() =>
        Refusal.Invalid(
            "document_expands_too_far",
            "/file",
            "The file unpacks to far more than it is.",
            "Open it in its program, save it anew, and upload that; or save it as PDF."
        );
}
