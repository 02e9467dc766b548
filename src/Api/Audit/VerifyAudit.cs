using Franchise.Domain.Audit;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Audit;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Audit;

/// <summary>Recomputes an organisation's audit chain.</summary>
public static class VerifyAudit
{
    private const int Batch = 1000;

    /// <summary>What the recomputation found.</summary>
    /// <param name="OrganisationId">Whose chain.</param>
    /// <param name="Intact">
    /// Whether every entry follows from the one before, the last is the head, and the last signed head lies on the chain and was signed by a known key.
    /// </param>
    /// <param name="Entries">How many entries were recomputed.</param>
    /// <param name="BrokenAt">Number of the first entry that does not follow; null where all do.</param>
    /// <param name="HeadHash">Hash of the last entry, in lower-case hexadecimal.</param>
    /// <param name="Signed">The last signed head; null before the first is made, within an hour.</param>
    public sealed record Response(Id<Organisation> OrganisationId, bool Intact, long Entries, long? BrokenAt, string HeadHash, SignedHead? Signed)
    {
        /// <summary>For the description.</summary>
        public static Response Example =>
            new(Id<Organisation>.Parse("org_01jd8yq3zhf2vt8m6w4x5c7b9e", null), true, 42, null, new string('a', 64), SignedHead.Example);
    }

    /// <summary>A signed head, and the public key to check it with.</summary>
    /// <param name="Seq">The entry that was last when it was signed.</param>
    /// <param name="Hash">That entry's hash, in lower-case hexadecimal.</param>
    /// <param name="At">When it was signed.</param>
    /// <param name="KeyId">RFC 7638 thumbprint of the key.</param>
    /// <param name="Signature">Base64.</param>
    /// <param name="X">The key's x coordinate, base64url (JWK <c>EC</c>, <c>P-256</c>); null where that key is not known here any more.</param>
    /// <param name="Y">The key's y coordinate, base64url; null likewise.</param>
    public sealed record SignedHead(long Seq, string Hash, DateTimeOffset At, string KeyId, string Signature, string? X, string? Y)
    {
        /// <summary>For the description.</summary>
        public static SignedHead Example =>
            new(42, new string('a', 64), DateTimeOffset.UnixEpoch.AddDays(20_500), new string('k', 43), new string('s', 88), new string('x', 43), new string('y', 43));
    }

    /// <param name="organisation">Platform staff: whose chain; Cohort 4's own where none is named.</param>
    /// <param name="db">Database.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="signer">Checks the signed head.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<Response> Handle(
        Id<Organisation>? organisation,
        FranchiseDb db,
        Domain.Identity.Actor actor,
        AuditSigner signer,
        CancellationToken ct
    )
    {
        var tenant = actor.Whose(organisation) ?? throw Refusal.NotFound();
        var head = await db.Set<AuditHead>().AsNoTracking().SingleOrDefaultAsync(h => h.TenantId == tenant, ct) ?? throw Refusal.NotFound();
        var signed = await db.Set<SignedAuditHead>().AsNoTracking().Where(h => h.TenantId == tenant).OrderByDescending(h => h.Seq).FirstOrDefaultAsync(ct);

        long seq = 0;
        var hash = AuditHead.Genesis;
        var signedLies = signed is not null && !signer.IsTrue(signed);
        while (seq < head.AuditSeq)
        {
            var entries = await db.Set<AuditEntry>()
                .AsNoTracking()
                .Where(e => e.TenantId == tenant && e.Seq > seq && e.Seq <= head.AuditSeq)
                .OrderBy(e => e.Seq)
                .Take(Batch)
                .ToListAsync(ct);
            foreach (var entry in entries)
            {
                if (!entry.Follows(seq, hash))
                    return Answer(intact: false, seq + 1);
                (seq, hash) = (entry.Seq, entry.Hash);
                signedLies |= signed is not null && signed.Seq == seq && !signed.Hash.AsSpan().SequenceEqual(hash);
            }
            if (entries.Count == 0)
                return Answer(intact: false, seq + 1);
        }
        return Answer(hash.AsSpan().SequenceEqual(head.AuditHash) && !signedLies && !(signed?.Seq > seq), null);

        Response Answer(bool intact, long? brokenAt) =>
            new(
                tenant,
                intact,
                seq,
                brokenAt,
                Convert.ToHexStringLower(head.AuditHash),
                signed is null
                    ? null
                    : new(
                        signed.Seq,
                        Convert.ToHexStringLower(signed.Hash),
                        signed.At,
                        signed.KeyId,
                        Convert.ToBase64String(signed.Signature),
                        signer.KeyOf(signed)?.X,
                        signer.KeyOf(signed)?.Y
                    )
            );
    }
}
