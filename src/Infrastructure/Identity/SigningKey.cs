namespace Franchise.Infrastructure.Identity;

/// <summary>A private key of the authorisation server, sealed.</summary>
public sealed class SigningKey
{
    /// <summary>Signs tokens.</summary>
    public const string Signature = "sig";

    /// <summary>Encrypts codes and refresh tokens, which only this server reads.</summary>
    public const string Encryption = "enc";

    /// <summary>The key's name in tokens and in the published key set.</summary>
    public required string Kid { get; init; }

    /// <summary><see cref="Signature"/> or <see cref="Encryption"/>.</summary>
    public required string Use { get; init; }

    /// <summary>PKCS #8, sealed with a key derived from <c>Secrets:MasterKey</c>.</summary>
    public required byte[] Sealed { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when it signs: late enough that every instance knows it and has published it by then.</summary>
    public required DateTimeOffset ActiveFrom { get; init; }

    /// <summary>From when another signs in its place; what it signed before still counts.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}
