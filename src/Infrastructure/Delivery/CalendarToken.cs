using System.Buffers.Text;
using System.Security.Cryptography;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Infrastructure.Delivery;

/// <summary>
/// The secret in a calendar feed's address: a prefix, the organisation's id, and 256 random bits. With the organisation in it the database is opened for
/// that one organisation and no other, though nobody has signed in.
/// </summary>
public static class CalendarToken
{
    private const string Prefix = "fcf_";
    private const int IdLetters = 26;
    private const int SecretLetters = 43;

    /// <summary>Makes one. It is shown once and kept as its hash.</summary>
    public static string Make(Id<Organisation> organisation) =>
        $"{Prefix}{organisation.ToString()[^IdLetters..]}{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";

    /// <summary>The organisation that a token names, if it has the form of one.</summary>
    public static bool TryRead(string token, out Id<Organisation> organisation)
    {
        organisation = default;
        return token.Length == Prefix.Length + IdLetters + SecretLetters
            && token.StartsWith(Prefix, StringComparison.Ordinal)
            && Id<Organisation>.TryRead($"{Id<Organisation>.Prefix}_{token.AsSpan(Prefix.Length, IdLetters)}", out organisation);
    }
}
