namespace Franchise.Domain.Shared;

/// <summary>One thing that stands in the way, and what to do about it.</summary>
/// <param name="Code">Stable and documented, snake_case.</param>
/// <param name="Sentence">A plain sentence that says what is wrong.</param>
/// <param name="Remedy">A plain sentence that says what removes it.</param>
/// <param name="Pointer">JSON pointer to the member of the question that it is about; empty where it is about the whole.</param>
/// <param name="Dates">The dates it concerns; empty where it concerns all.</param>
public sealed record Reason(string Code, string Sentence, string Remedy, string Pointer, IReadOnlyList<DateOnly> Dates)
{
    /// <summary>A reason that is about the whole and every date.</summary>
    public Reason(string code, string sentence, string remedy)
        : this(code, sentence, remedy, "", []) { }

    /// <summary>A refusal that carries every reason, each with its own code and remedy.</summary>
    public static Refusal Refuse(string code, string message, string remedy, IEnumerable<Reason> reasons) =>
        new(RefusalKind.Conflict, code, message, remedy, [.. reasons.Select(r => new FieldError(r.Pointer, r.Sentence, r.Code, r.Remedy))]);
}
