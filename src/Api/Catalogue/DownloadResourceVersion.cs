using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

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
        return new(content, new(version.FileName, version.ContentType, version.Size, version.Sha256, version.StorageKey), version.PublishedAt);
    }
}
