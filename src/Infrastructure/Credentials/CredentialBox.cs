using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Franchise.Domain.Credentials;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;

namespace Franchise.Infrastructure.Credentials;

/// <summary>
/// Seals names on certificates and credentials, for whom links are, and whose links they are. Whoever reads the tables without the key learns none of it.
/// </summary>
public sealed class CredentialBox(Secrets secrets)
{
    private const int Secret = 16;
    private readonly byte[] names = secrets.Derive("certificates");
    private readonly byte[] links = secrets.Derive("share-links");

    /// <summary>Her name as it is kept for one certificate.</summary>
    public byte[] SealName(Id<Organisation> organisation, Id<Certificate> id, string name) => Seal(names, name, $"{organisation}/certificates/name/{id}");

    /// <summary>The name on a certificate; null where there is none.</summary>
    /// <exception cref="CryptographicException">It was altered, moved, or sealed with another key.</exception>
    public string? Name(Certificate certificate) => Open(names, certificate.Name, $"{certificate.TenantId}/certificates/name/{certificate.Id}");

    /// <summary>The name that is to be seen on a credential, as it is kept for it.</summary>
    public byte[] SealDisplayName(Credential credential, string name) => Seal(names, name, Place(credential));

    /// <summary>The name that is to be seen on a credential; null where there is none.</summary>
    /// <inheritdoc cref="Name"/>
    public string? DisplayName(Credential credential) => Open(names, credential.DisplayName, Place(credential));

    /// <summary>For whom a link is, as it is kept.</summary>
    public byte[] SealAudience(Id<Organisation> organisation, Id<ShareLink> id, string audience) => Seal(links, audience, $"{organisation}/share_links/audience/{id}");

    /// <summary>For whom a link is.</summary>
    /// <inheritdoc cref="Name"/>
    public string Audience(ShareLink link) => Open(links, link.Audience, $"{link.TenantId}/share_links/audience/{link.Id}")!;

    /// <summary>
    /// The secret in a link's address: the organisation, sealed with chance, so that the database is opened for that one alone and yet no two links of one
    /// organisation look alike. It is shown once and kept as its hash.
    /// </summary>
    public string MakeToken(Id<Organisation> organisation)
    {
        var plain = new byte[16 + Secret];
        organisation.Value.TryWriteBytes(plain, bigEndian: true, out _);
        RandomNumberGenerator.Fill(plain.AsSpan(16));
        return Base64Url.EncodeToString(Sealing.Seal(links, plain, TokenPlace));
    }

    /// <summary>The organisation that a token is of, if it was made here.</summary>
    public bool TryReadToken(string token, out Id<Organisation> organisation)
    {
        organisation = default;
        if (token.Length != TokenLetters || !Base64Url.IsValid(token))
            return false;
        try
        {
            organisation = new(new Guid(Sealing.Open(links, Base64Url.DecodeFromChars(token), TokenPlace).AsSpan(0, 16), bigEndian: true));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private const string TokenPlace = "share_links/token";
    private const int TokenLetters = (12 + 16 + 16 + Secret) * 4 / 3;

    private static string Place(Credential credential) => $"{credential.TenantId}/credentials/display_name/{credential.Id}";

    private static byte[] Seal(byte[] key, string text, string place) => Sealing.Seal(key, Encoding.UTF8.GetBytes(text), place);

    private static string? Open(byte[] key, byte[]? box, string place) => box is null ? null : Encoding.UTF8.GetString(Sealing.Open(key, box, place));
}
