using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Franchise.Infrastructure.Persistence;

/// <summary>
/// Which PostgreSQL is used: the configured one (<c>ConnectionStrings:Franchise</c>), or in Development, where none is configured, a private one that
/// this class starts and stops.
/// </summary>
public sealed class DatabaseServer(IConfiguration configuration, IHostEnvironment environment, string dataFolder, ILoggerFactory logs) : IAsyncDisposable
{
    private EmbeddedPostgres? embedded;
    private string? address;

    /// <summary>Where server and database are.</summary>
    /// <exception cref="InvalidOperationException"><see cref="StartAsync"/> was not called.</exception>
    public string Address => address ?? throw new InvalidOperationException("The database server is not started yet.");

    /// <summary>The login that migrates: <c>ConnectionStrings:Migrations</c>, else that of <see cref="Address"/>.</summary>
    public string MigrationsAddress => configuration.GetConnectionString("Migrations") is { Length: > 0 } migrations ? migrations : Address;

    /// <summary>Makes sure that there is a server to talk to.</summary>
    /// <exception cref="StartRefused">None is configured outside Development.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        if (configuration.GetConnectionString("Franchise") is { Length: > 0 } configured)
        {
            address = configured;
            return;
        }
        if (!environment.IsDevelopment())
            throw new StartRefused("ConnectionStrings:Franchise is not configured. Set it, as Host=db.example.org;Database=franchise.");
        embedded = await EmbeddedPostgres.StartAsync(
            new(Path.Combine(dataFolder, "postgres"), configuration["Database:Binaries"], configuration["Database:BinariesCache"], Durable: true),
            logs.CreateLogger<EmbeddedPostgres>(),
            ct
        );
        address = new NpgsqlConnectionStringBuilder(embedded.ConnectionString) { Database = "franchise" }.ConnectionString;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => embedded?.DisposeAsync() ?? ValueTask.CompletedTask;
}
