using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Telemetry;
using Hangfire;
using Hangfire.Common;
using Hangfire.PostgreSql;
using Hangfire.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Infrastructure.Jobs;

/// <summary>Hangfire on PostgreSQL, with settings that lose no job and hide no failure.</summary>
/// <remarks>
/// A job may run twice: what keeps its effects single are unique keys and row states in our own tables, never the queue. Arguments are ids only,
/// since they stand as plain text in the queue's tables.
/// </remarks>
public static class JobQueue
{
    /// <summary>Registers the queue, and unless <c>Jobs:Enabled</c> is false, the workers.</summary>
    public static IServiceCollection AddJobQueue(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHangfire(
            (provider, hangfire) =>
                hangfire
                    .UseSimpleAssemblyNameTypeSerializer()
                    .UseRecommendedSerializerSettings()
                    .UseFilter(new CountsJobs())
                    .UsePostgreSqlStorage(
                        o => o.UseNpgsqlConnection(provider.GetRequiredService<Databases>().Jobs),
                        new PostgreSqlStorageOptions
                        {
                            SchemaName = "hangfire",
                            PrepareSchemaIfNecessary = false,
                            AllowDegradedModeWithoutStorage = false,
                            StartupConnectionMaxRetries = 0,
                            UseSlidingInvisibilityTimeout = true,
                            InvisibilityTimeout = TimeSpan.FromSeconds(60),
                            QueuePollInterval = TimeSpan.FromSeconds(2),
                            // A worker that is killed leaves its locks to age. Shorter than a start waits for one, so that the next start takes it.
                            DistributedLockTimeout = TimeSpan.FromSeconds(10),
                        }
                    )
        );
        if (configuration.GetValue("Jobs:Enabled", true))
            services.AddHangfireServer(o =>
            {
                o.WorkerCount = configuration.GetValue("Jobs:Workers", 2);
                o.SchedulePollingInterval = TimeSpan.FromSeconds(5);
                // A batch ends within this time or hands itself back by its cancellation token.
                o.ShutdownTimeout = TimeSpan.FromSeconds(20);
                o.StopTimeout = TimeSpan.FromSeconds(5);
            });
        return services;
    }

    /// <summary>Counts every run of a job, by name and by whether it threw.</summary>
    private sealed class CountsJobs : JobFilterAttribute, IServerFilter
    {
        public void OnPerforming(PerformingContext context) { }

        public void OnPerformed(PerformedContext context) =>
            Meters.Jobs.Add(
                1,
                new KeyValuePair<string, object?>("job", context.BackgroundJob.Job.Type.Name),
                new KeyValuePair<string, object?>("outcome", context.Exception is null ? "done" : "failed")
            );
    }
}
