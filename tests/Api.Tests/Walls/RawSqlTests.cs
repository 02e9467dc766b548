using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Tenancy;
using Npgsql;

namespace Franchise.Api.Tests.Walls;

/// <summary>What someone could do who has smuggled SQL into the tenant's connection: every way that is known, tried and refused.</summary>
public sealed class RawSqlTests
{
    private const string Denied = PostgresErrorCodes.InsufficientPrivilege;

    [Fact]
    public async Task Nothing_is_seen_and_nothing_written_where_no_tenant_is_set()
    {
        var (_, own, _) = await TwoAsync();
        var database = await TestDatabase.RunningAsync();
        await using var connection = await database.Databases.Tenant.OpenConnectionAsync();
        Assert.Equal(0L, await ScalarAsync(connection, "SELECT count(*) FROM franchise.organisations"));
        Assert.Equal(Denied, await RefusedAsync(connection, Insert(own, "x")));
        Assert.Equal(0L, await ScalarAsync(connection, "SELECT count(*) FROM franchise.contacts"));
    }

    [Fact]
    public async Task Only_the_own_rows_are_seen_updated_or_deleted()
    {
        var (database, own, other) = await TwoAsync();
        await AdminAsync(Insert(own, "mine"));
        await AdminAsync(Insert(other, "theirs"));
        await using var connection = await database.AsTenantAsync(own);
        Assert.Equal(1L, await ScalarAsync(connection, "SELECT count(*) FROM franchise.contacts"));
        Assert.Equal(0L, await ScalarAsync(connection, $"SELECT count(*) FROM franchise.contacts WHERE tenant_id = '{other.Value}'"));
        Assert.Equal(1, await ExecuteAsync(connection, "UPDATE franchise.contacts SET name = 'changed'"));
        Assert.Equal(1, await ExecuteAsync(connection, "DELETE FROM franchise.contacts"));
        Assert.Equal("theirs", await AdminScalarAsync($"SELECT name FROM franchise.contacts WHERE tenant_id = '{other.Value}'"));
    }

    [Fact]
    public async Task A_row_can_neither_be_written_for_nor_moved_to_another_organisation()
    {
        var (database, own, other) = await TwoAsync();
        await using var connection = await database.AsTenantAsync(own);
        await ExecuteAsync(connection, Insert(own, "mine"));
        await ExecuteAsync(connection, "SAVEPOINT before");
        Assert.Equal(Denied, await RefusedAsync(connection, Insert(other, "planted")));
        await ExecuteAsync(connection, "ROLLBACK TO SAVEPOINT before");
        Assert.Equal(Denied, await RefusedAsync(connection, $"UPDATE franchise.contacts SET tenant_id = '{other.Value}'"));
    }

    [Theory]
    [InlineData("SELECT set_config('app.tenant', '{other}', true)")]
    [InlineData("SET LOCAL app.tenant = '{other}'")]
    [InlineData("SELECT set_config('app.tenant', '*', true)")]
    [InlineData("SELECT set_config('app.tenant', '{other}', false), set_config('app.proof', repeat('0', 64), false)")]
    public async Task A_forged_switch_of_tenant_is_refused(string forgery)
    {
        var (database, own, other) = await TwoAsync();
        await using var connection = await database.AsTenantAsync(own);
        await ExecuteAsync(connection, forgery.Replace("{other}", other.Value.ToString(), StringComparison.Ordinal));
        if (forgery.Contains('*', StringComparison.Ordinal))
            Assert.Equal(0L, await ScalarAsync(connection, "SELECT count(*) FROM franchise.organisations"));
        else
            Assert.Equal(Denied, await RefusedAsync(connection, "SELECT count(*) FROM franchise.organisations"));
    }

    [Fact]
    public async Task A_proof_seen_on_one_connection_is_worth_nothing_on_another_nor_for_another_role()
    {
        var (database, own, _) = await TwoAsync();
        await using var first = await database.AsTenantAsync(own);
        var proof = (string)(await ScalarAsync(first, "SELECT current_setting('app.proof')"))!;
        await using var second = await database.Databases.Tenant.OpenConnectionAsync();
        await using var transaction = await second.BeginTransactionAsync();
        await ExecuteAsync(second, $"SELECT set_config('app.tenant', '{own.Value}', true), set_config('app.proof', '{proof}', true)");
        Assert.Equal(Denied, await RefusedAsync(second, "SELECT count(*) FROM franchise.organisations"));

        // Positive control: the very same statement passes where the proof was made for it.
        Assert.Equal(1L, await ScalarAsync(first, "SELECT count(*) FROM franchise.organisations"));
    }

    [Theory]
    [InlineData("SET ROLE franchise_platform")]
    [InlineData("SET ROLE franchise_owner")]
    [InlineData("SET SESSION AUTHORIZATION franchise_platform")]
    [InlineData("SET row_security = off; SELECT count(*) FROM franchise.contacts")]
    [InlineData("SELECT * FROM walls.tenant_keys")]
    [InlineData("SELECT walls.demand_proof('x')")]
    [InlineData("TRUNCATE franchise.contacts")]
    [InlineData("ALTER TABLE franchise.contacts DISABLE ROW LEVEL SECURITY")]
    [InlineData("DROP POLICY tenant_wall ON franchise.contacts")]
    [InlineData("CREATE POLICY more ON franchise.contacts USING (true)")]
    [InlineData("CREATE VIEW franchise.peek AS SELECT * FROM franchise.contacts")]
    [InlineData("CREATE TABLE public.peek (x int REFERENCES franchise.units)")]
    [InlineData("CREATE FUNCTION public.peek() RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("SELECT * FROM franchise.across_accesses")]
    [InlineData("SELECT * FROM identity.users")]
    [InlineData("SELECT * FROM hangfire.job")]
    [InlineData("INSERT INTO franchise.licences DEFAULT VALUES")]
    [InlineData("UPDATE franchise.licences SET status = 'active'")]
    [InlineData("DELETE FROM franchise.organisations")]
    [InlineData("UPDATE franchise.audit_entries SET actor = 'x'")]
    [InlineData("DELETE FROM franchise.audit_entries")]
    [InlineData("UPDATE franchise.audit_heads SET audit_seq = 0")]
    [InlineData("DELETE FROM franchise.events")]
    [InlineData("COPY franchise.contacts TO PROGRAM 'cat'")]
    [InlineData("SELECT pg_read_file('/etc/passwd')")]
    [InlineData("SELECT lo_import('/etc/passwd')")]
    public async Task What_the_tenants_role_has_no_business_with_is_refused(string sql)
    {
        var (database, own, _) = await TwoAsync();
        await using var connection = await database.AsTenantAsync(own);
        Assert.Equal(Denied, await RefusedAsync(connection, sql));
    }

    [Fact]
    public async Task A_foreign_key_cannot_be_used_to_point_at_or_to_ask_after_another_organisations_row()
    {
        var (database, own, other) = await TwoAsync();
        var theirs = Guid.CreateVersion7();
        await AdminAsync(Insert(other, "theirs", theirs));
        await using var connection = await database.AsTenantAsync(own);
        // The same key value is free here, so its being taken there does not show.
        Assert.Equal(1, await ExecuteAsync(connection, Insert(own, "mine", theirs)));
    }

    [Fact]
    public async Task The_platforms_role_set_to_one_organisation_sees_only_that_one()
    {
        var (database, own, other) = await TwoAsync();
        await AdminAsync(Insert(own, "mine"));
        await AdminAsync(Insert(other, "theirs"));
        await using var connection = await database.AsTenantAsync(own, DatabaseRole.Platform);
        Assert.Equal(1L, await ScalarAsync(connection, "SELECT count(DISTINCT tenant_id) FROM franchise.contacts"));
        Assert.Equal(Denied, await RefusedAsync(connection, Insert(other, "planted")));
        await using var bare = await database.Databases.Platform.OpenConnectionAsync();
        Assert.Equal(0L, await ScalarAsync(bare, "SELECT count(*) FROM franchise.organisations"));
    }

    [Fact]
    public async Task The_setting_ends_with_its_transaction()
    {
        var (database, own, _) = await TwoAsync();
        await using var connection = await database.Databases.Tenant.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var command = new NpgsqlCommand(TenantProof.Statement, connection);
            database.Proof.Fill(command, new(DatabaseRole.Tenant, own, Across: false, Franchise.Domain.Identity.Actor.System));
            await command.ExecuteNonQueryAsync();
            Assert.Equal(1L, await ScalarAsync(connection, "SELECT count(*) FROM franchise.organisations"));
            await transaction.CommitAsync();
        }
        Assert.Equal(0L, await ScalarAsync(connection, "SELECT count(*) FROM franchise.organisations"));
        Assert.Equal("", await ScalarAsync(connection, "SELECT current_setting('app.tenant', true)"));
    }

    private static string Insert(Id<Organisation> tenant, string name, Guid? id = null) =>
        $"""
        INSERT INTO franchise.contacts (tenant_id, id, role, name, email, version)
        VALUES ('{tenant.Value}', '{id ?? Guid.CreateVersion7()}', 'finance', '{name}', 'a@example.org', 1)
        """;

    private static async Task<(TestDatabase Database, Id<Organisation> Own, Id<Organisation> Other)> TwoAsync()
    {
        var database = await TestDatabase.RunningAsync();
        return (database, await database.OrganisationAsync(), await database.OrganisationAsync());
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> RefusedAsync(NpgsqlConnection connection, string sql) =>
        (await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, sql))).SqlState;

    private static async Task AdminAsync(string sql)
    {
        await using var command = (await TestDatabase.RunningAsync()).AdminSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> AdminScalarAsync(string sql)
    {
        await using var command = (await TestDatabase.RunningAsync()).AdminSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
