using System.Security.Cryptography;
using System.Text;
using Franchise.Domain.Identity;

namespace Franchise.Domain.Licensing;

/// <summary>The agreement as it was put to the organisation.</summary>
/// <param name="AgreementText">The whole text.</param>
/// <param name="TextHash">SHA-256 of the text in UTF-8, in lower-case hexadecimal.</param>
/// <param name="ValidUntil">The last day on which it can be accepted, inclusive.</param>
/// <param name="OfferedBy">The subject of the administrator who offered it.</param>
/// <param name="OfferedAt">When.</param>
public sealed record LicenceOffer(string AgreementText, string TextHash, DateOnly ValidUntil, string OfferedBy, DateTimeOffset OfferedAt)
{
    /// <summary>SHA-256 of a text in UTF-8, in lower-case hexadecimal.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>The organisation's acceptance: who, in what role, when, from where, and of which text.</summary>
/// <param name="Actor">The subject of the user or client that accepted.</param>
/// <param name="Role">Her role; null for a client.</param>
/// <param name="At">When.</param>
/// <param name="Ip">From which address.</param>
/// <param name="TextHash">The hash of the text accepted; always that of the text offered.</param>
public sealed record LicenceAcceptance(string Actor, Role? Role, DateTimeOffset At, string? Ip, string TextHash);
