using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Franchise.Infrastructure.Jobs;

/// <summary>One statement of several: each part keeps its arguments, which get numbers of their own.</summary>
internal static class Composed
{
    private static readonly Regex placeholder = new(@"\{(?<number>\d+)\}", RegexOptions.NonBacktracking);
    private static readonly Regex lockClause = new(@"\s+FOR (?:NO KEY )?UPDATE(?: OF [a-z]+)? SKIP LOCKED\s*$", RegexOptions.NonBacktracking);

    public static FormattableString Of(string between, IReadOnlyList<FormattableString> parts)
    {
        List<object?> arguments = [];
        List<string> texts = [];
        foreach (var part in parts)
        {
            var first = arguments.Count;
            texts.Add(placeholder.Replace(part.Format, m => $"{{{first + int.Parse(m.Groups["number"].ValueSpan, CultureInfo.InvariantCulture)}}}"));
            arguments.AddRange(part.GetArguments());
        }
        return FormattableStringFactory.Create(string.Join(between, texts), [.. arguments]);
    }

    /// <summary>What a claim selects, without locking it.</summary>
    public static FormattableString WithoutLock(FormattableString claim) => FormattableStringFactory.Create(lockClause.Replace(claim.Format, ""), claim.GetArguments());
}
