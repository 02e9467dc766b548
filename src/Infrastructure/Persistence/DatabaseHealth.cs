using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Franchise.Infrastructure.Persistence;

/// <summary>Every pool that serves gets an answer.</summary>
public sealed class DatabaseHealth(Databases databases) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (var source in new[] { databases.Tenant, databases.Platform, databases.Identity })
        {
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken);
        }
        return HealthCheckResult.Healthy();
    }
}

/// <summary>No migration is pending: the program and the database are of one version.</summary>
public sealed class MigrationsHealth(Databases databases) : IHealthCheck
{
    private volatile bool upToDate;

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Once it is, it stays: migrations only go forward.
        upToDate = upToDate || (await Migrator.PendingAsync(databases, cancellationToken)).Count == 0;
        return upToDate ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
    }
}

/// <summary>The job queue's tables answer.</summary>
public sealed class JobStorageHealth(Databases databases) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(databases.Jobs);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT 1 FROM hangfire.server LIMIT 1", connection);
        await command.ExecuteScalarAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
