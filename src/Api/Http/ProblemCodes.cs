using Franchise.Domain.Shared;

namespace Franchise.Api.Http;

/// <summary>One documented problem code.</summary>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="Kind">What sort of no: decides the status.</param>
/// <param name="Detail">A plain sentence that says what is wrong.</param>
/// <param name="Remedy">A plain sentence that says what to do.</param>
public sealed record ProblemCode(string Code, RefusalKind Kind, string Detail, string Remedy);

/// <summary>The codes that any route may answer. A capability's own codes stand in its route table.</summary>
public static class ProblemCodes
{
    public static readonly ProblemCode MalformedRequest = new("malformed_request", RefusalKind.Malformed,
        "The request cannot be read.", "Compare it with the API's description; members listed in errors are at fault.");
    public static readonly ProblemCode CursorInvalid = new("cursor_invalid", RefusalKind.Malformed,
        "This cursor does not belong to this list.", "Use next of the page before, with the same filters, or begin without a cursor.");
    public static readonly ProblemCode IdempotencyKeyMalformed = new("idempotency_key_malformed", RefusalKind.Malformed,
        "An Idempotency-Key is one to 255 visible ASCII characters, given once.", "Send a fresh UUID for each intended effect.");
    public static readonly ProblemCode IfMatchMalformed = new("if_match_malformed", RefusalKind.Malformed,
        "If-Match is an entity tag as the API gave it.", "Send back the ETag header of your last read, quotes included.");
    public static readonly ProblemCode Unauthenticated = new("unauthenticated", RefusalKind.Unauthenticated,
        "No valid access token came with the request.", "Get a token from /connect/token and send it as a bearer token.");
    public static readonly ProblemCode PermissionMissing = new("permission_missing", RefusalKind.Forbidden,
        "The token does not carry the permission that this needs.", "Ask your coordinator for the permission that detail names, then get a new token.");
    public static readonly ProblemCode OrganisationSuspended = new("organisation_suspended", RefusalKind.Forbidden,
        "Your organisation is suspended.", "Write to Cohort 4.");
    public static readonly ProblemCode NotFound = new("not_found", RefusalKind.NotFound,
        "There is nothing here by that id.", "Check the id; ids of other organisations are never found.");
    public static readonly ProblemCode NoSuchRoute = new("no_such_route", RefusalKind.NotFound,
        "There is no such address.", "Compare the path with the API's description.");
    public static readonly ProblemCode TryAgain = new("try_again", RefusalKind.Conflict,
        "Another request changed the same thing at the same moment.", "Send the same request again.");
    public static readonly ProblemCode AlreadyExists = new("already_exists", RefusalKind.Conflict,
        "There is one like it already.", "Read what is there and change it, or choose another value.");
    public static readonly ProblemCode InUse = new("in_use", RefusalKind.Conflict,
        "Something this refers to is not there, or something else still refers to it.", "Read again what the request names.");
    public static readonly ProblemCode IdempotencyKeyInFlight = new("idempotency_key_in_flight", RefusalKind.Conflict,
        "The first request with this Idempotency-Key is still at work.", "Wait a moment and send the same request again.");
    public static readonly ProblemCode Stale = new("stale", RefusalKind.Stale,
        "It has changed since you read it.", "Read it again and decide on what you see.");
    public static readonly ProblemCode TooLarge = new("too_large", RefusalKind.TooLarge,
        "The body is larger than this route takes.", "Send less.");
    public static readonly ProblemCode UnsupportedContent = new("unsupported_content", RefusalKind.UnsupportedContent,
        "This route does not take that type of content.", "Send application/json in UTF-8, not compressed.");
    public static readonly ProblemCode ValidationFailed = new("validation_failed", RefusalKind.Invalid,
        "Some members of the request are not acceptable.", "Correct each member listed in errors.");
    public static readonly ProblemCode IdempotencyKeyReused = new("idempotency_key_reused", RefusalKind.Invalid,
        "This Idempotency-Key came with another request before.", "Use a fresh key for a new effect.");
    public static readonly ProblemCode IfMatchRequired = new("if_match_required", RefusalKind.PreconditionRequired,
        "This changes something that others change too.", "Read it, then send its ETag as If-Match.");
    public static readonly ProblemCode IdempotencyKeyRequired = new("idempotency_key_required", RefusalKind.PreconditionRequired,
        "This must not happen twice.", "Send a fresh UUID as Idempotency-Key, and the same one on every retry.");
    public static readonly ProblemCode RateLimited = new("rate_limited", RefusalKind.TooMany,
        "Too many requests.", "Wait as long as Retry-After says.");
    public static readonly ProblemCode Unavailable = new("unavailable", RefusalKind.Unavailable,
        "Something this needs is not there just now.", "Try again in a minute.");

    /// <summary>The shared codes by name.</summary>
    public static IReadOnlyDictionary<string, ProblemCode> Shared { get; } = new[]
    {
        MalformedRequest, CursorInvalid, IdempotencyKeyMalformed, IfMatchMalformed, Unauthenticated, PermissionMissing, OrganisationSuspended, NotFound,
        NoSuchRoute, TryAgain, AlreadyExists, InUse, IdempotencyKeyInFlight, Stale, TooLarge, UnsupportedContent, ValidationFailed, IdempotencyKeyReused,
        IfMatchRequired, IdempotencyKeyRequired, RateLimited, Unavailable,
    }.ToDictionary(c => c.Code, StringComparer.Ordinal);

    /// <summary>The refusal that a code stands for.</summary>
    public static Refusal Refuse(this ProblemCode code, string? detail = null, params FieldError[] errors) =>
        new(code.Kind, code.Code, detail ?? code.Detail, code.Remedy, errors);
}
