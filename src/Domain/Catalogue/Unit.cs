using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Catalogue;

/// <summary>A unit of a programme. What is taught and assessed stands in its versions; the unit is the code they share.</summary>
[IdPrefix("unt")]
public sealed class Unit : Aggregate, IPlatformOwned
{
    private readonly List<UnitVersion> versions = [];

    private Unit() { }

    /// <summary>Adds a unit, without any version yet.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c> with every member at fault.</exception>
    public Unit(Id<Programme> programme, string code, Provision provision, bool mandatory, DateTimeOffset now)
    {
        var faults = new Faults();
        Code = Catalogue.Code.Check(faults, "/code", code);
        faults.Known("/provision", provision);
        faults.Refuse();
        IsNew();
        Id = Id<Unit>.New(now);
        ProgrammeId = programme;
        Provision = provision;
        Mandatory = mandatory;
        Raise("unit.created", Id.ToString(), ("code", Code));
    }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => Organisation.FranchisorId;

    /// <summary>Its id.</summary>
    public Id<Unit> Id { get; private set; }

    /// <summary>The programme it belongs to.</summary>
    public Id<Programme> ProgrammeId { get; private set; }

    /// <summary>Its code; it never changes, and entitlements name it.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Under whose rules it is taught.</summary>
    public Provision Provision { get; private set; }

    /// <summary>Whether a learner must take it for the whole programme.</summary>
    public bool Mandatory { get; private set; }

    /// <summary>Its versions, in the order made.</summary>
    public IReadOnlyList<UnitVersion> Versions => versions;

    /// <summary>The version to teach now: the latest that is published and not withdrawn; null if there is none.</summary>
    public UnitVersion? Current => versions.Where(v => v.Status == UnitVersionStatus.Published).MaxBy(v => v.Number);

    /// <summary>Whether it can be offered and newly run.</summary>
    public bool IsAvailable => Current is not null;

    /// <summary>Says whether a learner must take it.</summary>
    public void Require(bool mandatory)
    {
        if (Mandatory == mandatory)
            return;
        Mandatory = mandatory;
        Raise("unit.changed", Id.ToString(), ("mandatory", mandatory));
    }

    /// <summary>Begins the next version as a draft.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>; <c>unit_draft_exists</c>: there is a draft already.</exception>
    public UnitVersion Draft(UnitContent content, DateTimeOffset now)
    {
        if (versions.Any(v => v.Status == UnitVersionStatus.Draft))
            throw Refusal.Conflict("unit_draft_exists", "This unit has a draft already.", "Change that draft, or publish it first.");
        var version = new UnitVersion(Id, versions.Count == 0 ? 1 : versions.Max(v => v.Number) + 1, content, now);
        versions.Add(version);
        Raise("unit_version.drafted", version.Id.ToString(), ("unit", Code), ("number", version.Number));
        return version;
    }

    /// <summary>Changes a draft.</summary>
    /// <exception cref="Refusal"><c>not_found</c>; <c>validation_failed</c>; <c>unit_version_published</c>; <c>unit_version_withdrawn</c>.</exception>
    public void Edit(Id<UnitVersion> id, UnitContent content)
    {
        var version = Find(id);
        version.RefuseUnlessDraft();
        version.Set(content);
        Raise("unit_version.edited", id.ToString(), ("unit", Code), ("number", version.Number));
    }

    /// <summary>Publishes a draft: from now on it never changes. Earlier versions stay as they are, for courses that run on them.</summary>
    /// <exception cref="Refusal"><c>not_found</c>; <c>unit_version_published</c>; <c>unit_version_withdrawn</c>.</exception>
    public void Publish(Id<UnitVersion> id, DateTimeOffset now)
    {
        var version = Find(id);
        version.RefuseUnlessDraft();
        version.Publish(now);
        Raise("unit_version.published", id.ToString(), ("unit", Code), ("number", version.Number));
    }

    /// <summary>Withdraws a published version: nothing new starts on it. What was begun goes on.</summary>
    /// <exception cref="Refusal"><c>not_found</c>; <c>unit_version_not_published</c>; <c>unit_version_withdrawn</c>.</exception>
    public void Withdraw(Id<UnitVersion> id, DateTimeOffset now)
    {
        var version = Find(id);
        version.Withdraw(now);
        Raise("unit_version.withdrawn", id.ToString(), ("unit", Code), ("number", version.Number));
    }

    /// <summary>One of its versions.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public UnitVersion Find(Id<UnitVersion> id) => versions.Find(v => v.Id == id) ?? throw Refusal.NotFound();
}
