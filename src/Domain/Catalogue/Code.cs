using System.Text.RegularExpressions;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Catalogue;

/// <summary>The short codes by which programmes, units, packages, resources and tools are known for good.</summary>
public static class Code
{
    /// <summary>The longest code.</summary>
    public const int Most = 32;

    private static readonly Regex shape = Pattern.Whole(@"[A-Z0-9]+(-[A-Z0-9]+)*");
    private static readonly Regex toolShape = Pattern.Whole(@"[a-z0-9]+(-[a-z0-9]+)*");

    /// <summary>Whether it can be the code of a programme, unit, package or resource: capitals, digits and single hyphens, as <c>RM3-01</c>.</summary>
    public static bool IsValid(string? code) => code is not null && code.Length <= Most && shape.IsMatch(code);

    /// <summary>Whether it can be the code of a tool: small letters, digits and single hyphens, as <c>matching</c>.</summary>
    public static bool IsTool(string? code) => code is not null && code.Length <= Most && toolShape.IsMatch(code);

    internal static string Check(Faults faults, string pointer, string? value)
    {
        var code = value?.Trim() ?? "";
        faults.Unless(IsValid(code), pointer, "This must be a code of at most 32 capitals, digits and single hyphens, as RM3-01.");
        return code;
    }
}

/// <summary>Whether something is in the catalogue for new licences.</summary>
public enum CatalogueStatus
{
    /// <summary>It is.</summary>
    Active,

    /// <summary>It is not any more; what was granted stays.</summary>
    Withdrawn,
}

/// <summary>Under whose rules something is taught.</summary>
public enum Provision
{
    /// <summary>On the regulator's register.</summary>
    Regulated,

    /// <summary>The awarding organisation endorses it; it is not on the register.</summary>
    Bespoke,
}
