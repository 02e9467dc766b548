using System.Reflection;
using Franchise.Domain.Catalogue;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Franchise.Api.Http;

/// <summary>A file that a browser saves and never shows: nothing that was uploaded may run on our origin.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="File">What was recorded of it.</param>
/// <param name="At">Since when it is there.</param>
internal sealed record Attachment(Stream Content, StoredFile File, DateTimeOffset At) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return TypedResults.File(Content, File.ContentType, File.FileName, At, new EntityTagHeaderValue($"\"{File.Sha256}\"")).ExecuteAsync(httpContext);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Stream), ["application/octet-stream"]));
}
