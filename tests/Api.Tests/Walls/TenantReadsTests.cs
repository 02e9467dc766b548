using System.Collections.Concurrent;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Franchise.Api.Tests.Walls;

/// <summary>Reads past Entity Framework stand behind the same walls, though their connections are kept.</summary>
public sealed class TenantReadsTests
{
    private static readonly TenantQuery<Guid> organisations = new("tenant_id", "organisations", "true", "", r => r.GetGuid(0));

    // Written so that it breaks out of the filter: row-level security is then alone.
    private static readonly TenantQuery<Guid> escaping = new("tenant_id", "organisations", "true) OR (true", "", r => r.GetGuid(0));

    [Fact]
    public async Task A_kept_connection_never_carries_a_tenant_over_through_cancellation_exceptions_and_killed_servers()
    {
        const int workers = 64, rounds = 60;
        var database = await TestDatabase.RunningAsync();
        var tenants = new List<Id<Organisation>>();
        for (var i = 0; i < 200; i++)
            tenants.Add(await database.OrganisationAsync());
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Database:MaxPoolSize", "4")]).Build();
        await using var small = new Databases(database.Admin, configuration, database.Secrets);
        await using var reads = new TenantReads(small.Reads, 4, database.Proof, TimeProvider.System);
        var failing = new TenantQuery<Guid>("tenant_id", "organisations", "true) OR (true", "", _ => throw new InvalidOperationException("thrown on purpose"));
        var pid = new TenantQuery<int>("pg_backend_pid()", "organisations", "true", "", r => r.GetInt32(0));

        int seen = 0, failed = 0;
        var leaks = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, workers),
            new ParallelOptions { MaxDegreeOfParallelism = workers },
            async (worker, _) =>
            {
                var state = (uint)worker * 2654435761 + 1;
                uint Next(uint below) => (state = state * 1664525 + 1013904223) / 65536 % below;
                for (var round = 0; round < rounds; round++)
                {
                    var tenant = tenants[(int)Next(200)];
                    using var cancel = new CancellationTokenSource();
                    if (Next(5) == 0)
                        cancel.CancelAfter(TimeSpan.FromMilliseconds(Next(10)));
                    try
                    {
                        foreach (var id in await reads.ListAsync(Next(6) == 0 ? failing : escaping, Session(tenant), cancel.Token))
                        {
                            Interlocked.Increment(ref seen);
                            if (id != tenant.Value)
                                leaks.Add($"{tenant} met {id}");
                        }
                        if (Next(30) == 0)
                            await KillAsync(database, await reads.FirstAsync(pid, Session(tenant), cancel.Token));
                        // Whoever gets from the pool what was kept before meets no tenant either.
                        await using var bare = await small.Tenant.OpenConnectionAsync(cancel.Token);
                        await using var command = new NpgsqlCommand("SELECT count(*) FROM franchise.organisations", bare);
                        if ((long)(await command.ExecuteScalarAsync(cancel.Token))! != 0)
                            leaks.Add("a bare connection saw rows");
                    }
                    catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or NpgsqlException)
                    {
                        Interlocked.Increment(ref failed);
                    }
                }
            }
        );
        Assert.Empty(leaks);
        Assert.True(seen > workers * rounds / 2, $"Only {seen} rows were seen: the test did not test.");
        Assert.True(failed > workers, $"Only {failed} rounds went wrong: the test did not test.");
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
        var pid = new TenantQuery<int>("pg_backend_pid()", "organisations", "true", "", r => r.GetInt32(0));
        var first = await reads.FirstAsync(pid, Session(own), default);
        Assert.Equal(first, await reads.FirstAsync(pid, Session(own), default));
        await KillAsync(database, first);
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

    private static async Task KillAsync(TestDatabase database, int pid)
    {
        await using var command = database.AdminSource.CreateCommand("SELECT pg_terminate_backend($1)");
        command.Parameters.AddWithValue(pid);
        await command.ExecuteNonQueryAsync();
    }
}
