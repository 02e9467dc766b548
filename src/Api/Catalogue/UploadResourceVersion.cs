using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class UploadResourceVersion
{
    public static async Task<Created<ResourceVersionResponse>> Handle(
        Id<Resource> id,
        [Description("BCP 47 tag of the language that the file is written in.")] string language,
        [Description("The file's name, where it is the raw body.")] string? fileName,
        UploadedFile upload,
        FranchiseDb db,
        DocumentInspection inspection,
        IDocumentStore store,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        // Known before a byte of the file is read.
        if (!await db.Set<Resource>().AnyAsync(r => r.Id == id, ct))
            throw Refusal.NotFound();
        await using var document = await upload.Inspect(inspection, fileName, ct);
        var key = await store.Put(document.Content, ct);
        try
        {
            // Read anew: the upload may have taken minutes.
            var resource = await db.Set<Resource>().Include(r => r.Versions).SingleAsync(r => r.Id == id, ct);
            var version = resource.Publish(document.StoredAs(key), language, clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return new($"/v1/resources/{id}/versions", ResourceVersionResponse.Of(version));
        }
        // Only where the row is certain not to be there: bytes without a row do no harm, a row without bytes does.
        catch (Exception e) when (e is Refusal or DbUpdateException)
        {
            await store.Delete(key, CancellationToken.None);
            throw;
        }
    }
}
