using System.Security.Cryptography;
using Franchise.Domain.Audit;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Microsoft.IdentityModel.Tokens;

namespace Franchise.Infrastructure.Audit;

/// <summary>Signs the heads of audit chains, and tells the public key with which anybody can check them.</summary>
public sealed class AuditSigner
{
    private readonly ECDsa key;

    /// <summary>The key follows from the master key, so that every instance signs alike.</summary>
    public AuditSigner(Secrets secrets)
    {
        // Below the order of P-256 whatever the secret says: its first byte is less than 0xff.
        var d = secrets.Derive("audit-heads");
        d[0] &= 0x7f;
        key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d });
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        X = Base64UrlEncoder.Encode(q.X);
        Y = Base64UrlEncoder.Encode(q.Y);
        // RFC 7638: the thumbprint is over exactly these members in this order.
        KeyId = Base64UrlEncoder.Encode(
            SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}"""))
        );
    }

    /// <summary>RFC 7638 thumbprint of the public key.</summary>
    public string KeyId { get; }

    /// <summary>The public key's x coordinate, base64url.</summary>
    public string X { get; }

    /// <summary>The public key's y coordinate, base64url.</summary>
    public string Y { get; }

    /// <summary>Signs a head.</summary>
    public SignedAuditHead Sign(AuditHead head, DateTimeOffset at) => Sign(head.TenantId, head.AuditSeq, head.AuditHash, at);

    private SignedAuditHead Sign(Id<Organisation> tenant, long seq, byte[] hash, DateTimeOffset at) =>
        new(tenant, seq, hash, at, KeyId, key.SignData(SignedAuditHead.Statement(tenant, seq, hash, at), HashAlgorithmName.SHA256));

    /// <summary>Whether a head's signature is this key's and true.</summary>
    public bool IsTrue(SignedAuditHead head) =>
        head.KeyId == KeyId
        && key.VerifyData(SignedAuditHead.Statement(head.TenantId, head.Seq, head.Hash, head.At), head.Signature, HashAlgorithmName.SHA256);
}
