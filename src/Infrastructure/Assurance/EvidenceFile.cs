using Franchise.Infrastructure.Documents;

namespace Franchise.Infrastructure.Assurance;

/// <summary>What a pack is about.</summary>
/// <param name="Subject">The id of the organisation or course.</param>
/// <param name="From">The first day of the period; null for a course, which is taken whole.</param>
/// <param name="Until">The last day.</param>
/// <param name="MadeOn">The organisation's own date. The hour stands on its audit record: of one day and the same facts, packs are the same to the byte.</param>
public sealed record EvidenceScope(string Subject, DateOnly? From, DateOnly? Until, DateOnly MadeOn);

/// <summary>One file of a pack.</summary>
/// <param name="Name">Its name, as <c>registers.csv</c>.</param>
/// <param name="Title">What it holds, in a sentence.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Content">Its bytes.</param>
public sealed record EvidenceFile(string Name, string Title, int Rows, byte[] Content)
{
    internal static EvidenceFile Of(string name, string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var all = rows.ToList();
        return new($"{name}.csv", title, all.Count, CsvTable.Of(columns, all));
    }
}
