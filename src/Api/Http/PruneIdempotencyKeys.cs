using Franchise.Domain.Identity;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;

namespace Franchise.Api.Http;

/// <summary>Forgets first results that have been kept long enough.</summary>
public sealed class PruneIdempotencyKeys(Doors doors, TimeProvider clock)
{
    private const int Batch = 1000;

    /// <summary>Deletes in small batches until none is left. May run twice.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await using var db = await doors.AcrossTenants("pruneIdempotencyKeys", Actor.System, ct);
        while (await PruneAsync(db, ct) == Batch)
            ct.ThrowIfCancellationRequested();
    }

    private async Task<int> PruneAsync(FranchiseDb db, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var count = await IdempotencyRecord.PruneAsync(db, clock.GetUtcNow(), Batch, ct);
        await transaction.CommitAsync(ct);
        return count;
    }
}
