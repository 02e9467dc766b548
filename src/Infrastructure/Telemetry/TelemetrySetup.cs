using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Franchise.Infrastructure.Telemetry;

/// <summary>What Franchise measures of itself.</summary>
public static class Meters
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "Franchise";

    private static readonly Meter meter = new(Name);

    /// <summary>How long ago an action that a sweep carries out fell due, in seconds.</summary>
    public static readonly Histogram<double> SweepLag = meter.CreateHistogram<double>("franchise.sweep.lag", "s");

    /// <summary>Scheduled actions carried out.</summary>
    public static readonly Counter<long> SweepActions = meter.CreateCounter<long>("franchise.sweep.actions");

    /// <summary>Events written to the outbox.</summary>
    public static readonly Counter<long> Events = meter.CreateCounter<long>("franchise.events");

    /// <summary>How long a message waited past the time of its attempt, in seconds.</summary>
    public static readonly Histogram<double> OutboxLag = meter.CreateHistogram<double>("franchise.outbox.lag", "s");

    /// <summary>Jobs run, by name and outcome.</summary>
    public static readonly Counter<long> Jobs = meter.CreateCounter<long>("franchise.jobs");
}

/// <summary>Sends traces and metrics out over OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names somewhere to send them; else does nothing.</summary>
public static class TelemetrySetup
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return services;
        services
            .AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("franchise"))
            .WithTracing(t =>
                t.AddAspNetCoreInstrumentation(o =>
                    {
                        // Paths hold ids; the route template says what was called.
                        o.EnrichWithHttpRequest = (activity, _) => activity.SetTag("url.path", null).SetTag("url.query", null);
                        o.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);
                    })
                    // The same of what we ask others for: their name says enough.
                    .AddHttpClientInstrumentation(o => o.EnrichWithHttpRequestMessage = (activity, _) => activity.SetTag("url.full", null))
                    // Statements carry parameters by number only, so no value leaves with them.
                    .AddNpgsql()
                    .AddOtlpExporter()
            )
            .WithMetrics(m =>
                m.AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddMeter("Npgsql", Name)
                    .AddOtlpExporter()
            );
        return services;
    }

    private const string Name = Meters.Name;
}
