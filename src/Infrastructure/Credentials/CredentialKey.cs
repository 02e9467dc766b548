using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Franchise.Infrastructure.Credentials;

/// <summary>
/// A key that signs credentials. Its public half is kept for good, because a credential is verified years after it was signed; its private half goes
/// once another has taken over.
/// </summary>
public sealed class CredentialKey : IPlatformOwned, IHiddenFromTenants
{
    private CredentialKey() { }

    internal CredentialKey(string kid, string algorithm, string publicKey, byte[] privateKey, DateTimeOffset activeFrom) =>
        (Kid, Algorithm, PublicKey, PrivateKey, ActiveFrom) = (kid, algorithm, publicKey, privateKey, activeFrom);

    /// <summary>Its thumbprint (RFC 7638).</summary>
    public string Kid { get; private set; } = "";

    /// <summary><c>RS256</c> or <c>ES256</c>.</summary>
    public string Algorithm { get; private set; } = "";

    /// <summary>The public half as a JSON Web Key.</summary>
    public string PublicKey { get; private set; } = "";

    /// <summary>The private half, PKCS #8, sealed; null once another has taken over.</summary>
    public byte[]? PrivateKey { get; private set; }

    /// <summary>From when it signs: late enough that every instance publishes it by then.</summary>
    public DateTimeOffset ActiveFrom { get; private set; }

    internal void Retire() => PrivateKey = null;
}

internal sealed class CredentialKeyMapping : IEntityTypeConfiguration<CredentialKey>
{
    public void Configure(EntityTypeBuilder<CredentialKey> key)
    {
        key.ToTable("credential_keys");
        key.HasKey(k => k.Kid);
        key.Property(k => k.Kid).HasMaxLength(60).ValueGeneratedNever();
        key.Property(k => k.Algorithm).HasMaxLength(10);
        key.Property(k => k.PublicKey).HasMaxLength(4_000);
    }
}
