using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Franchise.Api.Http;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: so does everything it needs, and it is not stopping. Register what readiness
/// needs with <c>AddHealthChecks().AddCheck&lt;T&gt;(name, tags: [Health.Ready])</c>.
/// </summary>
public static class Health
{
    /// <summary>The tag of a check that readiness asks.</summary>
    public const string Ready = "ready";

    internal static void Add(IServiceCollection services) => services.AddHealthChecks().AddCheck<Stopping>("stopping", tags: [Ready]);

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false, ResponseWriter = Write });
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = Write });
    }

    // Names of checks and whether they pass; what is wrong stands in the log.
    private static Task Write(HttpContext context, HealthReport report)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            new
            {
                Status = report.Status == HealthStatus.Unhealthy ? "unavailable" : "ok",
                Checks = report.Entries.ToDictionary(e => e.Key, e => e.Value.Status == HealthStatus.Unhealthy ? "unavailable" : "ok"),
            },
            Json.Options,
            "application/json; charset=utf-8",
            context.RequestAborted
        );
    }

    private sealed class Stopping(IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
    }
}
