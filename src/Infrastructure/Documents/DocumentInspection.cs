using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;

namespace Franchise.Infrastructure.Documents;

/// <summary>An upload that passed. Its bytes are in a temporary file that goes when this is disposed of.</summary>
/// <param name="Content">The bytes, at their beginning; may be read again after seeking.</param>
/// <param name="FileName">The name without any folder that the upload named.</param>
/// <param name="ContentType">The media type that bytes, name and declaration agree on.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256, 64 small hexadecimal digits.</param>
public sealed record InspectedDocument(Stream Content, string FileName, string ContentType, long Size, string Sha256) : IAsyncDisposable
{
    /// <summary>What the catalogue records once the bytes are stored.</summary>
    public StoredFile StoredAs(string key) => new(FileName, ContentType, Size, Sha256, key);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

/// <summary>
/// Looks at an upload before anything is kept: how large, what it really is, and whether it carries something that runs.
/// </summary>
/// <remarks>
/// Types taken: PDF, Word, Excel and PowerPoint without macros (OOXML), PNG, JPEG, and text, CSV and Markdown in UTF-8. The file's bytes, its name and
/// the declared type must agree. Refused besides: office files with macros, ActiveX, or parts fetched from elsewhere; PDFs with JavaScript, programs to
/// launch, rich media or XFA forms, and encrypted ones, which cannot be looked into; archives that unpack to far more than they are. It looks for what is
/// known and is no virus scanner: a hidden enough script in a PDF passes, which is why stored documents are only ever served as attachments.
/// </remarks>
/// <param name="mostBytes">The size limit; 25 MB unless configured.</param>
/// <param name="temporaryFolder">Where uploads stand while they are looked at; the system's unless given.</param>
public sealed class DocumentInspection(long mostBytes = DocumentInspection.DefaultMostBytes, string? temporaryFolder = null)
{
    /// <summary>25 MB.</summary>
    public const long DefaultMostBytes = 25 * 1024 * 1024;

    /// <summary>The size limit in bytes.</summary>
    public long MostBytes { get; } = mostBytes;

    /// <summary>Reads an upload to its end, or to the limit, and looks at it.</summary>
    /// <param name="upload">The bytes; reading stops as soon as they are too many.</param>
    /// <param name="fileName">The name that the upload gives; a folder in it is dropped.</param>
    /// <param name="contentType">The type that the upload declares.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="Refusal">
    /// <c>document_type_not_allowed</c>, <c>document_type_mismatch</c>, <c>document_too_large</c>, <c>document_empty</c>,
    /// <c>document_active_content</c>, <c>document_encrypted</c>, <c>document_expands_too_far</c>, <c>document_name_not_allowed</c>.
    /// </exception>
    public async Task<InspectedDocument> Inspect(Stream upload, string fileName, string? contentType, CancellationToken ct)
    {
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        if (!Resource.IsFileName(name))
            throw Refusal.Invalid(
                "document_name_not_allowed",
                "/file",
                "The file's name has characters that are not allowed, or is longer than 200.",
                "Rename the file and upload it again."
            );
        // Both are known before the first byte is read, so a wrong type costs nobody an upload.
        var declared = DocumentType.Bare(contentType);
        var type = DocumentType.ByName(name);
        if (type is null || (declared is not null && !DocumentType.IsKnown(declared)))
            throw new Refusal(
                RefusalKind.UnsupportedContent,
                "document_type_not_allowed",
                "Files of this type are not taken.",
                "Upload a PDF, DOCX, XLSX, PPTX, PNG or JPEG file, or text, CSV or Markdown in UTF-8."
            );
        if (declared is null || !type.MayBeCalled(declared))
            throw Mismatch("The file's name and its declared type do not agree.");

        var file = TemporaryFile();
        try
        {
            var sha256 = await Copy(upload, file, ct);
            await Look(file, type, ct);
            file.Position = 0;
            return new(file, name, type.MediaType, file.Length, sha256);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The refusal of a file that is larger than the limit; also for who knows so before reading it.</summary>
    public Refusal TooLarge() =>
        new(
            RefusalKind.TooLarge,
            "document_too_large",
            $"The file is larger than {MostBytes / (1024 * 1024)} MB.",
            "Make it smaller, as by saving its pictures at a lower resolution, or split it."
        );

    internal static Refusal Mismatch(string message) =>
        Refusal.Invalid("document_type_mismatch", "/file", message, "Save the file as the type that its name ends with, and declare that type.");

    internal static Refusal Active(string message, string remedy) => Refusal.Invalid("document_active_content", "/file", message, remedy);

    private async Task<string> Copy(Stream upload, FileStream file, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(81920);
        try
        {
            long size = 0;
            while (await upload.ReadAsync(buffer, ct) is var read and > 0)
            {
                size += read;
                if (size > MostBytes)
                    throw TooLarge();
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), ct);
            }
            if (size == 0)
                throw Refusal.Invalid("document_empty", "/file", "The file is empty.", "Upload a file with something in it.");
            await file.FlushAsync(ct);
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task Look(FileStream file, DocumentType type, CancellationToken ct)
    {
        var head = new byte[8];
        file.Position = 0;
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        var found = head.AsSpan(0, read) switch
        {
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => "pdf",
            [(byte)'P', (byte)'K', 3, 4, ..] => "zip",
            [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10] => "png",
            [0xff, 0xd8, 0xff, ..] => "jpeg",
            _ => "other",
        };
        var expected = type.Format switch
        {
            DocumentFormat.Pdf => "pdf",
            DocumentFormat.Png => "png",
            DocumentFormat.Jpeg => "jpeg",
            DocumentFormat.Text => "other",
            _ => "zip",
        };
        if (found != expected)
            throw Mismatch("The file is not what its name and declared type say.");
        file.Position = 0;
        switch (type.Format)
        {
            case DocumentFormat.Pdf:
                await PdfInspection.Look(file, ct);
                break;
            case DocumentFormat.Word or DocumentFormat.Excel or DocumentFormat.PowerPoint:
                await OfficeInspection.Look(file, type.Format, MostBytes, ct);
                break;
            case DocumentFormat.Text:
                await LookAtText(file, ct);
                break;
        }
    }

    private static async Task LookAtText(FileStream file, CancellationToken ct)
    {
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var bytes = new byte[65536];
        var letters = new char[bytes.Length + 4];
        try
        {
            while (true)
            {
                var read = await file.ReadAsync(bytes, ct);
                var count = decoder.GetChars(bytes, 0, read, letters, 0, flush: read == 0);
                if (letters.AsSpan(0, count).Contains('\0'))
                    throw Mismatch("The file is not text: it has NUL characters in it.");
                if (read == 0)
                    return;
            }
        }
        catch (DecoderFallbackException)
        {
            throw Mismatch("The file is not text in UTF-8.");
        }
    }

    private FileStream TemporaryFile()
    {
        var options = new FileStreamOptions
        {
            // CreateNew does not follow a link that somebody else laid in a shared folder.
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(Path.Combine(temporaryFolder ?? Path.GetTempPath(), $"franchise-upload-{DocumentKey.New()}"), options);
    }
}
