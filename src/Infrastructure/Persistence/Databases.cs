using Franchise.Infrastructure.Crypto;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Franchise.Infrastructure.Persistence;

/// <summary>One pool of connections for each database role.</summary>
/// <remarks>
/// Passwords come from <c>Database:Passwords:Tenant</c> and so on; one that is not configured is derived from <c>Secrets:MasterKey</c>, and
/// <c>migrate</c> gives it to the role.
/// </remarks>
public sealed class Databases : IAsyncDisposable
{
    private readonly string server;
    private readonly IConfiguration configuration;
    private readonly Secrets secrets;

    /// <param name="connectionString">Where the server and the database are; user and password in it are not used for serving.</param>
    /// <param name="configuration">Pool sizes and passwords.</param>
    /// <param name="secrets">Source of passwords that are not configured.</param>
    public Databases(string connectionString, IConfiguration configuration, Secrets secrets)
    {
        (server, this.configuration, this.secrets) = (connectionString, configuration, secrets);
        Roles = new(configuration["Database:RolePrefix"] ?? "franchise");
        MaxPoolSize = configuration.GetValue("Database:MaxPoolSize", 40);
        Tenant = NpgsqlDataSource.Create(ConnectionString(Roles.Tenant));
        Reads = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString(Roles.Tenant)) { Pooling = false, MaxAutoPrepare = 0 }.ConnectionString);
        Platform = NpgsqlDataSource.Create(ConnectionString(Roles.Platform));
        Identity = NpgsqlDataSource.Create(ConnectionString(Roles.Identity));
    }

    /// <summary>What the roles are called here.</summary>
    public RoleNames Roles { get; }

    /// <summary>Most connections in each pool.</summary>
    public int MaxPoolSize { get; }

    /// <summary>Pool of the role that serves organisations.</summary>
    public NpgsqlDataSource Tenant { get; }

    /// <summary>The same role without a pool, for <see cref="Tenancy.TenantReads"/>, which keeps its connections itself.</summary>
    public NpgsqlDataSource Reads { get; }

    /// <summary>Pool of the role that serves Cohort 4 and the scheduled work.</summary>
    public NpgsqlDataSource Platform { get; }

    /// <summary>Pool of the role that holds users, tokens and keys.</summary>
    public NpgsqlDataSource Identity { get; }

    /// <summary>Connection string of the job queue's role; Hangfire keeps its own pool.</summary>
    public string Jobs => ConnectionString(Roles.Jobs);

    /// <summary>The configured or derived password of a role.</summary>
    public string Password(string role)
    {
        var name = role[(Roles.Prefix.Length + 1)..];
        return configuration[$"Database:Passwords:{name}"] ?? Convert.ToHexStringLower(secrets.Derive($"database-password/{name}"));
    }

    private string ConnectionString(string role) =>
        new NpgsqlConnectionStringBuilder(server)
        {
            Username = role,
            Password = Password(role),
            ApplicationName = role,
            MaxPoolSize = MaxPoolSize,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            // Stated, since each of them would break a wall (docs/decisions/0003).
            NoResetOnClose = false,
            Multiplexing = false,
            IncludeErrorDetail = false,
            Enlist = false,
            // A sandbox's clock is ahead by days, and a day is 24 hours only in a zone without summer time.
            Timezone = "UTC",
            // The final image has no Kerberos library, and asking for it costs a round trip at every connect.
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Tenant.DisposeAsync();
        await Reads.DisposeAsync();
        await Platform.DisposeAsync();
        await Identity.DisposeAsync();
    }
}
