using System.Security.Cryptography;
using System.Text;

namespace Franchise.Infrastructure.Crypto;

/// <summary>AES-256-GCM: nonce (12 bytes), tag (16), ciphertext. What it belongs to is authenticated with it, so that it cannot be moved to another row.</summary>
public static class Sealing
{
    private const int Nonce = 12;
    private const int Tag = 16;

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, string belongsTo)
    {
        var box = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, Nonce));
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(box.AsSpan(0, Nonce), plain, box.AsSpan(Nonce + Tag), box.AsSpan(Nonce, Tag), Encoding.UTF8.GetBytes(belongsTo));
        return box;
    }

    /// <exception cref="CryptographicException">It was altered, moved, or sealed with another key.</exception>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> box, string belongsTo)
    {
        if (box.Length < Nonce + Tag)
            throw new CryptographicException("Too short to have been sealed here.");
        var plain = new byte[box.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        aes.Decrypt(box[..Nonce], box[(Nonce + Tag)..], box.Slice(Nonce, Tag), plain, Encoding.UTF8.GetBytes(belongsTo));
        return plain;
    }
}
