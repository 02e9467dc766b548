using System.Text.RegularExpressions;

namespace Franchise.Domain.Shared;

/// <summary>Patterns for whole texts that take time in proportion to the text, whatever is thrown at them.</summary>
public static class Pattern
{
    /// <summary>A pattern that the whole text must have; a line break at the end does not slip through.</summary>
    public static Regex Whole(string pattern) =>
        new($"^(?:{pattern})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
}
