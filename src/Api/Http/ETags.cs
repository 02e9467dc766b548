using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Franchise.Domain.Shared;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace Franchise.Api.Http;

/// <summary>
/// The version that the caller has seen, from the <c>If-Match</c> header. Taking it as a parameter is what makes a route demand it: 428 when it is
/// missing, and <see cref="Demand"/> answers 412 when it is stale.
/// </summary>
public sealed class IfMatch
{
    private readonly string[] tags;

    private IfMatch(string[] tags) => this.tags = tags;

    /// <summary>Refuses when the caller has not seen this version.</summary>
    /// <exception cref="Refusal"><c>stale</c></exception>
    public void Demand(int version)
    {
        if (!tags.Contains(ETags.Of(version)))
            throw ProblemCodes.Stale.Refuse();
    }

    /// <summary>The version seen by a caller within the program.</summary>
    internal static IfMatch Seen(int version) => new([ETags.Of(version)]);

    /// <summary>Reads the header.</summary>
    public static ValueTask<IfMatch> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var header = context.Request.Headers.IfMatch;
        if (StringValues.IsNullOrEmpty(header))
            throw ProblemCodes.IfMatchRequired.Refuse();
        // "*" would say: change whatever is there now. That is what the header exists to prevent.
        var seen = header.ToString().Split(',', 11, StringSplitOptions.TrimEntries);
        return seen.Length > 10 || seen.Any(t => !ETags.IsTag(t)) ? throw ProblemCodes.IfMatchMalformed.Refuse() : ValueTask.FromResult(new IfMatch(seen));
    }
}

/// <summary>Entity tags: <c>"v3"</c> is the third version of a thing.</summary>
internal static class ETags
{
    public static string Of(int version) => string.Create(CultureInfo.InvariantCulture, $"\"v{version}\"");

    public static bool IsTag(string text)
    {
        var tag = text.StartsWith("W/", StringComparison.Ordinal) ? text.AsSpan(2) : text;
        return tag.Length is >= 2 and <= 64 && tag[0] == '"' && tag[^1] == '"' && !tag[1..^1].ContainsAnyExceptInRange('\x21', '\x7e') && !tag[1..^1].Contains('"');
    }

    public static bool NoneMatches(HttpContext context, string tag)
    {
        foreach (var header in context.Request.Headers.IfNoneMatch)
            foreach (var part in header.AsSpan().Split(','))
            {
                var candidate = header.AsSpan(part).Trim();
                if (candidate.StartsWith("W/", StringComparison.Ordinal))
                    candidate = candidate[2..];
                if (candidate.SequenceEqual(tag) || candidate is "*")
                    return true;
            }
        return false;
    }

    public static Task Send<T>(HttpContext context, int status, T value)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, Json.Options);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    public static void Describe<T>(EndpointBuilder builder, int status)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(T), ["application/json"]));
        builder.Metadata.Add(new AnswersWithETag());
    }
}

/// <summary>Says in the API's description that answers carry an ETag.</summary>
internal sealed record AnswersWithETag;

/// <summary>200 with an ETag, or 304 when the caller has this version already.</summary>
/// <param name="Value">What was found.</param>
/// <param name="Version">Its version.</param>
public sealed record Found<T>(T Value, int Version) : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var tag = ETags.Of(Version);
        httpContext.Response.Headers.ETag = tag;
        if (httpContext.Request.Headers.IfNoneMatch.Count > 0 && ETags.NoneMatches(httpContext, tag))
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        return ETags.Send(httpContext, StatusCodes.Status200OK, Value);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        ETags.Describe<T>(builder, StatusCodes.Status200OK);
        builder.Metadata.Add(new AnswersNotModified());
    }
}

/// <summary>Says in the API's description that If-None-Match is heeded.</summary>
internal sealed record AnswersNotModified;

/// <summary>201 with the address of what was made, and its ETag.</summary>
/// <param name="Location">Where it is, as <c>/v1/licences/lic_…</c>.</param>
/// <param name="Value">What was made.</param>
/// <param name="Version">Its version; null where it has none.</param>
public sealed record Created<T>(string Location, T Value, int? Version = null) : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = Location;
        if (Version is { } version)
            httpContext.Response.Headers.ETag = ETags.Of(version);
        return ETags.Send(httpContext, StatusCodes.Status201Created, Value);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => ETags.Describe<T>(builder, StatusCodes.Status201Created);
}

/// <summary>200 with the new ETag.</summary>
/// <param name="Value">How it stands now.</param>
/// <param name="Version">Its new version.</param>
public sealed record Changed<T>(T Value, int Version) : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ETag = ETags.Of(Version);
        return ETags.Send(httpContext, StatusCodes.Status200OK, Value);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => ETags.Describe<T>(builder, StatusCodes.Status200OK);
}

/// <summary>204: done, and there is nothing to say.</summary>
public sealed record Done : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent, typeof(void)));
}
