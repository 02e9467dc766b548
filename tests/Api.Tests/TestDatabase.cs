using System.Security.Cryptography;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Franchise.Api.Tests;

/// <summary>
/// The run's own database: one throw-away PostgreSQL, migrated once. Tests never clean up; each works in organisations of its own, so that every
/// test also tests the walls.
/// </summary>
public sealed class TestDatabase
{
    private static readonly Lazy<Task<TestDatabase>> running = new(StartAsync);

    private TestDatabase(string admin, string masterKey)
    {
        Admin = admin;
        MasterKey = masterKey;
        Configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Database:MaxPoolSize", "20")]).Build();
        Secrets = new(Convert.FromBase64String(masterKey));
        Databases = new(admin, Configuration, Secrets);
        Proof = new(Secrets, Databases.Roles);
        Doors = new(Databases, Proof, TimeProvider.System);
        AdminSource = NpgsqlDataSource.Create(admin);
    }

    /// <summary>The superuser's connection, for arranging and for looking behind the walls.</summary>
    public string Admin { get; }

    public NpgsqlDataSource AdminSource { get; }

    public string MasterKey { get; }

    public IConfiguration Configuration { get; }

    public Secrets Secrets { get; }

    public Databases Databases { get; }

    public TenantProof Proof { get; }

    public Doors Doors { get; }

    /// <summary>Started by whoever asks first.</summary>
    public static Task<TestDatabase> RunningAsync() => running.Value;

    /// <summary>A new organisation, put there from behind the walls; for tests that are below the use cases.</summary>
    public async Task<Id<Organisation>> OrganisationAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await Doors.AcrossTenants("test", Actor.System, default);
        var organisation = Sample.Organisation(now);
        db.Add(organisation);
        await db.SaveChangesAsync();
        return organisation.TenantId;
    }

    /// <summary>A connection of the tenant's role, in a transaction set to an organisation, as the application would.</summary>
    public async Task<NpgsqlConnection> AsTenantAsync(Id<Organisation> tenant, DatabaseRole role = DatabaseRole.Tenant)
    {
        var source = role == DatabaseRole.Tenant ? Databases.Tenant : Databases.Platform;
        var connection = await source.OpenConnectionAsync();
        await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(TenantProof.Statement, connection);
        Proof.Fill(command, new(role, tenant, Across: false, Actor.System));
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>
    /// Another beside it, on the same server, for what lives by a clock of its own: sweeps of everything, which other tests run, would go by another.
    /// </summary>
    public static async Task<TestDatabase> OwnAsync()
    {
        var shared = await RunningAsync();
        return await MadeAsync(shared.Admin, shared.MasterKey);
    }

    private static async Task<TestDatabase> StartAsync() =>
        await MadeAsync(
            Environment.GetEnvironmentVariable("FRANCHISE_TEST_POSTGRES") ?? await EmbeddedAsync(), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    private static async Task<TestDatabase> MadeAsync(string server, string masterKey)
    {
        var name = $"franchise_test_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        var admin = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
        var database = new TestDatabase(admin, masterKey);
        await new Migrator(admin, database.Databases, database.Proof, NullLogger<Migrator>.Instance).RunAsync(default);
        await database.EnterEuroAsync();
        return database;
    }

    // A rate for every day on which an organisation is billed in euro; tests that want another live before it.
    private async Task EnterEuroAsync()
    {
        await using var db = await Doors.AcrossTenants("test", Actor.System, default);
        db.Add(new Domain.Billing.ExchangeRate("EUR", new(2014, 1, 1), 0.85m, Actor.System, TimeProvider.System.GetUtcNow()));
        await db.SaveChangesAsync();
    }

    private static async Task<string> EmbeddedAsync()
    {
        var folder = Directory.CreateTempSubdirectory("franchise-tests-").FullName;
        var postgres = await EmbeddedPostgres.StartAsync(new(folder, null, null, Durable: false), NullLogger.Instance, default);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            postgres.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(20));
            Directory.Delete(folder, recursive: true);
        };
        return postgres.ConnectionString;
    }
}
