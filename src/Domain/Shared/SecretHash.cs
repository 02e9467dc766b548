using System.Security.Cryptography;
using System.Text;

namespace Franchise.Domain.Shared;

/// <summary>
/// SHA-256 of a secret that Franchise made itself from 256 random bits: such a secret cannot be guessed, so a plain hash keeps it. The secret is shown
/// once and kept nowhere.
/// </summary>
public static class SecretHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = 32;

    /// <summary>The hash of a secret as shown.</summary>
    public static byte[] Of(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Whether a secret has this hash. Takes the same time whatever differs.</summary>
    public static bool Matches(byte[] hash, string? secret) => CryptographicOperations.FixedTimeEquals(hash, Of(secret ?? "")) && secret is not null;

    internal static byte[] Check(byte[] hash) =>
        hash.Length == Length ? hash : throw new ArgumentException("A SHA-256 hash has 32 bytes.", nameof(hash));
}
