using System.Security.Cryptography;
using Franchise.Api.Identity;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Identity;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Franchise.Load;

/// <summary>A client of one partner, and licences of that partner to ask for.</summary>
internal sealed record Partner(string ClientId, string Secret, IReadOnlyList<string> Licences);

/// <summary>A throw-away PostgreSQL of the run's own, with as many databases in it as the modes ask for.</summary>
internal sealed class LoadServer(EmbeddedPostgres postgres, string folder) : IAsyncDisposable
{
    /// <summary>The role of the baseline: no row-level security, SELECT on one table.</summary>
    public const string BaselineRole = "franchise_bench";

    public string MasterKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public string Version => postgres.ServerVersion.ToString();

    public static async Task<LoadServer> StartAsync(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("franchise-load-").FullName;
        return new(await EmbeddedPostgres.StartAsync(new(folder, null, null, Durable: false), NullLogger.Instance, ct), folder);
    }

    public string Address(string database) => new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = database }.ConnectionString;

    /// <summary>Migrates a new database and fills it.</summary>
    public async Task<LoadDatabase> CreateAsync(string name, Seed seed, CancellationToken ct)
    {
        var database = new LoadDatabase(Address(name), MasterKey);
        await new Migrator(database.Admin, database.Databases, database.Proof, NullLogger<Migrator>.Instance).RunAsync(ct);
        await database.SeedAsync(seed, ct);
        return database;
    }

    /// <summary>A copy, file by file. Nobody may be connected to the original.</summary>
    public async Task<LoadDatabase> CopyAsync(LoadDatabase original, string name, CancellationToken ct)
    {
        var from = new NpgsqlConnectionStringBuilder(original.Admin).Database;
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)", ct);
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {from} STRATEGY file_copy", ct);
        // Database privileges are not copied.
        var copy = new LoadDatabase(Address(name), MasterKey);
        await ExecuteAsync($"GRANT CONNECT ON DATABASE {name} TO {string.Join(", ", copy.Databases.Roles.Logins)}", ct);
        return copy;
    }

    /// <summary>An empty database, for who migrates it herself.</summary>
    public Task NewAsync(string name, CancellationToken ct) => ExecuteAsync($"CREATE DATABASE {name}", ct);

    public Task DropAsync(string name, CancellationToken ct) => ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)", ct);

    /// <summary>Seconds that the server's processes have worked so far; null where it cannot be told.</summary>
    public double? Work() => ProcessWork.OfChildren(postgres.ConnectionString);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(Address("postgres") + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>How much to put in.</summary>
/// <param name="Organisations">How many.</param>
/// <param name="LicencesEach">For each of them; the callers have <see cref="Seed.OfCallers"/>.</param>
/// <param name="Callers">How many of them get a client.</param>
/// <param name="LastDay">The last day of every licence's term; null for one far ahead.</param>
internal sealed record Seed(int Organisations, int LicencesEach, int Callers, DateOnly? LastDay = null)
{
    /// <summary>Enough that a list of 50 has a next page.</summary>
    public const int OfCallers = 60;
}

/// <summary>One database of the run.</summary>
internal sealed class LoadDatabase : IAsyncDisposable
{
    private const string Agreement = "The agreement, as long as agreements are. ";
    private readonly IConfiguration configuration = new ConfigurationBuilder().Build();
    private readonly Secrets secrets;

    public LoadDatabase(string admin, string masterKey)
    {
        Admin = admin;
        secrets = new(Convert.FromBase64String(masterKey));
        Databases = new(admin, configuration, secrets);
        Proof = new(secrets, Databases.Roles);
        Doors = new(Databases, Proof, TimeProvider.System);
    }

    /// <summary>The superuser's connection.</summary>
    public string Admin { get; }

    public Databases Databases { get; }

    public TenantProof Proof { get; }

    public Doors Doors { get; }

    /// <summary>Makes the tokens of links.</summary>
    public CredentialBox Box => new(secrets);

    /// <summary>Those who will call.</summary>
    public IReadOnlyList<Partner> Partners { get; private set; } = [];

    public async Task SeedAsync(Seed seed, CancellationToken ct)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (organisation, licence) = await PatternAsync(seed, now, ct);
        await using var source = NpgsqlDataSource.Create(Admin + ";Pooling=false");
        await using var connection = await source.OpenConnectionAsync(ct);
        await using (var command = new NpgsqlCommand(Multiply, connection) { CommandTimeout = 1_200 })
        {
            command.Parameters.AddWithValue("organisation", organisation.Value);
            command.Parameters.AddWithValue("licence", licence.Value);
            command.Parameters.AddWithValue("organisations", seed.Organisations);
            command.Parameters.AddWithValue("each", seed.LicencesEach);
            command.Parameters.AddWithValue("callers", seed.Callers);
            command.Parameters.AddWithValue("callers_each", Seed.OfCallers);
            command.Parameters.AddWithValue("from", now.AddDays(-30).ToUnixTimeMilliseconds());
            await command.ExecuteNonQueryAsync(ct);
        }
        await using (var vacuum = new NpgsqlCommand("VACUUM (FREEZE, ANALYZE)", connection) { CommandTimeout = 600 })
            await vacuum.ExecuteNonQueryAsync(ct);
        await using (var write = new NpgsqlCommand(Baseline(LoadServer.BaselineRole, Databases.Password(Databases.Roles.Jobs)), connection))
            await write.ExecuteNonQueryAsync(ct);
        Partners = await CallersAsync(source, seed.Callers, now, ct);
    }

    /// <summary>The baseline's connection string.</summary>
    public string BaselineAddress() =>
        new NpgsqlConnectionStringBuilder(Admin)
        {
            Username = LoadServer.BaselineRole,
            Password = Databases.Password(Databases.Roles.Jobs),
            MaxPoolSize = 40,
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await Databases.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
    }

    // One organisation and one licence by the domain's own verbs; the others are copies of their rows.
    private async Task<(Id<Organisation>, Id<Licence>)> PatternAsync(Seed seed, DateTimeOffset now, CancellationToken ct)
    {
        var first = seed.LastDay is { } last ? last.AddDays(1).AddMonths(-12) : DateOnly.FromDateTime(now.UtcDateTime).AddDays(-40);
        var then = new DateTimeOffset(first.ToDateTime(new(9, 0)), TimeSpan.Zero);
        await using var db = await Doors.AcrossTenants("load", Actor.System, ct);
        var policy = new LicencePolicy("STANDARD", "Standard", then);
        var version = policy.Draft(
            new(IsoPeriod.Parse("P12M", null), 30, [90, 60, 30, 7], RenewalBasis.FromExpiry, OverageStrategy.Refuse, IsoPeriod.Parse("P6M", null), "Rules."),
            then
        );
        policy.Publish(version.Id, then);
        var organisation = new Organisation(
            new("Pattern", null, OrganisationKind.WomensOrganisation, Registration.Nowhere, "GB", "Europe/London", "GBP", "en", new("1 High Street", null, "Birmingham", null, "B1 1AA", "GB")),
            isSandbox: false,
            then
        );
        string[] units = ["RM3-01", "RM3-02", "RM3-03", "RM3-04", "RM3-05", "RM3-06"];
        var licence = Licence.Draft(
            organisation.TenantId,
            version,
            new("RM-CORE", new(250_000, "GBP"), new(9_500, "GBP"), 24, first, units, ["HANDBOOK", "WORKBOOK"], ["MATCHING"], ["GB"], ["en"], [DeliveryMode.InPerson, DeliveryMode.Online]),
            then
        );
        var time = OwnTime.Of(organisation, then);
        var text = string.Concat(Enumerable.Repeat(Agreement, 60));
        licence.MakeOffer(text, time.Today.AddDays(20), version, units, Actor.System, time);
        licence.Accept(LicenceOffer.HashOf(text), autoRenews: false, version, new(ActorKind.User, Id<User>.New(then).ToString(), organisation.TenantId, Role.Coordinator, Permission.Of(Role.Coordinator), "203.0.113.7"), time);
        licence.Activate(new(version, true, true, true, true, true, units), time);
        db.Add(Organisation.Franchisor(new("Cohort 4", null, OrganisationKind.Franchisor, Registration.Nowhere, "GB", "Europe/London", "GBP", "en", new("1 High Street", null, "Birmingham", null, "B1 1AA", "GB")), then));
        db.Add(policy);
        db.Add(organisation);
        db.Add(licence);
        await db.SaveChangesAsync(ct);
        return (organisation.TenantId, licence.Id);
    }

    // Licences of different organisations interleave in time, as they would. What is due before the last day was carried out long ago.
    // Each has its head already, as an organisation has from its first event on: into an empty table PostgreSQL plans its way by reading all of it.
    private const string Multiply = """
        SET session_replication_role = replica;
        SET synchronous_commit = off;
        CREATE FUNCTION pg_temp.v7(ms bigint) RETURNS uuid LANGUAGE sql VOLATILE AS $f$
            SELECT overlay(overlay(gen_random_uuid()::text PLACING '7' FROM 15 FOR 1) PLACING substr(h, 1, 8) || '-' || substr(h, 9, 4) FROM 1 FOR 13)::uuid
            FROM (SELECT lpad(to_hex(ms), 12, '0') AS h) x
        $f$;
        UPDATE franchise.scheduled_actions SET done_at = due_at WHERE kind = 'milestone';
        CREATE TEMP TABLE o AS SELECT n, CASE n WHEN 1 THEN @organisation ELSE pg_temp.v7(@from + n) END AS tenant_id FROM generate_series(1, @organisations) n;
        CREATE TEMP TABLE l AS
            SELECT o.tenant_id, CASE WHEN o.n = 1 AND k = 1 THEN @licence ELSE pg_temp.v7(@from + 100000 + k * @organisations + o.n) END AS id, o.n, k
            FROM o, generate_series(1, greatest(@each, @callers_each)) k WHERE k <= CASE WHEN o.n <= @callers THEN @callers_each ELSE @each END
            ORDER BY k, o.n;
        INSERT INTO franchise.organisations
            SELECT (jsonb_populate_record(p, jsonb_build_object('tenant_id', o.tenant_id, 'name', 'Partner ' || o.n))).*
            FROM franchise.organisations p, o WHERE p.tenant_id = @organisation AND o.n > 1;
        INSERT INTO franchise.audit_heads
            SELECT (jsonb_populate_record(p, jsonb_build_object('tenant_id', o.tenant_id))).*
            FROM franchise.audit_heads p, o WHERE p.tenant_id = @organisation AND o.n > 1;
        INSERT INTO franchise.licences
            SELECT (jsonb_populate_record(p, jsonb_build_object('tenant_id', l.tenant_id, 'id', l.id))).*
            FROM franchise.licences p, l WHERE p.id = @licence AND l.id <> @licence ORDER BY k, n;
        INSERT INTO franchise.scheduled_actions
            SELECT (jsonb_populate_record(p, jsonb_build_object('tenant_id', l.tenant_id, 'licence_id', l.id, 'id', pg_temp.v7(@from + 200000 + k * @organisations + n)))).*
            FROM franchise.scheduled_actions p, l WHERE p.licence_id = @licence AND l.id <> @licence ORDER BY k, n;
        INSERT INTO franchise.licence_terms
            SELECT (jsonb_populate_record(p, jsonb_build_object('tenant_id', l.tenant_id, 'licence_id', l.id, 'id', pg_temp.v7(@from + 200000 + k * @organisations + n)))).*
            FROM franchise.licence_terms p, l WHERE p.licence_id = @licence AND l.id <> @licence ORDER BY k, n;
        SET session_replication_role = origin;
        """;

    private static string Baseline(string role, string password) =>
        $"""
        DO $do$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
                CREATE ROLE {role} LOGIN BYPASSRLS PASSWORD '{password}';
            END IF;
            EXECUTE format('GRANT CONNECT ON DATABASE %I TO {role}', current_database());
        END $do$;
        GRANT USAGE ON SCHEMA franchise TO {role};
        GRANT SELECT ON franchise.licences TO {role};
        """;

    private async Task<IReadOnlyList<Partner>> CallersAsync(NpgsqlDataSource source, int callers, DateTimeOffset now, CancellationToken ct)
    {
        if (callers == 0)
            return [];
        await using var identity = Identity();
        var partners = new List<Partner>();
        await using var db = await Doors.AcrossTenants("load", Actor.System, ct);
        await using var command = source.CreateCommand(
            "SELECT tenant_id, array_agg(id) FROM franchise.licences GROUP BY tenant_id HAVING count(*) >= $1 ORDER BY tenant_id LIMIT $2"
        );
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Seed.OfCallers });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = callers });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var secret = NewSecret.Make(NewSecret.OfClient).Text;
            var client = new ApiClient(new(reader.GetGuid(0)), ApiClientKind.Confidential, new("Load", [Permission.LicencesRead], []), Actor.System, now);
            client.Rotate(SecretHash.Of(secret), ApiClient.DefaultOverlap, now);
            db.Add(client);
            await db.SaveChangesAsync(ct);
            await using var scope = identity.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<Accounts>().RegisterClientAsync(client, ct);
            partners.Add(new(client.Id.ToString(), secret, [.. reader.GetFieldValue<Guid[]>(1).Select(id => new Id<Licence>(id).ToString())]));
        }
        return partners;
    }

    // The API's own registrations, never started: only to make the OAuth clients known.
    private WebApplication Identity()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(secrets).AddSingleton(Databases).AddSingleton(Doors).AddSingleton(TimeProvider.System).AddSingleton<EmailOutbox>();
        builder.Services.AddFranchiseIdentity(new() { Issuer = new("https://franchise.load/"), AllowHttp = true }, _ => Databases.Identity);
        return builder.Build();
    }
}
