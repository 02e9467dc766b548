using System.Reflection;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Documents;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Franchise.Api.Http;

/// <summary>
/// A file in a request: the one part <c>file</c> of a form, or the whole body. It is read as it arrives and never held in memory; nothing is read
/// before the handler asks for it.
/// </summary>
internal sealed class UploadedFile
{
    /// <summary>The most that a request may hold whatever is configured; <c>Documents:MostBytes</c> sets the limit of a file below this.</summary>
    public const long Most = 100L << 20;

    // Boundaries and headers of a form around its file.
    private const long Wrapping = 64 << 10;

    private readonly HttpRequest request;

    private UploadedFile(HttpRequest request) => this.request = request;

    /// <summary>Takes the request as it stands.</summary>
    public static ValueTask<UploadedFile> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(new UploadedFile(context.Request));

    /// <summary>Reads the file to its end, looks at it, keeps its bytes and has them written down. What is not written down is not kept either.</summary>
    /// <param name="inspection">What is taken.</param>
    /// <param name="store">Where the bytes are kept.</param>
    /// <param name="fileName">The name of a raw body; a form names its file itself.</param>
    /// <param name="write">Writes it down, in a transaction of its own. It reads anew what it changes: the upload may have taken minutes.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="Refusal">Whatever <see cref="DocumentInspection.Inspect"/> refuses; <c>malformed_request</c>: no file, or more than one.</exception>
    public async Task<T> Keep<T>(DocumentInspection inspection, IDocumentStore store, string? fileName, Func<StoredFile, Task<T>> write, CancellationToken ct)
    {
        await using var document = await Inspect(inspection, fileName, ct);
        var key = await store.Put(document.Content, ct);
        try
        {
            return await write(document.StoredAs(key));
        }
        // Only where the row is certain not to be there: bytes without a row do no harm, a row without bytes does.
        catch (Exception e) when (e is Refusal or DbUpdateException)
        {
            await store.Delete(key, CancellationToken.None);
            throw;
        }
    }

    private async Task<InspectedDocument> Inspect(DocumentInspection inspection, string? fileName, CancellationToken ct)
    {
        if (request.ContentLength > inspection.MostBytes + Wrapping)
            throw inspection.TooLarge();
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            throw ProblemCodes.UnsupportedContent.Refuse("The request does not say what type of content it has.");
        if (!type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return await inspection.Inspect(
                request.Body,
                fileName ?? throw ProblemCodes.ValidationFailed.Refuse(null, new FieldError("/query/fileName", "A raw body needs its file's name here.")),
                request.ContentType,
                ct
            );
        if (fileName is not null)
            throw ProblemCodes.ValidationFailed.Refuse(null, new FieldError("/query/fileName", "A form names its file itself."));
        try
        {
            return await FromForm(inspection, HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), ct);
        }
        // What is wrong with the form's own shape. Too large a body is a BadHttpRequestException, which says so itself.
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException && !ct.IsCancellationRequested))
        {
            throw ProblemCodes.MalformedRequest.Refuse("The form cannot be read.");
        }
    }

    private async Task<InspectedDocument> FromForm(DocumentInspection inspection, string boundary, CancellationToken ct)
    {
        if (boundary.Length is 0 or > 70)
            throw ProblemCodes.MalformedRequest.Refuse("The form's boundary is missing, or longer than 70 characters.");
        var parts = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 8192 };
        var part = await parts.ReadNextSectionAsync(ct) ?? throw OneFile();
        if (
            part.GetContentDispositionHeader() is not { } disposition
            || !disposition.IsFileDisposition()
            || HeaderUtilities.RemoveQuotes(disposition.Name) != "file"
        )
            throw OneFile();
        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
        if (!Json.IsStorable(name.AsSpan()))
            throw ProblemCodes.MalformedRequest.Refuse("The file's name cannot be stored.");
        var document = await inspection.Inspect(part.Body, name.ToString(), part.ContentType, ct);
        try
        {
            return await parts.ReadNextSectionAsync(ct) is null ? document : throw OneFile();
        }
        catch
        {
            await document.DisposeAsync();
            throw;
        }
    }

    private static Refusal OneFile() => ProblemCodes.MalformedRequest.Refuse("The form must have one part, the file, by the name file.");
}
