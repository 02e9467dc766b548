using System.Globalization;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Catalogue;

/// <summary>What sort of document a resource is.</summary>
public enum ResourceKind
{
    /// <summary>A handbook.</summary>
    Handbook,

    /// <summary>A policy or a pack of them.</summary>
    Policy,

    /// <summary>Session plans.</summary>
    SessionPlan,

    /// <summary>A form or a tool to work with.</summary>
    Tool,
}

/// <summary>A file as it was inspected and stored.</summary>
/// <param name="FileName">The name to give it when it is fetched; no folder in it.</param>
/// <param name="ContentType">Its media type, as found by inspection.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes, 64 small hexadecimal digits.</param>
/// <param name="StorageKey">Where the document store keeps it; never shown.</param>
public sealed record StoredFile(string FileName, string ContentType, long Size, string Sha256, string StorageKey);

/// <summary>A document that licences grant: a handbook, a policy, a session plan. Its files stand in its versions.</summary>
[IdPrefix("res")]
public sealed class Resource : Aggregate, IPlatformOwned
{
    private readonly List<ResourceVersion> versions = [];

    private Resource() { }

    /// <summary>Adds a resource, without a file yet.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c> with every member at fault.</exception>
    public Resource(string code, string title, ResourceKind kind, DateTimeOffset now)
    {
        var faults = new Faults();
        Code = Catalogue.Code.Check(faults, "/code", code);
        Title = faults.Text("/title", title, 200);
        faults.Known("/kind", kind);
        faults.Refuse();
        IsNew();
        Id = Id<Resource>.New(now);
        Kind = kind;
        Raise("resource.created", Id.ToString(), ("code", Code));
    }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => Organisation.FranchisorId;

    /// <summary>Its id.</summary>
    public Id<Resource> Id { get; private set; }

    /// <summary>Its code; it never changes, and entitlements name it.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Its title.</summary>
    public string Title { get; private set; } = "";

    /// <summary>What sort of document it is.</summary>
    public ResourceKind Kind { get; private set; }

    /// <summary>Whether new packages may name it.</summary>
    public CatalogueStatus Status { get; private set; }

    /// <summary>When it was withdrawn.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>Its versions in all languages, in the order made.</summary>
    public IReadOnlyList<ResourceVersion> Versions => versions;

    /// <summary>The latest version in a language; null if there is none.</summary>
    public ResourceVersion? Latest(string language) => versions.Where(v => v.Language == language).MaxBy(v => v.Number);

    /// <summary>Gives it another title.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>; <c>resource_withdrawn</c>.</exception>
    public void Rename(string title)
    {
        RefuseIfWithdrawn();
        var faults = new Faults();
        var text = faults.Text("/title", title, 200);
        faults.Refuse();
        Title = text;
        Raise("resource.changed", Id.ToString(), ("code", Code));
    }

    /// <summary>Publishes a file as the next version. A version never changes; a correction is another version.</summary>
    /// <param name="file">The file, inspected and stored.</param>
    /// <param name="language">BCP 47 tag of the language it is written in.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Refusal">
    /// <c>validation_failed</c>; <c>resource_withdrawn</c>; <c>resource_version_unchanged</c>: the same bytes as the latest in this language.
    /// </exception>
    public ResourceVersion Publish(StoredFile file, string language, DateTimeOffset now)
    {
        RefuseIfWithdrawn();
        var faults = new Faults();
        faults.Unless(IsFileName(file.FileName), "/fileName", "This must be a file's name of at most 200 characters, without a folder.");
        faults.Unless(Shared.Language.IsValid(language), "/language", Shared.Language.Rule);
        faults.Refuse();
        // The rest comes from our own inspection: if it is wrong, that is a bug and not a refusal.
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(file.Size);
        if (file.Sha256.Length != 64 || !file.Sha256.All(char.IsAsciiHexDigitLower))
            throw new ArgumentException("A SHA-256 is 64 small hexadecimal digits.", nameof(file));
        if (Latest(language)?.Sha256 == file.Sha256)
            throw Refusal.Conflict(
                "resource_version_unchanged",
                "This file is the same as the latest version in this language.",
                "Upload the changed file; there is nothing to do if nothing changed."
            );
        var version = new ResourceVersion(Id, versions.Count == 0 ? 1 : versions.Max(v => v.Number) + 1, file, language, now);
        versions.Add(version);
        Raise("resource_version.published", version.Id.ToString(), ("resource", Code), ("number", version.Number), ("language", language));
        return version;
    }

    /// <summary>Offers it no more to new packages; licences that grant it still reach it.</summary>
    /// <exception cref="Refusal"><c>resource_withdrawn</c>.</exception>
    public void Withdraw(DateTimeOffset now)
    {
        RefuseIfWithdrawn();
        (Status, WithdrawnAt) = (CatalogueStatus.Withdrawn, now);
        Raise("resource.withdrawn", Id.ToString(), ("code", Code));
    }

    /// <summary>One of its versions.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public ResourceVersion Find(Id<ResourceVersion> id) => versions.Find(v => v.Id == id) ?? throw Refusal.NotFound();

    /// <summary>
    /// Whether it can be a file's name: no folder, nothing that a shell or file system takes for more, and no letters that turn the direction of
    /// writing, by which <c>gpj.exe</c> reads as a picture.
    /// </summary>
    public static bool IsFileName(string? name) =>
        name is { Length: > 0 and <= 200 }
        && name.Trim() == name
        && name.Trim('.').Length > 0
        && name.All(c =>
            c is not ('/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|')
            && char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        );

    private void RefuseIfWithdrawn()
    {
        if (Status == CatalogueStatus.Withdrawn)
            throw Refusal.Conflict("resource_withdrawn", "This resource was withdrawn.", "Make a new resource.");
    }
}

/// <summary>One file of a resource. It never changes.</summary>
[IdPrefix("rsv")]
public sealed class ResourceVersion : IPlatformOwned, IAppendOnly
{
    private ResourceVersion() { }

    internal ResourceVersion(Id<Resource> resource, int number, StoredFile file, string language, DateTimeOffset now)
    {
        Id = Id<ResourceVersion>.New(now);
        ResourceId = resource;
        Number = number;
        (FileName, ContentType, Size, Sha256, StorageKey) = file;
        Language = language;
        PublishedAt = now;
    }

    /// <summary>Its id.</summary>
    public Id<ResourceVersion> Id { get; private set; }

    /// <summary>Whose version it is.</summary>
    public Id<Resource> ResourceId { get; private set; }

    /// <summary>Its number, from 1, counted over all languages.</summary>
    public int Number { get; private set; }

    /// <summary>The name to give it when it is fetched.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>Its media type.</summary>
    public string ContentType { get; private set; } = "";

    /// <summary>Bytes.</summary>
    public long Size { get; private set; }

    /// <summary>SHA-256 of its bytes, 64 small hexadecimal digits.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>BCP 47 tag of the language it is written in.</summary>
    public string Language { get; private set; } = "";

    /// <summary>Where the document store keeps it; never shown.</summary>
    public string StorageKey { get; private set; } = "";

    /// <summary>When it was published.</summary>
    public DateTimeOffset PublishedAt { get; private set; }
}
