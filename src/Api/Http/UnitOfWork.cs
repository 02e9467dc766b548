using System.Text.Json;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Persistence;
using Microsoft.AspNetCore.Http.Features;

namespace Franchise.Api.Http;

/// <summary>
/// One transaction around every write. It is committed before the first byte of the answer leaves, so that no caller is told of an effect that
/// then does not stand; anything thrown, and any answer of 400 and above, rolls it back.
/// </summary>
internal static class UnitOfWork
{
    public static async ValueTask<object?> Run(Route route, EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var ct = context.RequestAborted;
        var db = context.RequestServices.GetRequiredService<FranchiseDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var key = context.Features.Get<IdempotencyKey>();
        var secrets = context.RequestServices.GetRequiredService<Secrets>();
        if (key is not null && await Idempotency.Earlier(db, key, secrets, ct) is { } earlier)
            return earlier;
        var answer = await Rendered.From(await next(invocation), context);
        if (answer.Status >= 400)
            return answer;
        if (key is not null)
            await Idempotency.Keep(db, key, answer, secrets, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(), ct);
        // Past this point the effect stands or falls by the database alone: a caller who hangs up must not leave it in doubt.
        await transaction.CommitAsync(CancellationToken.None);
        return answer;
    }
}

/// <summary>An answer that is already bytes.</summary>
internal sealed record Rendered(int Status, string? ContentType, string? Location, string? ETag, byte[] Body, bool Replayed = false) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (Location is not null)
            response.Headers.Location = Location;
        if (ETag is not null)
            response.Headers.ETag = ETag;
        if (Replayed)
            response.Headers["Idempotency-Replayed"] = "true";
        if (Status is 204 or 304)
            return;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }

    /// <summary>Runs a result into memory instead of onto the wire.</summary>
    public static async Task<Rendered> From(object? result, HttpContext context)
    {
        if (result is Rendered rendered)
            return rendered;
        if (result is null)
            return new(StatusCodes.Status204NoContent, null, null, null, []);
        if (result is not IResult executable)
            return new(StatusCodes.Status200OK, "application/json; charset=utf-8", null, null, JsonSerializer.SerializeToUtf8Bytes(result, result.GetType(), Json.Options));
        var wire = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var memory = new MemoryStream();
        var body = new StreamResponseBodyFeature(memory);
        context.Features.Set<IHttpResponseBodyFeature>(body);
        try
        {
            await executable.ExecuteAsync(context);
            await body.Writer.FlushAsync(context.RequestAborted);
        }
        finally
        {
            context.Features.Set(wire);
        }
        var response = context.Response;
        return new(response.StatusCode, response.ContentType, Text(response.Headers.Location), Text(response.Headers.ETag), memory.ToArray());
    }

    private static string? Text(Microsoft.Extensions.Primitives.StringValues header) => header.Count == 0 ? null : header.ToString();

}
