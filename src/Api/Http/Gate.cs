using System.Collections.Concurrent;
using System.Globalization;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Microsoft.AspNetCore.Http.Features;

namespace Franchise.Api.Http;

/// <summary>Whether the actor's organisation may use the service, as authentication found it. Absent counts as active.</summary>
/// <param name="Value">Its standing.</param>
public sealed record Standing(OrganisationStatus Value);

/// <summary>
/// What is settled before a handler is even bound: who may call, how large and of what type the body may be. It stands before the reading of the
/// body, so that nobody without permission can make the service read or parse anything.
/// </summary>
public sealed class Gate(RequestDelegate next, ILogger<Gate> log)
{
    private readonly ConcurrentDictionary<Endpoint, bool> anonymous = new();

    /// <summary>Lets through or answers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // Routing's own answers (405, 415) are endpoints too, but no routes.
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
            return next(context);
        var route = endpoint.Metadata.GetMetadata<Route>();
        if (route is null)
        {
            // Mapped past the route table: fail closed.
            if (anonymous.GetOrAdd(endpoint, static (_, e) => IsAllowed(e), endpoint))
                return next(context);
            log.LogError("{Pattern} names no permission and does not stand in AnonymousRoutes.", endpoint.RoutePattern.RawText);
            return Refuse(context, ProblemCodes.PermissionMissing);
        }
        if (route.Deprecation is { } deprecation)
            Announce(context.Response.Headers, deprecation);
        if (route.Permission is null)
            return route.IsWrite ? Admit(context, route, null) : next(context);

        context.Response.Headers.CacheControl = "no-store";
        if (context.Features.Get<Actor>() is not { } actor)
            return Refuse(context, ProblemCodes.Unauthenticated);
        if (!route.OpenToSuspended && context.Features.Get<Standing>() is { Value: not OrganisationStatus.Active })
            return Refuse(context, ProblemCodes.OrganisationSuspended);
        if (!actor.May(route.Permission))
            return Refuse(context, ProblemCodes.PermissionMissing, $"The token does not carry the permission {route.Permission}.");
        if (route.Enums.Length > 0 && context.Request.QueryString.HasValue)
            StrictInput.ExchangeEnums(route, context.Request);
        return route.IsWrite ? Admit(context, route, actor) : next(context);
    }

    private async Task Admit(HttpContext context, Route route, Actor? actor)
    {
        var request = context.Request;
        var size = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        var settable = size is { IsReadOnly: false };
        if (request.ContentLength > (route.LargestBody ?? FranchiseHttp.LargestBody))
        {
            // The server then passes over what is still coming for some seconds, instead of cutting off a caller who has not read the answer yet.
            if (settable)
                size!.MaxRequestBodySize = null;
            throw ProblemCodes.TooLarge.Refuse();
        }
        if (request.ContentLength is null && settable)
        {
            // The server would cut off such a body, and with it the answer: it is counted here instead, and passed over as above.
            size!.MaxRequestBodySize = null;
            request.Body = new CountedBody(request.Body, route.LargestBody ?? FranchiseHttp.LargestBody);
        }
        else if (settable && route.LargestBody is { } largest)
            size!.MaxRequestBodySize = largest;
        if (request.Headers.ContentEncoding.Count > 0 || !IsReadable(request.ContentType))
            throw ProblemCodes.UnsupportedContent.Refuse();
        if (actor is not null && route.TakesIdempotencyKey && await Idempotency.Read(context, route, actor) is { } key)
            context.Features.Set(key);
        await next(context);
    }

    // The framework answers 500 to a charset that it does not know.
    private static bool IsReadable(string? contentType)
    {
        if (contentType is null)
            return true;
        if (!Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type))
            return false;
        return type.Charset.Value is not { Length: > 0 } charset || charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsAllowed(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } verbs ? verbs : ["*"])
            .All(verb => AnonymousRoutes.ReasonFor(verb, endpoint.RoutePattern.RawText ?? "") is not null);

    private static Task Refuse(HttpContext context, ProblemCode code, string? detail = null) =>
        Problems.Write(context, Problems.Status(code.Kind), code.Refuse(detail));

    private static void Announce(IHeaderDictionary headers, (DateOnly Since, DateOnly? Sunset, string? Link) deprecation)
    {
        headers["Deprecation"] = $"@{new DateTimeOffset(deprecation.Since, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds()}";
        if (deprecation.Sunset is { } sunset)
            headers["Sunset"] = new DateTimeOffset(sunset, TimeOnly.MinValue, TimeSpan.Zero).ToString("R", CultureInfo.InvariantCulture);
        if (deprecation.Link is not null)
            headers.Link = $"<{deprecation.Link}>; rel=\"deprecation\"";
    }
}
