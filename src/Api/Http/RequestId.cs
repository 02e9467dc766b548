using System.Collections;

namespace Franchise.Api.Http;

/// <summary>
/// Every request has an id: the caller's <c>X-Request-Id</c> where it is harmless, else a new one. It is in the answer, in every problem and on
/// every log line. W3C trace context is OpenTelemetry's and goes beside it.
/// </summary>
public sealed class RequestId(RequestDelegate next, TimeProvider clock, ILogger<RequestId> log)
{
    /// <summary>The header, in and out.</summary>
    public const string Header = "X-Request-Id";

    /// <summary>Names the request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var given = context.Request.Headers[Header];
        var id = given.Count == 1 && IsHarmless(given[0]) ? given[0]! : Guid.CreateVersion7(clock.GetUtcNow()).ToString("n");
        context.TraceIdentifier = id;
        context.Response.Headers[Header] = id;
        using (log.BeginScope(new Scope(id)))
            await next(context);
    }

    private static bool IsHarmless(string? id) => id is { Length: >= 1 and <= 64 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private sealed class Scope(string id) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 1;

        public KeyValuePair<string, object?> this[int index] => new("RequestId", id);

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => id;
    }
}
