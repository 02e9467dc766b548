namespace Franchise.Domain.Shared;

/// <summary>What sort of no a <see cref="Refusal"/> is. <c>Api/Http/Problems.cs</c> alone maps it to an HTTP status.</summary>
public enum RefusalKind
{
    /// <summary>The request cannot be read (400).</summary>
    Malformed,

    /// <summary>Nobody is signed in, or the token no longer counts (401).</summary>
    Unauthenticated,

    /// <summary>Signed in, but not allowed (403).</summary>
    Forbidden,

    /// <summary>Absent, foreign or not visible: one and the same (404).</summary>
    NotFound,

    /// <summary>Well-formed, but the thing is not in a state that allows it (409).</summary>
    Conflict,

    /// <summary>The caller's copy is stale (412).</summary>
    Stale,

    /// <summary>Larger than allowed (413).</summary>
    TooLarge,

    /// <summary>A type of content that is not taken (415).</summary>
    UnsupportedContent,

    /// <summary>Well-formed, but a value is not acceptable (422).</summary>
    Invalid,

    /// <summary>The caller must say which version it has seen, or give an idempotency key (428).</summary>
    PreconditionRequired,

    /// <summary>Too many requests (429).</summary>
    TooMany,

    /// <summary>Something this needs is not configured or not there just now (503).</summary>
    Unavailable,
}

/// <summary>One thing wrong with one member of the request.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to the member, as <c>/startsOn</c>.</param>
/// <param name="Detail">A plain sentence.</param>
/// <param name="Code">A stable code of its own, where a refusal carries several reasons.</param>
/// <param name="Remedy">What removes it, where that differs from the refusal's remedy.</param>
public sealed record FieldError(string Pointer, string Detail, string? Code = null, string? Remedy = null);

/// <summary>
/// A rule said no. The one expected exception: everything else that is thrown is a bug and answers 500 without detail.
/// </summary>
/// <param name="kind">What sort of no.</param>
/// <param name="code">Stable and documented, snake_case, as <c>licence_not_offered</c>. Callers branch on it.</param>
/// <param name="message">A plain sentence that says what is wrong. Never a person's name, never an id the caller did not send.</param>
/// <param name="remedy">A plain sentence that says what the caller can do.</param>
/// <param name="errors">The members at fault, where it is about members.</param>
public sealed class Refusal(RefusalKind kind, string code, string message, string remedy, IReadOnlyList<FieldError>? errors = null) : Exception(message)
{
    /// <summary>What sort of no.</summary>
    public RefusalKind Kind { get; } = kind;

    /// <summary>Stable, documented code.</summary>
    public string Code { get; } = code;

    /// <summary>What the caller can do.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>The members at fault; empty where it is not about members.</summary>
    public IReadOnlyList<FieldError> Errors { get; } = errors ?? [];

    /// <summary>The one answer for absent, foreign and invisible things.</summary>
    public static Refusal NotFound() =>
        new(RefusalKind.NotFound, "not_found", "There is nothing here by that id.", "Check the id; ids of other organisations are never found.");

    /// <summary>The state does not allow it.</summary>
    public static Refusal Conflict(string code, string message, string remedy) => new(RefusalKind.Conflict, code, message, remedy);

    /// <summary>One member is not acceptable.</summary>
    public static Refusal Invalid(string code, string pointer, string message, string remedy) =>
        new(RefusalKind.Invalid, code, message, remedy, [new(pointer, message)]);

    /// <summary>Several members are not acceptable; all are named at once.</summary>
    public static Refusal Invalid(IReadOnlyList<FieldError> errors) =>
        new(RefusalKind.Invalid, "validation_failed", "Some members of the request are not acceptable.", "Correct each member listed in errors.", errors);
}
