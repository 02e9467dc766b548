using System.Collections.Concurrent;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Tests.Walls;

public sealed class StalePoolTests
{
    [Fact]
    public async Task A_pooled_connection_never_carries_a_tenant_over_through_cancellation_exceptions_and_killed_servers()
    {
        await Torture.RunAsync(leastSeen: 1d / 4, torture =>
        {
            var doors = new Doors(torture.Small, torture.Database.Proof, TimeProvider.System);
            var pids = new ConcurrentDictionary<int, bool>();
            return async round =>
            {
                await using var db = doors.Tenant(round.Tenant, Actor.System);
                var transaction = round.Chance.Next(2) == 0 ? await db.Database.BeginTransactionAsync(round.Cancel) : null;
                await using (transaction)
                {
                    // The filter is lifted, so that row-level security alone stands between.
                    foreach (var id in await db.Set<Organisation>().IgnoreQueryFilters(["tenant"]).Select(o => o.TenantId).ToListAsync(round.Cancel))
                        round.Meet(id.Value);
                    if (round.Chance.Next(7) == 0)
                        throw new InvalidOperationException("thrown on purpose");
                    if (transaction is not null && round.Chance.Next(2) == 0)
                        await transaction.CommitAsync(round.Cancel);
                }
                if (round.Chance.Next(40) == 0 && !pids.IsEmpty)
                    await round.KillAsync(pids.Keys.ElementAt((int)round.Chance.Next((uint)pids.Count)));
                pids[await round.SeeNothingBareAsync()] = true;
            };
        });
    }
}
