using System.Reflection;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Franchise.Api.Catalogue;

internal static class DownloadResourceVersion
{
    public static async Task<Attachment> Handle(
        Id<Resource> id, Id<ResourceVersion> versionId, FranchiseDb db, IDocumentStore store, TimeProvider clock, CancellationToken ct)
    {
        var resources = await EntitledCatalogue.Resources(db, clock, ct);
        var version = await db.Set<ResourceVersion>().AsNoTracking()
            .SingleOrDefaultAsync(v => v.Id == versionId && v.ResourceId == id && resources.Any(r => r.Id == v.ResourceId), ct)
            ?? throw Refusal.NotFound();
        var content = await store.Open(version.StorageKey, ct)
            ?? throw new InvalidOperationException($"The store has no bytes for {version.Id}.");
        return new(content, version);
    }
}

/// <summary>A file that a browser saves and never shows: nothing that was uploaded may run on our origin.</summary>
internal sealed record Attachment(Stream Content, ResourceVersion Version) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return TypedResults
            .File(Content, Version.ContentType, Version.FileName, Version.PublishedAt, new EntityTagHeaderValue($"\"{Version.Sha256}\""))
            .ExecuteAsync(httpContext);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Stream), ["application/octet-stream"]));
}
