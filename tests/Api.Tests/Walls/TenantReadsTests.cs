using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Tenancy;
using Npgsql;

namespace Franchise.Api.Tests.Walls;

/// <summary>Reads past Entity Framework stand behind the same walls, though their connections are kept.</summary>
public sealed class TenantReadsTests
{
    private static readonly TenantQuery<Guid> organisations = new("tenant_id", "organisations", "true", "", r => r.GetGuid(0));

    // Written so that it breaks out of the filter: row-level security is then alone.
    private static readonly TenantQuery<Guid> escaping = new("tenant_id", "organisations", "true) OR (true", "", r => r.GetGuid(0));

    private static readonly TenantQuery<int> pid = new("pg_backend_pid()", "organisations", "true", "", r => r.GetInt32(0));

    [Fact]
    public async Task A_kept_connection_never_carries_a_tenant_over_through_cancellation_exceptions_and_killed_servers()
    {
        var failing = new TenantQuery<Guid>("tenant_id", "organisations", "true) OR (true", "", _ => throw new InvalidOperationException("thrown on purpose"));
        await Torture.RunAsync(leastSeen: 1d / 2, torture =>
            async round =>
            {
                foreach (var id in await torture.Reads.ListAsync(round.Chance.Next(6) == 0 ? failing : escaping, Session(round.Tenant), round.Cancel))
                    round.Meet(id);
                if (round.Chance.Next(30) == 0)
                    await round.KillAsync(await torture.Reads.FirstAsync(pid, Session(round.Tenant), round.Cancel));
                await round.SeeNothingBareAsync();
            });
    }

    [Fact]
    public async Task Without_row_security_the_filter_holds_and_with_neither_the_same_check_finds_what_is_foreign()
    {
        var database = await TestDatabase.RunningAsync();
        var (own, _) = (await database.OrganisationAsync(), await database.OrganisationAsync());
        // The superuser walks past row-level security.
        await using var reads = new TenantReads(database.AdminSource, 1, database.Proof, TimeProvider.System);
        Assert.Equal([own.Value], await reads.ListAsync(organisations, Session(own), default));
        Assert.True((await reads.ListAsync(escaping, Session(own), default)).Count > 1);
    }

    [Fact]
    public async Task A_connection_whose_server_process_was_killed_while_it_lay_there_is_replaced_unnoticed()
    {
        var database = await TestDatabase.RunningAsync();
        var own = await database.OrganisationAsync();
        await using var reads = new TenantReads(database.Databases.Reads, 4, database.Proof, TimeProvider.System);
        var first = await reads.FirstAsync(pid, Session(own), default);
        Assert.Equal(first, await reads.FirstAsync(pid, Session(own), default));
        Assert.True(await Torture.KillAsync(database, first));
        Assert.NotEqual(first, await reads.FirstAsync(pid, Session(own), default));
    }

    [Fact]
    public async Task A_query_that_fails_is_not_repeated_and_its_connection_is_not_kept()
    {
        var database = await TestDatabase.RunningAsync();
        var own = await database.OrganisationAsync();
        await using var reads = new TenantReads(database.Databases.Reads, 4, database.Proof, TimeProvider.System);
        await reads.ListAsync(organisations, Session(own), default);
        var read = 0;
        var failing = new TenantQuery<Guid>("tenant_id", "organisations", "1 / (length(tenant_id::text) - 36) = 0", "", r => { read++; return r.GetGuid(0); });
        await Assert.ThrowsAsync<PostgresException>(() => reads.ListAsync(failing, Session(own), default));
        Assert.Equal(0, read);
        Assert.Equal([own.Value], await reads.ListAsync(organisations, Session(own), default));
    }

    [Fact]
    public async Task Only_one_organisations_session_in_the_tenants_role_is_served()
    {
        var database = await TestDatabase.RunningAsync();
        var own = await database.OrganisationAsync();
        await using var reads = new TenantReads(database.Databases.Reads, 4, database.Proof, TimeProvider.System);
        foreach (var session in new TenantSession[]
        {
            new(DatabaseRole.Platform, own, Across: false, Actor.System),
            new(DatabaseRole.Tenant, Id<Organisation>.None, Across: true, Actor.System),
            new(DatabaseRole.Tenant, Id<Organisation>.None, Across: false, Actor.System),
        })
            await Assert.ThrowsAsync<InvalidOperationException>(() => reads.ListAsync(organisations, session, default));
    }

    private static TenantSession Session(Id<Organisation> tenant) => new(DatabaseRole.Tenant, tenant, Across: false, Actor.System);
}
