using System.Text.RegularExpressions;

namespace Franchise.Domain.Shared;

/// <summary>Languages by BCP 47 tag: a language, perhaps a script, perhaps a region, as <c>en</c>, <c>pt-BR</c> or <c>sr-Latn-RS</c>.</summary>
public static class Language
{
    private static readonly Regex shape = Pattern.Whole("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?");

    /// <summary>The longest tag taken.</summary>
    public const int Most = 12;

    /// <summary>Whether it has the shape of a tag, in the usual case (<c>en-GB</c>, not <c>EN-gb</c>), so that equal languages are equal texts.</summary>
    public static bool IsValid(string? tag) => tag is not null && shape.IsMatch(tag);

    internal const string Rule = "This must be a BCP 47 language tag in its usual case, as en or en-GB.";
}
