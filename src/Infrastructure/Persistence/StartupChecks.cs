using Npgsql;

namespace Franchise.Infrastructure.Persistence;

/// <summary>What must be true of the database before a single request is served. A wall that is not there must stop the program, not surprise it.</summary>
public static class StartupChecks
{
    // Minors before these let row-level security be passed: CVE-2024-10976 (policies of the wrong role), CVE-2025-8713 (statistics of hidden rows).
    private static readonly Dictionary<int, int> leastMinor = new() { [15] = 14, [16] = 10, [17] = 6, [18] = 0 };

    /// <summary>Every reason not to serve, each a sentence; none means the walls stand.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(Databases databases, CancellationToken ct)
    {
        var faults = new List<string>();
        await using var connection = await databases.Platform.OpenConnectionAsync(ct);
        if (VersionFault(connection.PostgreSqlVersion) is { } fault)
            faults.Add(fault);

        foreach (var role in databases.Roles.Logins)
        {
            await using var command = new NpgsqlCommand(
                """
                SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole, pg_has_role(r.oid, o.oid, 'MEMBER'),
                       EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid)
                FROM pg_roles r, pg_roles o WHERE r.rolname = $1 AND o.rolname = $2
                """,
                connection
            );
            command.Parameters.AddWithValue(role);
            command.Parameters.AddWithValue(databases.Roles.Owner);
            await using var reader = await command.ExecuteReaderAsync(ct);
            if (!await reader.ReadAsync(ct))
            {
                faults.Add($"The role {role} does not exist. Run the migrate command.");
                continue;
            }
            string[] attributes = ["is a superuser", "may bypass row-level security", "may create roles", $"is a member of {databases.Roles.Owner}", "owns tables"];
            for (var i = 0; i < attributes.Length; i++)
            {
                if (reader.GetBoolean(i))
                    faults.Add($"The role {role} {attributes[i]}. It must not: take that from it.");
            }
        }

        await using var tables = new NpgsqlCommand(
            """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE n.nspname = 'franchise' AND c.relkind IN ('r', 'p') AND a.attname = 'tenant_id' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
            """,
            connection
        );
        await using (var reader = await tables.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
                faults.Add($"Row-level security is not forced on franchise.{reader.GetString(0)}. Run the migrate command.");
        }

        // A table that lost its restrictive policies is as open as one without row-level security, and one permissive policy more may widen what is let in.
        await using var policies = new NpgsqlCommand(
            """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE n.nspname = 'franchise' AND c.relkind IN ('r', 'p') AND a.attname = 'tenant_id'
              AND (SELECT string_agg(p.policyname || ' ' || p.permissive, ', ' ORDER BY p.policyname) FROM pg_policies p
                   WHERE p.schemaname = 'franchise' AND p.tablename = c.relname)
                  IS DISTINCT FROM 'open PERMISSIVE, platform_wall RESTRICTIVE, tenant_wall RESTRICTIVE'
            """,
            connection
        );
        await using (var reader = await policies.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
                faults.Add($"The policies of franchise.{reader.GetString(0)} are not as they must be. Run the migrate command.");
        }

        if (faults.Count == 0)
            faults.AddRange((await Migrator.PendingAsync(databases, ct)).Select(m => $"The migration {m} is pending. Run the migrate command."));
        return faults;
    }

    /// <summary>Why a server version is not good enough, or null.</summary>
    public static string? VersionFault(Version version) =>
        !leastMinor.TryGetValue(version.Major, out var least) ? $"PostgreSQL {version} is not one that Franchise knows: use 15 to 18."
        : version.Minor < least ? $"PostgreSQL {version} has known faults in row-level security: use at least {version.Major}.{least}."
        : null;
}
