using System.IO.Compression;
using Franchise.Domain.Shared;

namespace Franchise.Infrastructure.Documents;

/// <summary>
/// Looks for what runs in a PDF. Best effort: it finds the names of actions where they stand plainly, spelt with <c>#xx</c>, and in packed object streams.
/// It does not follow other filters, nor streams within streams.
/// </summary>
internal static class PdfInspection
{
    private const int MostUnpacked = 32 * 1024 * 1024;
    private const int MostPackedStreams = 20_000;

    internal static async Task Look(Stream file, CancellationToken ct)
    {
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, ct);
        LookAtNames(bytes);
        var left = MostUnpacked;
        var at = 0;
        var streams = 0;
        while (bytes.AsSpan(at).IndexOf("stream"u8) is var next and >= 0)
        {
            var start = at + next;
            at = start + "stream"u8.Length;
            // The dictionary before it says what it is.
            var dictionary = bytes.AsSpan(Math.Max(0, start - 1024), Math.Min(start, 1024));
            if (dictionary.LastIndexOf("obj"u8) is var from and >= 0)
                dictionary = dictionary[from..];
            if (!HasName(dictionary, "ObjStm"))
                continue;
            ct.ThrowIfCancellationRequested();
            if (++streams > MostPackedStreams)
                throw Expands();
            var content = at;
            if (content < bytes.Length && bytes[content] == '\r')
                content++;
            if (content < bytes.Length && bytes[content] == '\n')
                content++;
            if (IsZlib(bytes.AsSpan(content)))
                LookAtNames(Unpack(bytes, content, ref left));
        }
    }

    private static void LookAtNames(ReadOnlySpan<byte> bytes)
    {
        // Of an encrypted file only the dictionaries' names can be read: what is packed cannot be looked into.
        if (HasName(bytes, "Encrypt"))
            throw Refusal.Invalid(
                "document_encrypted",
                "/file",
                "The file is encrypted or protected, so that it cannot be looked into.",
                "Save it without a password or restrictions and upload that."
            );
        if (HasName(bytes, "JavaScript") || HasName(bytes, "Launch") || HasName(bytes, "RichMedia") || HasName(bytes, "XFA"))
            throw DocumentInspection.Active(
                "The file has scripts, programs to launch, or media that run in it.",
                "Print it to a new PDF, or export it as PDF/A, and upload that."
            );
    }

    // A name is /Text and ends at white space or a delimiter; any of its letters may be spelt #xx.
    private static bool HasName(ReadOnlySpan<byte> bytes, string name)
    {
        while (bytes.IndexOf((byte)'/') is var slash and >= 0)
        {
            bytes = bytes[(slash + 1)..];
            var i = 0;
            var matched = 0;
            while (matched < name.Length && i < bytes.Length)
            {
                int letter = bytes[i];
                var length = 1;
                if (letter == '#' && i + 2 < bytes.Length && Hex(bytes[i + 1]) is var high and >= 0 && Hex(bytes[i + 2]) is var low and >= 0)
                    (letter, length) = (high * 16 + low, 3);
                if (letter != name[matched])
                    break;
                matched++;
                i += length;
            }
            if (matched == name.Length && (i == bytes.Length || IsEnd(bytes[i])))
                return true;
        }
        return false;
    }

    private static int Hex(byte b) => char.IsAsciiHexDigit((char)b) ? Convert.ToInt32(((char)b).ToString(), 16) : -1;

    private static bool IsEnd(byte b) => b is 0 or 9 or 10 or 12 or 13 or 32 || "()<>[]{}/%"u8.Contains(b);

    private static bool IsZlib(ReadOnlySpan<byte> bytes) => bytes.Length > 2 && (bytes[0] & 15) == 8 && ((bytes[0] << 8) | bytes[1]) % 31 == 0;

    private static ReadOnlySpan<byte> Unpack(byte[] bytes, int start, ref int left)
    {
        using var packed = new MemoryStream(bytes, start, bytes.Length - start, writable: false);
        using var unpacked = new MemoryStream();
        try
        {
            using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
            var buffer = new byte[16384];
            while (zlib.Read(buffer) is var read and > 0)
            {
                if ((left -= read) < 0)
                    throw Expands();
                unpacked.Write(buffer, 0, read);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // Not packed, packed otherwise, or damaged: what came out so far is looked at.
        }
        return unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length);
    }

    private static Refusal Expands() =>
        Refusal.Invalid("document_expands_too_far", "/file", "The file unpacks to far more than it is.", "Print it to a new PDF and upload that.");
}
