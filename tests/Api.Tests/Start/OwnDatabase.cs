using System.Security.Cryptography;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Franchise.Api.Tests.Start;

/// <summary>
/// A database of its own with roles of its own, for tests that break walls or count rows: roles belong to the whole server, so the shared ones are
/// left alone.
/// </summary>
public sealed class OwnDatabase : IAsyncDisposable
{
    private readonly string server;

    private readonly byte[] key;
    private readonly string name;

    private OwnDatabase(string server, string prefix, string name, byte[] key)
    {
        (this.server, this.name, this.key) = (server, name, key);
        Prefix = prefix;
        Address = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
        Settings = new(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Franchise"] = Address,
            ["Database:RolePrefix"] = Prefix,
            ["Database:MaxPoolSize"] = "5",
            ["Secrets:MasterKey"] = Convert.ToBase64String(key),
            ["Identity:Issuer"] = "https://franchise.test",
            ["Billing:Helper:Name"] = "Ruth Allen",
            ["Billing:Helper:Phone"] = "0121 496 0000",
            ["Identity:AllowHttp"] = "true",
            ["Billing:Bank:AccountName"] = "Cohort 4 of the tests",
            ["Billing:Bank:SortCode"] = "12-34-56",
            ["Billing:Bank:AccountNumber"] = "98765432",
            ["Documents:Folder"] = Path.Combine(Path.GetTempPath(), $"franchise-documents-{Environment.ProcessId}"),
        };
        var secrets = new Secrets(key);
        Databases = new(Address, new ConfigurationBuilder().AddInMemoryCollection(Settings).Build(), secrets);
        Proof = new(secrets, Databases.Roles);
    }

    /// <summary>What its roles' names begin with.</summary>
    public string Prefix { get; }

    /// <summary>The superuser's connection.</summary>
    public string Address { get; }

    public Databases Databases { get; }

    public TenantProof Proof { get; }

    /// <summary>What the program needs to serve from it.</summary>
    public Dictionary<string, string?> Settings { get; }

    /// <summary>There, but empty.</summary>
    public static async Task<OwnDatabase> NoneAsync()
    {
        var prefix = $"own{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        return new((await TestDatabase.RunningAsync()).Admin, prefix, prefix, RandomNumberGenerator.GetBytes(32));
    }

    /// <summary>Another database of the same server, with the same roles and keys. Goes before the first does.</summary>
    public OwnDatabase Twin(int number) => new(server, Prefix, $"{Prefix}_{number}", key);

    /// <summary>There, and migrated.</summary>
    public static async Task<OwnDatabase> MigratedAsync()
    {
        var database = await NoneAsync();
        await database.MigrateAsync();
        return database;
    }

    public Task MigrateAsync(string? login = null) => new Migrator(login ?? Address, Databases, Proof, NullLogger<Migrator>.Instance).RunAsync(default);

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Address + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async Task<object?> OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(server + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Shape and rights of everything in it, as text: equal where nothing was changed.</summary>
    public async Task<string> PictureAsync() =>
        (string)
            (
                await ScalarAsync(
                    $"""
                    SELECT string_agg(line, E'\n' ORDER BY line) FROM (
                        SELECT concat_ws(' ', 'table', c.oid::regclass, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relowner::regrole, c.relacl) FROM pg_class c
                            WHERE c.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
                        UNION ALL SELECT concat_ws(' ', 'column', a.attrelid::regclass, a.attname, a.atttypid::regtype, a.attnotnull) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                            WHERE c.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
                        UNION ALL SELECT concat_ws(' ', 'policy', schemaname, tablename, policyname, permissive, roles, cmd, qual, with_check) FROM pg_policies
                        UNION ALL SELECT concat_ws(' ', 'function', p.oid::regprocedure, md5(p.prosrc), p.prosecdef, p.proacl) FROM pg_proc p
                            WHERE p.pronamespace::regnamespace::text IN ('walls', 'franchise', 'public')
                        UNION ALL SELECT concat_ws(' ', 'trigger', t.tgrelid::regclass, t.tgname) FROM pg_trigger t WHERE NOT t.tgisinternal
                        UNION ALL SELECT concat_ws(' ', 'schema', n.nspname, n.nspacl) FROM pg_namespace n WHERE n.nspname NOT LIKE 'pg\_%'
                        UNION ALL SELECT concat_ws(' ', 'role', r.rolname, r.rolsuper, r.rolbypassrls, r.rolcanlogin, r.rolcreaterole) FROM pg_roles r WHERE r.rolname LIKE '{Prefix}%'
                        UNION ALL SELECT concat_ws(' ', 'key', encode(sha256(k.inner_pad), 'hex'), k.added_at) FROM walls.tenant_keys k
                        UNION ALL SELECT concat_ws(' ', 'migration', m.migration_id) FROM migrations.franchise m
                    ) AS lines (line)
                    """
                )
            )!;

    public async ValueTask DisposeAsync()
    {
        await Databases.DisposeAsync();
        await OnServerAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        if (name != Prefix)
            return;
        await OnServerAsync(
            $"""
            DO $do$ DECLARE r text; BEGIN
                FOR r IN SELECT rolname FROM pg_roles WHERE rolname LIKE '{Prefix}%' LOOP EXECUTE 'DROP ROLE ' || quote_ident(r); END LOOP;
            END $do$
            """
        );
    }
}
