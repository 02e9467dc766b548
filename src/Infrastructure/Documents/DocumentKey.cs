using System.Security.Cryptography;

namespace Franchise.Infrastructure.Documents;

/// <summary>The keys of stored documents: 128 random bits as 32 small hexadecimal digits, so that no part of a path comes from a person.</summary>
internal static class DocumentKey
{
    internal static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    internal static bool IsValid(string? key) => key is { Length: 32 } && key.All(char.IsAsciiHexDigitLower);
}
