using System.IO.Compression;
using System.Text;

namespace Franchise.Api.Tests.Documents;

/// <summary>Small files of every sort, good and bad.</summary>
internal static class Samples
{
    internal const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    internal const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    internal const string Pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

    internal static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13];
    internal static readonly byte[] Jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F'];

    internal static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    internal static byte[] Pdf(string body = "1 0 obj << /Type /Catalog >> endobj") => Encoding.Latin1.GetBytes($"%PDF-1.7\n{body}\n%%EOF\n");

    /// <summary>A PDF whose object stream, packed, holds this.</summary>
    internal static byte[] PdfWithPacked(string objects)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true))
            zlib.Write(Encoding.Latin1.GetBytes(objects));
        return
        [
            .. Encoding.Latin1.GetBytes($"%PDF-1.7\n5 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {packed.Length} >>\nstream\r\n"),
            .. packed.ToArray(),
            .. Encoding.Latin1.GetBytes("\nendstream endobj\n%%EOF\n"),
        ];
    }

    /// <summary>An office file with its main part's type, and further parts.</summary>
    internal static byte[] Office(string type = Docx, params (string Name, string Content)[] parts) =>
        Zip([
            ("[Content_Types].xml", $"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/main.xml" ContentType="{type}.main+xml"/></Types>"""),
            ("_rels/.rels", Links("""<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="main.xml"/>""")),
            ("main.xml", "<main/>"),
            .. parts,
        ]);

    internal static string Links(string relationships) =>
        $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relationships}</Relationships>""";

    internal static byte[] Zip(params (string Name, string Content)[] parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in parts)
                using (var part = zip.CreateEntry(name).Open())
                    part.Write(Encoding.UTF8.GetBytes(content));
        return file.ToArray();
    }
}
