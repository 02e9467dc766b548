using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Licensing;

/// <summary>What a right is a right to.</summary>
public enum EntitlementKind
{
    /// <summary>To deliver a unit.</summary>
    Unit,

    /// <summary>To use a handbook or another document.</summary>
    Resource,

    /// <summary>To use a tool.</summary>
    Tool,

    /// <summary>To deliver in a language.</summary>
    Language,

    /// <summary>To deliver in a country or a part of one.</summary>
    Territory,

    /// <summary>To deliver in person or online.</summary>
    Mode,
}

/// <summary>A dated right by code. It counts only while the licence itself does.</summary>
[IdPrefix("ent")]
public sealed class Entitlement : ITenantOwned, IPlatformOwned
{
    private Entitlement() { }

    internal Entitlement(Licence licence, EntitlementKind kind, string code, DateOnly from, DateOnly? until, DateTimeOffset now)
    {
        Id = Id<Entitlement>.New(now);
        TenantId = licence.TenantId;
        LicenceId = licence.Id;
        Kind = kind;
        Code = code;
        From = from;
        Until = until;
    }

    /// <summary>The entitlement's id.</summary>
    public Id<Entitlement> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The licence that gives it.</summary>
    public Id<Licence> LicenceId { get; private set; }

    /// <summary>What it is a right to.</summary>
    public EntitlementKind Kind { get; private set; }

    /// <summary>The code of the unit, resource, tool, language, place or mode.</summary>
    public string Code { get; private set; } = "";

    /// <summary>The first day.</summary>
    public DateOnly From { get; private set; }

    /// <summary>The last day, inclusive; null while it has none of its own.</summary>
    public DateOnly? Until { get; private set; }

    /// <summary>Whether it gives a right on a day.</summary>
    public bool Grants(EntitlementKind kind, string code, DateOnly day) => Kind == kind && Covers(kind, Code, code) && Days.Covers(day);

    internal Term Days => new(From, Until ?? DateOnly.MaxValue);

    internal void End(DateOnly? until) => Until = until;

    /// <summary>A country covers its parts (<c>GB</c> covers <c>GB-ENG</c>) and a language its regional forms; all else must be the same.</summary>
    internal static bool Covers(EntitlementKind kind, string granted, string asked) =>
        granted == asked
        || (kind is EntitlementKind.Territory or EntitlementKind.Language
            && asked.Length > granted.Length
            && asked[granted.Length] == '-'
            && asked.StartsWith(granted, StringComparison.Ordinal));
}
