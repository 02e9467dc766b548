using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

/// <summary>A document that licences grant.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">Its code; it never changes, and entitlements name it.</param>
/// <param name="Title">Its title.</param>
/// <param name="Kind">What sort of document it is.</param>
/// <param name="Status">Whether new packages may name it.</param>
/// <param name="WithdrawnAt">When it was withdrawn.</param>
/// <param name="Latest">Its latest version in each language; empty while no file was uploaded.</param>
public sealed record ResourceResponse(
    Id<Resource> Id,
    string Code,
    string Title,
    ResourceKind Kind,
    CatalogueStatus Status,
    DateTimeOffset? WithdrawnAt,
    IReadOnlyList<ResourceVersionResponse> Latest
)
{
    public static ResourceResponse Example =>
        new(ExampleOf.Id<Resource>(), "HB-TUTOR", "Tutor's handbook", ResourceKind.Handbook, CatalogueStatus.Active, null, [ResourceVersionResponse.Example]);

    internal static ResourceResponse Of(Resource r, IEnumerable<ResourceVersionResponse> versions) =>
        new(
            r.Id, r.Code, r.Title, r.Kind, r.Status, r.WithdrawnAt,
            [.. versions.GroupBy(v => v.Language).Select(g => g.MaxBy(v => v.Number)!).OrderBy(v => v.Language, StringComparer.Ordinal)]);

    internal static async Task<ILookup<Id<Resource>, ResourceVersionResponse>> VersionsOf(IEnumerable<Id<Resource>> resources, FranchiseDb db, CancellationToken ct)
    {
        var ids = resources.ToArray();
        var versions = await db.Set<ResourceVersion>().AsNoTracking().Where(v => ids.Contains(v.ResourceId)).ToListAsync(ct);
        return versions.ToLookup(v => v.ResourceId, ResourceVersionResponse.Of);
    }
}

/// <summary>One file of a resource. It never changes.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ResourceId">Whose version it is.</param>
/// <param name="Number">Its number, from 1, counted over all languages.</param>
/// <param name="FileName">The name it is downloaded under.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes, 64 small hexadecimal digits; also the ETag of its download.</param>
/// <param name="Language">BCP 47 tag of the language it is written in.</param>
/// <param name="PublishedAt">When it was published.</param>
public sealed record ResourceVersionResponse(
    Id<ResourceVersion> Id,
    Id<Resource> ResourceId,
    int Number,
    string FileName,
    string ContentType,
    long Size,
    string Sha256,
    string Language,
    DateTimeOffset PublishedAt
)
{
    public static ResourceVersionResponse Example =>
        new(
            ExampleOf.Id<ResourceVersion>(), ExampleOf.Id<Resource>(), 1, "Tutor handbook.pdf", "application/pdf", 482_113,
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "en", ExampleOf.Time);

    internal static ResourceVersionResponse Of(ResourceVersion v) =>
        new(v.Id, v.ResourceId, v.Number, v.FileName, v.ContentType, v.Size, v.Sha256, v.Language, v.PublishedAt);
}
