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
        return await upload.Keep<Created<ResourceVersionResponse>>(
            inspection, store, fileName,
            async file =>
            {
                var resource = await db.Set<Resource>().Include(r => r.Versions).SingleAsync(r => r.Id == id, ct);
                var version = resource.Publish(file, language, clock.GetUtcNow());
                await db.SaveChangesAsync(ct);
                return new($"/v1/resources/{id}/versions", ResourceVersionResponse.Of(version));
            },
            ct);
    }
}
