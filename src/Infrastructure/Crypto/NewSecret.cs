using System.Buffers.Text;
using System.Security.Cryptography;
using Franchise.Domain.Shared;

namespace Franchise.Infrastructure.Crypto;

/// <summary>A secret just made: shown once, kept as its hash only.</summary>
/// <param name="Text">A prefix that scanners for leaked secrets can look for, an underscore, and 256 random bits in base64url.</param>
/// <param name="Hash">SHA-256 of the text.</param>
public sealed record NewSecret(string Text, byte[] Hash)
{
    /// <summary>The prefix of API clients' secrets.</summary>
    public const string OfClient = "fcs";

    /// <summary>The prefix of invitations' tokens.</summary>
    public const string OfInvitation = "fin";

    /// <summary>Makes a secret.</summary>
    public static NewSecret Make(string prefix)
    {
        var text = $"{prefix}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";
        return new(text, SecretHash.Of(text));
    }

    /// <summary>Never the secret: a log line must not be able to hold it.</summary>
    public override string ToString() => nameof(NewSecret);
}
