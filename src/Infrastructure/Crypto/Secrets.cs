using System.Security.Cryptography;
using System.Text;

namespace Franchise.Infrastructure.Crypto;

/// <summary>The one secret that every other key is derived from, so that an operator has one thing to guard and to rotate.</summary>
/// <param name="masterKey">At least 32 bytes from <c>Secrets:MasterKey</c>.</param>
public sealed class Secrets(byte[] masterKey)
{
    /// <summary>A 32-byte key for one purpose. The same label always gives the same key; keys of two labels say nothing of each other.</summary>
    public byte[] Derive(string label) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, masterKey, 32, info: Encoding.UTF8.GetBytes($"franchise/{label}/v1"));
}
