using Franchise.Domain.Audit;
using Franchise.Domain.Identity;
using Franchise.Infrastructure.Audit;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Audit;

/// <summary>
/// Signs the head of every chain that has grown, and says so in the log, which is kept elsewhere than the database: a chain whose tail was cut
/// then contradicts a signature that whoever cut it cannot reach.
/// </summary>
public sealed class SignAuditHeads(Doors doors, AuditSigner signer, TimeProvider clock, ILogger<SignAuditHeads> log)
{
    private const int Batch = 500;

    /// <summary>Signs. May run twice: a head is signed once.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var count = 0;
        await using var db = await doors.AcrossTenants("signAuditHeads", Actor.System, ct);
        while (true)
        {
            var grown = await db.Set<AuditHead>()
                .AsNoTracking()
                .Where(h => h.AuditSeq > 0 && !db.Set<SignedAuditHead>().Any(s => s.TenantId == h.TenantId && s.Seq == h.AuditSeq))
                .OrderBy(h => h.TenantId)
                .Take(Batch)
                .ToListAsync(ct);
            if (grown.Count == 0)
                return count;
            var now = clock.GetUtcNow();
            var signed = grown.ConvertAll(h => signer.Sign(h, now));
            db.AddRange(signed);
            await db.SaveChangesAsync(ct);
            foreach (var head in signed)
                log.LogInformation(
                    "Audit head {Organisation} {Seq} {Hash} {At} {KeyId} {Signature}",
                    head.TenantId, head.Seq, Convert.ToHexStringLower(head.Hash), head.At.ToUnixTimeSeconds(), head.KeyId, Convert.ToBase64String(head.Signature));
            count += signed.Count;
            db.ChangeTracker.Clear();
        }
    }
}
