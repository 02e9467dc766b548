using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Identity;
using Franchise.Infrastructure.Tenancy;
using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Franchise.Infrastructure.Persistence;

/// <summary>
/// Brings a database to the present shape: roles, schemas, migrations, walls. Safe to run again, and from several instances at once: they queue.
/// </summary>
/// <param name="connectionString">A login that may create roles and the database, or one that may act as the owner role where both stand already.</param>
/// <param name="databases">The roles and passwords to be.</param>
/// <param name="proof">Gives the key that the walls check tenants with.</param>
/// <param name="log">What was done.</param>
public sealed class Migrator(string connectionString, Databases databases, TenantProof proof, ILogger<Migrator> log)
{
    // Any number does, as long as every version of the program uses the same one.
    private const long LockKey = 0x4672616e63686973;

    private readonly RoleNames roles = databases.Roles;

    /// <summary>Does it.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await CreateDatabaseAsync(ct);
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var admin = await source.OpenConnectionAsync(ct);
        await ExecuteAsync(admin, $"SELECT pg_advisory_lock({LockKey})", ct);
        await CreateRolesAsync(ct);
        await GiveRightsAsync(admin, ct);

        var asOwner = new NpgsqlConnectionStringBuilder(connectionString) { Options = $"-c role={roles.Owner}", Pooling = false }.ConnectionString;
        await using var owner = new NpgsqlConnection(asOwner);
        await owner.OpenAsync(ct);
        await ExecuteAsync(owner, "CREATE SCHEMA IF NOT EXISTS franchise; CREATE SCHEMA IF NOT EXISTS migrations; CREATE SCHEMA IF NOT EXISTS hangfire; CREATE SCHEMA IF NOT EXISTS identity;", ct);
        await ExecuteAsync(owner, Walls.Foundation(roles), ct);
        await GiveKeyAsync(owner, ct);

        await using (var db = ForMigrations(asOwner, "franchise"))
        {
            await db.Database.MigrateAsync(ct);
            await ExecuteAsync(owner, Walls.Tables(db.GetService<IDesignTimeModel>().Model, roles), ct);
        }
        await using (var ownerSource = NpgsqlDataSource.Create(asOwner))
        await using (var identity = IdentityDb.For(ownerSource))
            await identity.Database.MigrateAsync(ct);
        PostgreSqlObjectsInstaller.Install(owner, "hangfire");
        await ExecuteAsync(
            owner,
            $"""
            GRANT USAGE ON SCHEMA migrations TO {roles.Platform};
            GRANT SELECT ON ALL TABLES IN SCHEMA migrations TO {roles.Platform};
            GRANT USAGE ON SCHEMA identity TO {roles.Identity};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA identity TO {roles.Identity};
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA identity TO {roles.Identity};
            REVOKE INSERT, UPDATE, DELETE ON identity.migrations FROM {roles.Identity};
            GRANT USAGE ON SCHEMA hangfire TO {roles.Jobs};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA hangfire TO {roles.Jobs};
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA hangfire TO {roles.Jobs};
            """,
            ct
        );
        log.LogInformation("The database is up to date");
    }

    /// <summary>Names of migrations that the program knows and the database has not had.</summary>
    public static async Task<IReadOnlyList<string>> PendingAsync(Databases databases, CancellationToken ct)
    {
        await using var db = ForMigrations("Host=nowhere", "franchise");
        await using var identity = IdentityDb.For(databases.Identity);
        return
        [
            .. await MissingAsync(db.Database.GetMigrations(), databases.Platform.CreateCommand("SELECT migration_id FROM migrations.franchise"), ct),
            .. await MissingAsync(identity.Database.GetMigrations(), databases.Identity.CreateCommand("SELECT migration_id FROM identity.migrations"), ct),
        ];
    }

    private static async Task<IEnumerable<string>> MissingAsync(IEnumerable<string> known, NpgsqlCommand had, CancellationToken ct)
    {
        await using (had)
        await using (var reader = await had.ExecuteReaderAsync(ct))
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (await reader.ReadAsync(ct))
                names.Add(reader.GetString(0));
            return [.. known.Where(m => !names.Contains(m))];
        }
    }

    /// <summary>A context that migrates: as the owner, with no tenant and so with no row in sight.</summary>
    internal static FranchiseDb ForMigrations(string connectionString, string history) =>
        new(
            Doors
                .Configure(
                    new DbContextOptionsBuilder<FranchiseDb>().UseNpgsql(connectionString, o => o.MigrationsHistoryTable(history, "migrations"))
                )
                .Options,
            new(DatabaseRole.Platform, Id<Organisation>.None, Across: true, Actor.System),
            TimeProvider.System
        );

    private async Task CreateDatabaseAsync(CancellationToken ct)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        var name = target.Database ?? "franchise";
        try
        {
            await using var probe = new NpgsqlConnection(connectionString);
            await probe.OpenAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            target.Database = "postgres";
            await using var server = new NpgsqlConnection(target.ConnectionString);
            await server.OpenAsync(ct);
            try
            {
                await ExecuteAsync(server, $"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" ENCODING 'UTF8'", ct);
            }
            catch (PostgresException e2) when (e2.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
            {
                // Another instance was quicker; the lock that they queue at stands in the database itself.
            }
        }
    }

    // Roles are the whole server's, and the lock that migrations queue at is one database's: another database may be migrated at this moment.
    // Each of these statements may be repeated, and whoever was quicker did the same.
    private async Task CreateRolesAsync(CancellationToken ct)
    {
        var alone = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        for (var attempt = 1; ; attempt++)
        {
            // A new connection each time: Npgsql gives one up after an internal error.
            await using var connection = new NpgsqlConnection(alone);
            await connection.OpenAsync(ct);
            try
            {
                await CreateRolesAsync(connection, ct);
                return;
            }
            catch (PostgresException e) when (attempt < 50 && IsOthersDoing(e))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), ct);
            }
        }
    }

    // The last has no code of its own: "tuple concurrently updated", or "deleted".
    private static bool IsOthersDoing(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation
        || (e.SqlState == PostgresErrorCodes.InternalError && e.MessageText.StartsWith("tuple concurrently", StringComparison.Ordinal));

    private async Task CreateRolesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var role in roles.Logins.Prepend(roles.Owner))
            await ExecuteAsync(
                connection,
                $"""
                DO $do$ BEGIN
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
                        CREATE ROLE {role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT;
                    END IF;
                END $do$;
                """,
                ct
            );
        foreach (var role in roles.Logins)
            await ExecuteAsync(connection, $"ALTER ROLE {role} LOGIN PASSWORD '{databases.Password(role).Replace("'", "''", StringComparison.Ordinal)}'", ct);
        await ExecuteAsync(
            connection,
            $"""
            DO $do$ BEGIN
                -- Without it a login that is no superuser could not act as the owner; repeating it changes nothing.
                IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
                    EXECUTE 'GRANT {roles.Owner} TO ' || quote_ident(current_user) || CASE WHEN current_setting('server_version_num')::int >= 160000 THEN ' WITH SET TRUE' ELSE '' END;
                END IF;
            END $do$;
            """,
            ct
        );
    }

    private async Task GiveRightsAsync(NpgsqlConnection admin, CancellationToken ct)
    {
        var database = admin.Database.Replace("\"", "\"\"", StringComparison.Ordinal);
        await ExecuteAsync(
            admin,
            $"""
            REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;
            GRANT CREATE ON DATABASE "{database}" TO {roles.Owner};
            GRANT CONNECT ON DATABASE "{database}" TO {string.Join(", ", roles.Logins)};
            REVOKE CREATE ON SCHEMA public FROM PUBLIC;
            """,
            ct
        );
    }

    private async Task GiveKeyAsync(NpgsqlConnection owner, CancellationToken ct)
    {
        var (inner, outer) = proof.Pads();
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO walls.tenant_keys (inner_pad, outer_pad)
            SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM walls.tenant_keys WHERE (inner_pad, outer_pad) = ($1, $2));
            """,
            owner
        );
        command.Parameters.AddWithValue(inner);
        command.Parameters.AddWithValue(outer);
        await command.ExecuteNonQueryAsync(ct);
        // An older key still counts for a day: instances that have not been restarted yet sign with it.
        command.CommandText = """
            DELETE FROM walls.tenant_keys WHERE (inner_pad, outer_pad) <> ($1, $2)
              AND EXISTS (SELECT FROM walls.tenant_keys k WHERE (k.inner_pad, k.outer_pad) = ($1, $2) AND k.added_at < now() - interval '1 day');
            """;
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
