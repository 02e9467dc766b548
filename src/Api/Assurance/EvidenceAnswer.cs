using System.Reflection;
using Franchise.Infrastructure.Assurance;
using Microsoft.AspNetCore.Http.Metadata;

namespace Franchise.Api.Assurance;

/// <summary>A pack, sent as it is zipped. Everything was read before the first byte leaves, so that a failure is said as one.</summary>
/// <param name="Scope">What it is about.</param>
/// <param name="Files">Its files.</param>
internal sealed record EvidenceAnswer(EvidenceScope Scope, IReadOnlyList<EvidenceFile> Files) : IResult, IEndpointMetadataProvider
{
    private const string ContentType = "application/zip";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = "private, no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = $"attachment; filename=\"evidence-{Scope.Subject}.zip\"";
        response.ContentType = ContentType;
        // Of the archive's few small synchronous writes the writer's own buffer takes care; the server refuses them on the body.
        return EvidenceArchive.WriteAsync(response.BodyWriter.AsStream(leaveOpen: true), Scope, Files, httpContext.RequestAborted);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Stream), [ContentType]));
}
