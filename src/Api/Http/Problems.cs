using System.Data.Common;
using System.Text.Json;
using System.Text.RegularExpressions;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Http;

/// <summary>What every error answers (RFC 9457), as <c>application/problem+json</c>.</summary>
/// <param name="Type">A URI of this sort of problem: <c>urn:franchise:problem:</c> and the code.</param>
/// <param name="Title">What the status means.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">A plain sentence that says what is wrong.</param>
/// <param name="Code">Stable and documented: branch on this.</param>
/// <param name="Remedy">A plain sentence that says what to do.</param>
/// <param name="RequestId">Quote this to Cohort 4; it is the X-Request-Id of the answer.</param>
/// <param name="Errors">The members at fault, where it is about members.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string Remedy,
    string RequestId,
    IReadOnlyList<FieldError> Errors
);

/// <summary>The one place where a refusal, or anything else that went wrong, becomes a status and a body.</summary>
public sealed partial class Problems(RequestDelegate next, ILogger<Problems> log)
{
    /// <summary>Logged when the database refused what the code tried: a wall held, so the code is wrong.</summary>
    public static readonly EventId WallHeld = new(4201, "WallHeld");

    internal const string ContentType = "application/problem+json";
    internal const string Internal = "internal_error";
    private const int MostErrors = 100;

    /// <summary>The status of a kind of refusal.</summary>
    public static int Status(RefusalKind kind) => kind switch
    {
        RefusalKind.Malformed => 400,
        RefusalKind.Unauthenticated => 401,
        RefusalKind.Forbidden => 403,
        RefusalKind.NotFound => 404,
        RefusalKind.Conflict => 409,
        RefusalKind.Stale => 412,
        RefusalKind.TooLarge => 413,
        RefusalKind.UnsupportedContent => 415,
        RefusalKind.Invalid => 422,
        RefusalKind.PreconditionRequired => 428,
        RefusalKind.TooMany => 429,
        RefusalKind.Unavailable => 503,
        _ => 500,
    };

    /// <summary>What a status means, as the title of a problem.</summary>
    internal static string Title(int status) => status switch
    {
        400 => "The request cannot be read",
        401 => "Not signed in",
        403 => "Not allowed",
        404 => "Not found",
        405 => "Not that verb",
        406 => "Not in that form",
        408 => "Too slow",
        409 => "In conflict with how things stand",
        412 => "Changed meanwhile",
        413 => "Too large",
        415 => "Not that type of content",
        422 => "Not acceptable",
        428 => "Something must be sent along",
        429 => "Too many requests",
        431 => "Headers too large",
        503 => "Not there just now",
        >= 500 => "Our fault",
        _ => "Refused",
    };

    /// <summary>Turns what is thrown, and bare error statuses, into problems.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception thrown)
        {
            await Answer(context, thrown);
            return;
        }
        // Routing, authentication and the health of the request line answer with a bare status.
        if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentLength: null, ContentType: null } && context.Response.StatusCode != 499)
            await Write(context, context.Response.StatusCode, Bare(context.Response.StatusCode));
    }

    private async Task Answer(HttpContext context, Exception thrown)
    {
        if (context.RequestAborted.IsCancellationRequested && thrown is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // Nobody is there to read an answer; 499 is for the log.
            if (!context.Response.HasStarted)
                context.Response.StatusCode = 499;
            return;
        }
        if (context.Response.HasStarted)
        {
            log.LogError(thrown, "Failed after the answer had begun.");
            context.Abort();
            return;
        }
        var (status, refusal) = Judge(thrown);
        if (status == 500)
        {
            if (SqlState(thrown) == "42501")
                log.LogCritical(WallHeld, thrown, "The database refused what the code tried: a wall held.");
            else
                log.LogError(thrown, "Unexpected.");
        }
        else if (status == 503)
            log.LogWarning(thrown, "Something this needs is not there.");
        else if (context.GetEndpoint()?.Metadata.GetMetadata<Route>() is { } route && !route.Documents(refusal.Code))
            log.LogWarning("{Operation} answered the undocumented code {Code}: add it to .Refuses in its route table.", route.OperationId, refusal.Code);
        await Write(context, status, refusal);
    }

    private static (int Status, Refusal Refusal) Judge(Exception thrown)
    {
        var refusal = thrown switch
        {
            Refusal r => r,
            BadHttpRequestException bad => Binding(bad),
            ValueRefused value => ProblemCodes.ValidationFailed.Refuse(null, new FieldError(Pointer(value.Path), value.Reason)),
            JsonException json => Json(json),
            DbUpdateConcurrencyException => ProblemCodes.Stale.Refuse(),
            _ => Database(thrown),
        };
        if (refusal is not null)
            return (thrown is BadHttpRequestException { StatusCode: not 400 } b && refusal.Kind == RefusalKind.Malformed ? b.StatusCode : Status(refusal.Kind), refusal);
        return (500, Bare(500));
    }

    private static Refusal? Database(Exception thrown)
    {
        var state = SqlState(thrown);
        return state switch
        {
            null => Transient(thrown) ? ProblemCodes.Unavailable.Refuse() : null,
            "40001" or "40P01" or "55P03" => ProblemCodes.TryAgain.Refuse(),
            "23505" => ProblemCodes.AlreadyExists.Refuse(),
            "23503" or "23P01" => ProblemCodes.InUse.Refuse(),
            "23514" or "23502" => ProblemCodes.ValidationFailed.Refuse("A value is outside what is allowed."),
            _ when state.StartsWith("22", StringComparison.Ordinal) => ProblemCodes.MalformedRequest.Refuse("A value cannot be stored."),
            _ when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal) => ProblemCodes.Unavailable.Refuse(),
            "57P01" or "57P02" or "57P03" => ProblemCodes.Unavailable.Refuse(),
            _ => null,
        };
    }

    private static string? SqlState(Exception thrown)
    {
        for (var e = thrown; e is not null; e = e.InnerException)
            if (e is DbException { SqlState: { } state })
                return state;
        return null;
    }

    private static bool Transient(Exception thrown)
    {
        for (var e = thrown; e is not null; e = e.InnerException)
            if (e is DbException { IsTransient: true })
                return true;
        return false;
    }

    private static Refusal Binding(BadHttpRequestException bad)
    {
        if (bad.InnerException is ValueRefused value)
            return ProblemCodes.ValidationFailed.Refuse(null, new FieldError(Pointer(value.Path), value.Reason));
        if (bad.InnerException is JsonException json)
            return Json(json);
        if (bad.StatusCode == 413)
            return ProblemCodes.TooLarge.Refuse();
        if (bad.StatusCode == 415)
            return ProblemCodes.UnsupportedContent.Refuse();
        var parameter = BoundParameter().Match(bad.Message);
        return parameter.Success
            ? ProblemCodes.MalformedRequest.Refuse(null, new FieldError($"/{Place(parameter)}/{parameter.Groups["name"].Value}", "Missing, or not of its type."))
            : ProblemCodes.MalformedRequest.Refuse();
    }

    private static string Place(Match parameter) => parameter.Groups["place"].Value switch
    {
        "route" => "path",
        "header" => "header",
        "body" => "body",
        _ => "query",
    };

    // The message of System.Text.Json names .NET types, so it is never passed on; what it says about members is.
    private static Refusal Json(JsonException json)
    {
        var missing = MissingMembers().Match(json.Message);
        var at = Pointer(json.Path);
        if (missing.Success)
            return ProblemCodes.MalformedRequest.Refuse("Required members are missing.",
                [.. Quoted().Matches(missing.Value).Take(MostErrors).Select(m => new FieldError($"{at}/{Escape(m.Groups["name"].Value)}", "Required."))]);
        if (UnknownMember().Match(json.Message) is { Success: true } unknown)
        {
            var name = Escape(unknown.Groups["name"].Value);
            return ProblemCodes.MalformedRequest.Refuse("A member is not known here.",
                new FieldError(at.EndsWith("/" + name, StringComparison.Ordinal) ? at : $"{at}/{name}", "Not a member of this request."));
        }
        if (json.Message.Contains("duplicate", StringComparison.OrdinalIgnoreCase))
            return ProblemCodes.MalformedRequest.Refuse("A member is given twice.", new FieldError(at, "Given twice."));
        return ProblemCodes.MalformedRequest.Refuse("The body is not the JSON that is expected here.", new FieldError(at, "Malformed, or not of its type."));
    }

    /// <summary>A JSON path as System.Text.Json gives it (<c>$.lines[2]['a.b']</c>) as a JSON pointer (<c>/lines/2/a.b</c>).</summary>
    internal static string Pointer(string? path)
    {
        if (string.IsNullOrEmpty(path))
            return "";
        var pointer = PathStep().Replace(path.StartsWith('$') ? path[1..] : path, step =>
            "/" + Escape(step.Groups["name"].Success ? step.Groups["name"].Value : step.Groups["index"].Success ? step.Groups["index"].Value : step.Groups["quoted"].Value));
        return pointer.Length > 200 ? pointer[..200] : pointer;
    }

    private static string Escape(string name)
    {
        var text = name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        return text.Length > 100 ? text[..100] : text;
    }

    private static Refusal Bare(int status) => status switch
    {
        400 => ProblemCodes.MalformedRequest.Refuse(),
        401 => ProblemCodes.Unauthenticated.Refuse(),
        403 => ProblemCodes.PermissionMissing.Refuse(),
        404 => ProblemCodes.NoSuchRoute.Refuse(),
        405 => new(RefusalKind.Malformed, "method_not_allowed", "This address does not take that verb.", "Use one that the Allow header names."),
        406 => new(RefusalKind.Malformed, "not_acceptable", "It cannot be given in that form.", "Ask for application/json."),
        408 => new(RefusalKind.Malformed, "timed_out", "The request took too long to arrive.", "Send it again."),
        413 => ProblemCodes.TooLarge.Refuse(),
        415 => ProblemCodes.UnsupportedContent.Refuse(),
        429 => ProblemCodes.RateLimited.Refuse(),
        431 => new(RefusalKind.Malformed, "headers_too_large", "The headers are larger than is taken.", "Send fewer or shorter headers."),
        503 => ProblemCodes.Unavailable.Refuse(),
        >= 500 => new(RefusalKind.Unavailable, Internal, "Something went wrong on our side.", "Try again; if it stays, write to Cohort 4 and quote requestId."),
        _ => new(RefusalKind.Malformed, "refused", "The request was refused.", "Compare it with the API's description."),
    };

    /// <summary>Writes a problem. What a half-finished answer had set is taken back.</summary>
    internal static Task Write(HttpContext context, int status, Refusal refusal)
    {
        var response = context.Response;
        response.Headers.Remove("ETag");
        response.Headers.Remove("Location");
        response.Headers.Remove("Content-Disposition");
        response.Headers.Remove("Idempotency-Replayed");
        if (status == 401 && response.Headers.WWWAuthenticate.Count == 0)
            response.Headers.WWWAuthenticate = "Bearer";
        if (status == 503 && response.Headers.RetryAfter.Count == 0)
            response.Headers.RetryAfter = "5";
        response.Headers.CacheControl = "no-store";
        response.StatusCode = status;
        var body = JsonSerializer.SerializeToUtf8Bytes(Of(status, refusal, context.TraceIdentifier), Http.Json.Options);
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    internal static Problem Of(int status, Refusal refusal, string requestId) =>
        new($"urn:franchise:problem:{refusal.Code}", Title(status), status, refusal.Message, refusal.Code, refusal.Remedy, requestId,
            refusal.Errors.Count > MostErrors ? [.. refusal.Errors.Take(MostErrors)] : refusal.Errors);

    [GeneratedRegex("""^(Failed to bind parameter|Required parameter) "[^"]* (?<name>[^" ]+)"( was not provided from (?<place>route|query|header|body|form))?""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex BoundParameter();

    [GeneratedRegex("missing required properties[^:]*: .*", RegexOptions.NonBacktracking)]
    private static partial Regex MissingMembers();

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();

    [GeneratedRegex("^The JSON property '(?<name>[^']*)' could not be mapped", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex UnknownMember();

    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\[(?<index>\d+)\]|\['(?<quoted>[^']*)'\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex PathStep();
}
