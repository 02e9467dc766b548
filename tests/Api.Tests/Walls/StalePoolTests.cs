using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Franchise.Api.Tests.Walls;

/// <summary>Many workers, many organisations and very few connections, with everything going wrong that can: nobody may ever meet the previous tenant.</summary>
public sealed class StalePoolTests
{
    private const int Workers = 64;
    private const int Tenants = 200;
    private const int Rounds = 60;

    [Fact]
    public async Task A_pooled_connection_never_carries_a_tenant_over_through_cancellation_exceptions_and_killed_servers()
    {
        var database = await TestDatabase.RunningAsync();
        var tenants = new List<Id<Organisation>>();
        await using (var all = await database.Doors.AcrossTenants("test", Actor.System, default))
        {
            for (var i = 0; i < Tenants; i++)
            {
                var organisation = Sample.Organisation(TimeProvider.System.GetUtcNow());
                all.Add(organisation);
                tenants.Add(organisation.TenantId);
            }
            await all.SaveChangesAsync();
        }
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Database:MaxPoolSize", "4")]).Build();
        await using var small = new Databases(database.Admin, configuration, database.Secrets);
        var doors = new Doors(small, database.Proof, TimeProvider.System);

        int seen = 0, failed = 0;
        var pids = new System.Collections.Concurrent.ConcurrentDictionary<int, bool>();
        var leaks = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Workers),
            new ParallelOptions { MaxDegreeOfParallelism = Workers },
            async (worker, _) =>
            {
                // A generator of its own, so that a failing run can be repeated by its seed.
                var state = (uint)worker * 2654435761 + 1;
                uint Next(uint below) => (state = state * 1664525 + 1013904223) / 65536 % below;
                for (var round = 0; round < Rounds; round++)
                {
                    var tenant = tenants[(int)Next(Tenants)];
                    using var cancel = new CancellationTokenSource();
                    if (Next(5) == 0)
                        cancel.CancelAfter(TimeSpan.FromMilliseconds(Next(20)));
                    try
                    {
                        await using var db = doors.Tenant(tenant, Actor.System);
                        var transaction = Next(2) == 0 ? await db.Database.BeginTransactionAsync(cancel.Token) : null;
                        await using (transaction)
                        {
                            // The filter is lifted, so that row-level security alone stands between.
                            foreach (var id in await db.Set<Organisation>().IgnoreQueryFilters(["tenant"]).Select(o => o.TenantId).ToListAsync(cancel.Token))
                            {
                                Interlocked.Increment(ref seen);
                                if (id != tenant)
                                    leaks.Add($"{tenant} met {id}");
                            }
                            if (Next(7) == 0)
                                throw new InvalidOperationException("thrown on purpose");
                            if (transaction is not null && Next(2) == 0)
                                await transaction.CommitAsync(cancel.Token);
                        }
                        await using var bare = await small.Tenant.OpenConnectionAsync(cancel.Token);
                        pids[bare.ProcessID] = true;
                        if (Next(40) == 0)
                            await KillAsync(database, pids.Keys.ElementAt((int)Next((uint)pids.Count)));
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
        Assert.True(seen > Workers * Rounds / 4, $"Only {seen} rows were seen: the test did not test.");
        Assert.True(failed > Workers, $"Only {failed} rounds went wrong: the test did not test.");
    }

    // Only servers of this test's own pool: other tests run beside it, and the number of one that has ended may be another's by now.
    private static async Task KillAsync(TestDatabase database, int pid)
    {
        await using var command = database.AdminSource.CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND usename = 'franchise_tenant' AND query LIKE '%franchise.organisations%'");
        command.Parameters.AddWithValue(pid);
        await command.ExecuteNonQueryAsync();
    }
}
