using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Tests.Walls;

/// <summary>Reads the database's own catalogue: a table without its walls fails here whoever added it and however.</summary>
public sealed class CatalogueTests
{
    [Fact]
    public async Task Every_table_of_a_tenant_has_forced_row_level_security_with_exactly_the_three_policies()
    {
        var faults = await RowsAsync(
            """
            SELECT c.relname || ': ' || CASE
                WHEN NOT c.relrowsecurity THEN 'row-level security is off'
                WHEN NOT c.relforcerowsecurity THEN 'row-level security is not forced'
                ELSE 'policies are ' || coalesce((SELECT string_agg(p.policyname || ' ' || p.permissive || ' ' || p.cmd, ', ' ORDER BY p.policyname)
                    FROM pg_policies p WHERE p.schemaname = 'franchise' AND p.tablename = c.relname), 'none') END
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'franchise' AND c.relkind IN ('r', 'p')
              AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')
              AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND 'open PERMISSIVE ALL, platform_wall RESTRICTIVE ALL, tenant_wall RESTRICTIVE ALL' =
                (SELECT string_agg(p.policyname || ' ' || p.permissive || ' ' || p.cmd, ', ' ORDER BY p.policyname)
                 FROM pg_policies p WHERE p.schemaname = 'franchise' AND p.tablename = c.relname))
            """
        );
        Assert.True(faults.Count == 0, "Let Walls.Tables lay the walls (the entity must be in the model): " + string.Join("; ", faults));
    }

    [Fact]
    public async Task Every_policy_says_what_the_wall_says()
    {
        var expressions = await RowsAsync(
            "SELECT DISTINCT policyname || ': ' || qual || ' / ' || with_check FROM pg_policies WHERE schemaname = 'franchise' ORDER BY 1"
        );
        Assert.Equal(
            [
                "open: true / true",
                "platform_wall: ((tenant_id = ( SELECT walls.tenant() AS tenant)) OR ( SELECT walls.across() AS across)) / "
                    + "((tenant_id = ( SELECT walls.tenant() AS tenant)) OR ( SELECT walls.across() AS across))",
                "tenant_wall: (tenant_id = ( SELECT walls.tenant() AS tenant)) / (tenant_id = ( SELECT walls.tenant() AS tenant))",
            ],
            expressions
        );
    }

    [Fact]
    public async Task Every_table_is_owned_by_tenant_or_platform_and_grants_mirror_it()
    {
        var database = await TestDatabase.RunningAsync();
        await using var db = database.Doors.Tenant(Organisation.FranchisorId, Franchise.Domain.Identity.Actor.System);
        var expected = new List<string>();
        foreach (var entity in db.Model.GetEntityTypes().Where(e => !e.IsOwned()))
        {
            bool Is<T>() => entity.ClrType.IsAssignableTo(typeof(T));
            Assert.True(Is<ITenantOwned>() || Is<IPlatformOwned>(), $"{entity.ClrType.Name} must implement ITenantOwned or IPlatformOwned.");
            string[] all = Is<IKeptByDatabase>() ? ["SELECT"] : Is<IAppendOnly>() ? ["INSERT", "SELECT"] : ["DELETE", "INSERT", "SELECT", "UPDATE"];
            expected.AddRange(all.Select(v => $"{entity.GetTableName()} franchise_platform {v}"));
            if (!Is<IHiddenFromTenants>())
                expected.AddRange((Is<IPlatformOwned>() ? ["SELECT"] : all).Select(v => $"{entity.GetTableName()} franchise_tenant {v}"));
        }
        var actual = await RowsAsync(
            """
            SELECT table_name || ' ' || grantee || ' ' || privilege_type FROM information_schema.role_table_grants
            WHERE table_schema = 'franchise' AND grantee <> 'franchise_owner'
            """
        );
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_key_of_a_tenants_table_leads_with_the_tenant()
    {
        var faults = await RowsAsync(
            """
            SELECT t.relname || '.' || i.relname FROM pg_index x
            JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = t.relnamespace
            JOIN pg_attribute tenant ON tenant.attrelid = t.oid AND tenant.attname = 'tenant_id'
            WHERE n.nspname = 'franchise' AND x.indisunique AND x.indkey[0] <> tenant.attnum
            """
        );
        Assert.True(faults.Count == 0, "A unique key that does not lead with tenant_id tells one tenant of another's rows: " + string.Join(", ", faults));
    }

    [Fact]
    public async Task Every_foreign_key_between_tenants_tables_carries_the_tenant_and_cascades_nothing()
    {
        var faults = await RowsAsync(
            """
            SELECT c.conrelid::regclass || '.' || c.conname FROM pg_constraint c
            JOIN pg_attribute f ON f.attrelid = c.conrelid AND f.attname = 'tenant_id'
            JOIN pg_attribute p ON p.attrelid = c.confrelid AND p.attname = 'tenant_id'
            WHERE c.contype = 'f' AND c.connamespace = 'franchise'::regnamespace
              AND (c.conkey[array_position(c.confkey, p.attnum)] IS DISTINCT FROM f.attnum OR c.confdeltype <> 'r')
            """
        );
        Assert.True(faults.Count == 0, "Make the key (tenant_id, …) and the delete behaviour Restrict: " + string.Join(", ", faults));
    }

    [Fact]
    public async Task Nothing_stands_beside_the_tables_that_could_see_past_the_walls()
    {
        // Views run as their owner unless told otherwise, materialised views and definer functions always do.
        Assert.Equal(
            ["chain_audit_entry", "demand_proof", "across", "number_event", "tenant"],
            (await RowsAsync("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'walls'::regnamespace")).OrderBy(n => n switch
            {
                "chain_audit_entry" => 0,
                "demand_proof" => 1,
                "across" => 2,
                "number_event" => 3,
                _ => 4,
            })
        );
        Assert.Empty(
            await RowsAsync(
                """
                SELECT relname::text FROM pg_class WHERE relkind IN ('v', 'm', 'f') AND relnamespace IN ('franchise'::regnamespace, 'walls'::regnamespace)
                UNION ALL SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace IN ('franchise'::regnamespace, 'public'::regnamespace)
                UNION ALL SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                """
            )
        );
    }

    [Fact]
    public async Task No_role_of_the_application_can_read_the_key_of_the_walls_or_reach_anothers_schema()
    {
        Assert.Empty(
            await RowsAsync(
                """
                SELECT r.rolname || ' ' || c.oid::regclass FROM pg_roles r, pg_class c
                WHERE r.rolname IN ('franchise_tenant', 'franchise_platform', 'franchise_identity', 'franchise_jobs') AND c.relkind IN ('r', 'S')
                  AND c.relnamespace::regnamespace::text = ANY (CASE r.rolname
                    WHEN 'franchise_tenant' THEN ARRAY['walls', 'identity', 'hangfire', 'migrations']
                    WHEN 'franchise_platform' THEN ARRAY['walls', 'identity', 'hangfire']
                    WHEN 'franchise_identity' THEN ARRAY['walls', 'franchise', 'hangfire', 'migrations']
                    ELSE ARRAY['walls', 'franchise', 'identity', 'migrations'] END)
                  AND (has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'))
                """
            )
        );
        Assert.Empty(
            await RowsAsync(
                """
                SELECT r.rolname || ' ' || c.oid::regclass FROM pg_roles r, pg_class c
                WHERE r.rolname IN ('franchise_tenant', 'franchise_platform', 'franchise_identity', 'franchise_jobs') AND c.relkind = 'r'
                  AND c.relnamespace = ANY (ARRAY['franchise', 'identity', 'hangfire']::regnamespace[])
                  AND has_table_privilege(r.oid, c.oid, 'TRUNCATE, REFERENCES, TRIGGER')
                """
            )
        );
    }

    [Fact]
    public async Task The_start_up_checks_find_nothing_and_would_find_a_wall_that_fell()
    {
        var database = await TestDatabase.RunningAsync();
        Assert.Empty(await StartupChecks.FaultsAsync(database.Databases, default));
        Assert.NotNull(StartupChecks.VersionFault(new Version(14, 20)));
        Assert.NotNull(StartupChecks.VersionFault(new Version(15, 13)));
        Assert.NotNull(StartupChecks.VersionFault(new Version(17, 5)));
        Assert.Null(StartupChecks.VersionFault(new Version(18, 0)));
        Assert.Null(StartupChecks.VersionFault(new Version(15, 18)));
    }

    private static async Task<List<string>> RowsAsync(string sql)
    {
        var database = await TestDatabase.RunningAsync();
        await using var command = database.AdminSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
