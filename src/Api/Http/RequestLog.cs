using System.Diagnostics;
using Franchise.Domain.Identity;

namespace Franchise.Api.Http;

/// <summary>
/// One structured line a request. It names the route's pattern, never the path: no id of a thing, no query, body, token, name or address of anyone.
/// </summary>
public sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    /// <summary>Times the request and says how it went.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var endpoint = context.GetEndpoint();
            var route = endpoint?.Metadata.GetMetadata<Route>();
            var pattern = route?.Pattern ?? (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "-";
            var level = context.Response.StatusCode >= 500 ? LogLevel.Error : pattern.StartsWith("/health", StringComparison.Ordinal) ? LogLevel.Debug : LogLevel.Information;
            if (log.IsEnabled(level))
            {
                var actor = context.Features.Get<Actor>();
                Line(log, level, context.Request.Method, pattern, context.Response.StatusCode, Stopwatch.GetElapsedTime(began).TotalMilliseconds,
                    route?.OperationId ?? "-", actor?.Organisation.ToString() ?? "-", actor?.Subject ?? "-");
            }
        }
    }

    [LoggerMessage(EventId = 4200, Message = "{Method} {Route} {Status} in {Milliseconds:0.0} ms: {Operation} for {Organisation} by {Client}")]
    private static partial void Line(ILogger log, LogLevel level, string method, string route, int status, double milliseconds, string operation, string organisation, string client);
}
