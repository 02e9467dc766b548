using System.Security.Cryptography;
using System.Text;
using Franchise.Domain.Audit;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace Franchise.Infrastructure.Audit;

/// <summary>The public half of a key that signs heads of audit chains, or did: an EC key on P-256.</summary>
/// <param name="X">Its x coordinate, base64url.</param>
/// <param name="Y">Its y coordinate, base64url.</param>
public sealed record AuditKey(string X, string Y)
{
    /// <summary>RFC 7638 thumbprint: over exactly these members in this order.</summary>
    public string Id { get; } = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}""")));
}

/// <summary>Signs the heads of audit chains, and tells the public key with which anybody can check them.</summary>
public sealed class AuditSigner
{
    /// <summary>The public keys that signed before the master key was changed, each as <c>x.y</c>: what they signed is still checked.</summary>
    public const string FormerKeys = "Audit:FormerKeys";

    private readonly ECDsa key;
    private readonly Dictionary<string, (AuditKey Key, ECDsa Public)> known = new(StringComparer.Ordinal);

    /// <summary>The key follows from the master key, so that every instance signs alike.</summary>
    /// <exception cref="StartRefused">A former key is none.</exception>
    public AuditSigner(Secrets secrets, IConfiguration configuration)
    {
        // Below the order of P-256 whatever the secret says: its first byte is less than 0xff.
        var d = secrets.Derive("audit-heads");
        d[0] &= 0x7f;
        key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d });
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        Key = new(Base64UrlEncoder.Encode(q.X), Base64UrlEncoder.Encode(q.Y));
        foreach (var former in configuration.GetSection(FormerKeys).Get<string[]>() ?? [])
            Know(former);
        known[Key.Id] = (Key, key);
    }

    /// <summary>The key that signs now.</summary>
    public AuditKey Key { get; }

    /// <summary>The key that signed a head; null where it is not known here.</summary>
    public AuditKey? KeyOf(SignedAuditHead head) => known.TryGetValue(head.KeyId, out var it) ? it.Key : null;

    /// <summary>Signs a head.</summary>
    public SignedAuditHead Sign(AuditHead head, DateTimeOffset at) => Sign(head.TenantId, head.AuditSeq, head.AuditHash, at);

    private SignedAuditHead Sign(Id<Organisation> tenant, long seq, byte[] hash, DateTimeOffset at) =>
        new(tenant, seq, hash, at, Key.Id, key.SignData(SignedAuditHead.Statement(tenant, seq, hash, at), HashAlgorithmName.SHA256));

    /// <summary>Whether a head was truly signed by this key or by a former one.</summary>
    public bool IsTrue(SignedAuditHead head) =>
        known.TryGetValue(head.KeyId, out var it)
        && it.Public.VerifyData(SignedAuditHead.Statement(head.TenantId, head.Seq, head.Hash, head.At), head.Signature, HashAlgorithmName.SHA256);

    private void Know(string text)
    {
        try
        {
            var parts = text.Split('.');
            var former = new AuditKey(parts[0], parts[1]);
            var q = new ECPoint { X = Base64UrlEncoder.DecodeBytes(former.X), Y = Base64UrlEncoder.DecodeBytes(former.Y) };
            known[former.Id] = (former, ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = q }));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or IndexOutOfRangeException or ArgumentException)
        {
            throw new StartRefused($"{FormerKeys} must hold public keys as x.y, the two members that the verification of an audit chain shows.");
        }
    }
}
