using System.Collections.Concurrent;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Franchise.Api.Tests.Walls;

/// <summary>Many workers, many organisations and very few connections, with everything going wrong that can: nobody may ever meet the previous tenant.</summary>
internal sealed class Torture
{
    private const int Workers = 64;
    private const int Tenants = 200;
    private const int Rounds = 60;

    private readonly ConcurrentBag<string> leaks = [];
    private int seen;
    private int failed;
    private int killed;

    private Torture(TestDatabase database, Databases small, TenantReads reads) => (Database, Small, Reads) = (database, small, reads);

    public TestDatabase Database { get; }

    /// <summary>Four connections to a pool.</summary>
    public Databases Small { get; }

    /// <summary>Four kept connections.</summary>
    public TenantReads Reads { get; }

    /// <summary>Runs one way of reading through everything, and demands that nothing leaked and that it was indeed tortured.</summary>
    /// <param name="leastSeen">How many rows must be met a round, at least, for the test to count.</param>
    /// <param name="prepare">Makes, from the few connections, what one worker does in one round.</param>
    public static async Task RunAsync(double leastSeen, Func<Torture, Func<Round, Task>> prepare)
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
        await using var reads = new TenantReads(small.Reads, 4, database.Proof, TimeProvider.System);
        var torture = new Torture(database, small, reads);
        var act = prepare(torture);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Workers),
            new ParallelOptions { MaxDegreeOfParallelism = Workers },
            async (worker, _) =>
            {
                var chance = new Chance((uint)worker);
                for (var i = 0; i < Rounds; i++)
                {
                    var tenant = tenants[(int)chance.Next(Tenants)];
                    using var cancel = new CancellationTokenSource();
                    if (chance.Next(5) == 0)
                        cancel.CancelAfter(TimeSpan.FromMilliseconds(chance.Next(20)));
                    try
                    {
                        await act(new(torture, tenant, chance, cancel.Token));
                    }
                    catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or NpgsqlException)
                    {
                        Interlocked.Increment(ref torture.failed);
                    }
                }
            }
        );
        Assert.Empty(torture.leaks);
        Assert.True(torture.seen > Workers * Rounds * leastSeen, $"Only {torture.seen} rows were seen: the test did not test.");
        Assert.True(torture.failed > Workers, $"Only {torture.failed} rounds went wrong: the test did not test.");
        Assert.True(torture.killed > 0, "No server was killed: the test did not test.");
    }

    /// <summary>Ends a server process of this test's own: others run beside it, and the number of one that has ended may be another's by now.</summary>
    public static async Task<bool> KillAsync(TestDatabase database, int pid)
    {
        await using var command = database.AdminSource.CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND usename = 'franchise_tenant' AND query LIKE '%franchise.organisations%'");
        command.Parameters.AddWithValue(pid);
        return await command.ExecuteScalarAsync() is true;
    }

    /// <summary>A generator of its own for each worker, so that a failing run can be repeated by its seed.</summary>
    public sealed class Chance(uint seed)
    {
        private uint state = seed * 2654435761 + 1;

        public uint Next(uint below) => (state = state * 1664525 + 1013904223) / 65536 % below;
    }

    /// <summary>One worker's turn for one organisation.</summary>
    public sealed record Round(Torture Torture, Id<Organisation> Tenant, Chance Chance, CancellationToken Cancel)
    {
        /// <summary>A row was met, and whose.</summary>
        public void Meet(Guid owner)
        {
            Interlocked.Increment(ref Torture.seen);
            if (owner != Tenant.Value)
                Torture.leaks.Add($"{Tenant} met {owner}");
        }

        public async Task KillAsync(int pid)
        {
            if (await Torture.KillAsync(Torture.Database, pid))
                Interlocked.Increment(ref Torture.killed);
        }

        /// <summary>Whoever takes a connection from the pool and sets no tenant sees nothing. Returns its server process.</summary>
        public async Task<int> SeeNothingBareAsync()
        {
            await using var bare = await Torture.Small.Tenant.OpenConnectionAsync(Cancel);
            await using var command = new NpgsqlCommand("SELECT count(*) FROM franchise.organisations", bare);
            if ((long)(await command.ExecuteScalarAsync(Cancel))! != 0)
                Torture.leaks.Add("a bare connection saw rows");
            return bare.ProcessID;
        }
    }
}
