using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Audit;

/// <summary>
/// One thing that was done, as a link in its organisation's hash chain. The database numbers and hashes each entry as it is written; no role
/// of the application may change or delete one.
/// </summary>
[IdPrefix("aud")]
public sealed class AuditEntry : ITenantOwned, IAppendOnly
{
    private AuditEntry() { }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>Its id.</summary>
    public Id<AuditEntry> Id { get; private set; }

    /// <summary>Place in the chain, from 1 without a gap.</summary>
    public long Seq { get; private set; }

    /// <summary>When, in UTC, to the microsecond: by real time, also where a sandbox's own clock is ahead of it.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>What sort of actor.</summary>
    public ActorKind ActorKind { get; private set; }

    /// <summary>The actor's shown id, or <c>system</c>.</summary>
    public string Actor { get; private set; } = "";

    /// <summary>What was done, as <c>licence.accepted</c>.</summary>
    public string Action { get; private set; } = "";

    /// <summary>The shown id of what it was done to.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>Details as JSON text, exactly as hashed.</summary>
    public string Detail { get; private set; } = "";

    /// <summary>Hash of the entry before; 32 zero bytes for the first.</summary>
    public byte[] PreviousHash { get; private set; } = [];

    /// <summary>SHA-256 of <see cref="PreviousHash"/> followed by <see cref="Canonical"/> in UTF-8.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>
    /// The text that is hashed: organisation's UUID, number, entry's UUID, time, kind of actor, actor, action, subject and detail, one a line.
    /// </summary>
    public string Canonical() =>
        string.Join(
            '\n',
            TenantId.Value.ToString("D"),
            Seq.ToString(CultureInfo.InvariantCulture),
            Id.Value.ToString("D"),
            At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
            ActorKind.ToString().ToLowerInvariant(),
            Actor,
            Action,
            Subject,
            Detail
        );

    /// <summary>Whether this entry is the true successor of one with the given number and hash.</summary>
    public bool Follows(long seq, ReadOnlySpan<byte> hash) =>
        Seq == seq + 1
        && hash.SequenceEqual(PreviousHash)
        && SHA256.HashData([.. PreviousHash, .. Encoding.UTF8.GetBytes(Canonical())]).AsSpan().SequenceEqual(Hash);
}

/// <summary>The end of an organisation's audit chain, and the count of its events. Its row is the lock that puts writers of one organisation in order.</summary>
public sealed class AuditHead : ITenantOwned, IKeptByDatabase
{
    /// <summary>What the first entry of a chain follows.</summary>
    public static readonly byte[] Genesis = new byte[32];

    private AuditHead() { }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>Number of the last entry.</summary>
    public long AuditSeq { get; private set; }

    /// <summary>Hash of the last entry.</summary>
    public byte[] AuditHash { get; private set; } = Genesis;

    /// <summary>Number of the last event.</summary>
    public long EventSeq { get; private set; }
}

/// <summary>
/// A head of an audit chain, signed. A chain alone cannot show that its tail was cut off; a signed head that was kept elsewhere can.
/// </summary>
[IdPrefix("hed")]
public sealed class SignedAuditHead : ITenantOwned, IPlatformOwned, IAppendOnly
{
    private SignedAuditHead() { }

    /// <summary>A signature over a head, made by the caller with the audit key.</summary>
    public SignedAuditHead(Id<Organisation> tenant, long seq, byte[] hash, DateTimeOffset at, string keyId, byte[] signature)
    {
        (TenantId, Seq, Hash, At, KeyId, Signature) = (tenant, seq, hash, at, keyId, signature);
    }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>Number of the entry that was last when it was signed.</summary>
    public long Seq { get; private set; }

    /// <summary>That entry's hash.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>When it was signed.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Which key signed: the thumbprint of its public half.</summary>
    public string KeyId { get; private set; } = "";

    /// <summary>ECDSA P-256 with SHA-256 over <see cref="Statement"/>, in IEEE P1363 form.</summary>
    public byte[] Signature { get; private set; } = [];

    /// <summary>The bytes that are signed.</summary>
    public static byte[] Statement(Id<Organisation> tenant, long seq, byte[] hash, DateTimeOffset at) =>
        Encoding.UTF8.GetBytes($"franchise-audit-head\n{tenant}\n{seq}\n{Convert.ToHexStringLower(hash)}\n{at.ToUnixTimeSeconds()}");
}
