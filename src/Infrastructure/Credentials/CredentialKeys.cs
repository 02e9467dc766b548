using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Franchise.Infrastructure.Credentials;

/// <summary>The keys at one moment.</summary>
/// <param name="Signing">The one that signs.</param>
/// <param name="Verifying">All there ever were.</param>
/// <param name="Published">The same as JSON Web Keys, newest first.</param>
public sealed record KeysNow(SigningCredentials Signing, IReadOnlyList<SecurityKey> Verifying, IReadOnlyList<JsonObject> Published);

/// <summary>
/// The keys that sign credentials: others than those that sign tokens, which are forgotten weeks after they retired. Made when the first is asked for, the
/// same in every instance, which looks for new ones every half minute; a new one begins to sign two minutes after it was made.
/// </summary>
public sealed class CredentialKeys(Doors doors, Secrets secrets, CredentialSettings settings, TimeProvider clock) : IDisposable
{
    private const long Lock = 0x4672616e63726564;
    private static readonly TimeSpan interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan head = TimeSpan.FromMinutes(2);
    private readonly byte[] sealing = secrets.Derive("credential-keys");
    private readonly SemaphoreSlim turn = new(1);
    private (KeysNow Keys, DateTimeOffset ReadAt)? read;

    /// <summary>The keys now; at the very first, makes one.</summary>
    public async Task<KeysNow> NowAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (read is { } known && now - known.ReadAt < interval)
            return known.Keys;
        await turn.WaitAsync(ct);
        try
        {
            if (read is { } other && now - other.ReadAt < interval)
                return other.Keys;
            var keys = await ReadAsync(now, ct);
            if (keys is null)
            {
                await MakeAsync(SecurityAlgorithms.RsaSha256, TimeSpan.Zero, onlyFirst: true, ct);
                keys = await ReadAsync(clock.GetUtcNow(), ct);
            }
            read = (keys!, now);
            return keys!;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The command <c>rotate-credential-keys</c>: a new key takes over in two minutes. What the old ones signed verifies as before.</summary>
    /// <param name="algorithm"><c>RS256</c> or <c>ES256</c>.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="after">When it takes over, where that is not in two minutes.</param>
    public async Task RotateAsync(string algorithm, CancellationToken ct, TimeSpan? after = null)
    {
        await MakeAsync(algorithm, after ?? head, onlyFirst: false, ct);
        read = null;
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<KeysNow?> ReadAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(Organisation.FranchisorId, Actor.System);
        var rows = await db.Set<CredentialKey>().AsNoTracking().OrderByDescending(k => k.ActiveFrom).ThenBy(k => k.Kid).ToListAsync(ct);
        if (rows.Find(k => k.ActiveFrom <= now && k.PrivateKey is not null) is not { } signing)
            return null;
        var published = rows.ConvertAll(k => JsonNode.Parse(k.PublicKey)!.AsObject());
        foreach (var key in published)
            key["kid"] = NameOf((string)key["kid"]!);
        return new(
            new(Open(signing), signing.Algorithm), [.. published.Select(k => new JsonWebKey(k.ToJsonString()))], published);
    }

    private async Task MakeAsync(string algorithm, TimeSpan after, bool onlyFirst, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(Organisation.FranchisorId, Actor.System);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", ct);
        var now = clock.GetUtcNow();
        var rows = await db.Set<CredentialKey>().OrderByDescending(k => k.ActiveFrom).ToListAsync(ct);
        if (onlyFirst && rows.Count > 0)
            return;
        // Of those that have taken over only the newest still signs.
        foreach (var key in rows.Where(k => k.ActiveFrom <= now).Skip(1))
            key.Retire();
        db.Add(Make(algorithm, now + after));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private CredentialKey Make(string algorithm, DateTimeOffset from)
    {
        using AsymmetricAlgorithm pair = algorithm switch
        {
            SecurityAlgorithms.RsaSha256 => RSA.Create(3072),
            SecurityAlgorithms.EcdsaSha256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            _ => throw new ArgumentException("Credentials are signed by RS256 or ES256.", nameof(algorithm)),
        };
        JsonObject key;
        if (pair is RSA rsa)
        {
            var p = rsa.ExportParameters(false);
            key = new() { ["kty"] = "RSA", ["n"] = Base64UrlEncoder.Encode(p.Modulus), ["e"] = Base64UrlEncoder.Encode(p.Exponent) };
        }
        else
        {
            var p = ((ECDsa)pair).ExportParameters(false);
            key = new() { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64UrlEncoder.Encode(p.Q.X), ["y"] = Base64UrlEncoder.Encode(p.Q.Y) };
        }
        var kid = Base64UrlEncoder.Encode(new JsonWebKey(key.ToJsonString()).ComputeJwkThumbprint());
        (key["kid"], key["use"], key["alg"]) = (kid, "sig", algorithm);
        return new(kid, algorithm, key.ToJsonString(), Sealing.Seal(sealing, pair.ExportPkcs8PrivateKey(), Place(kid)), from);
    }

    private SecurityKey Open(CredentialKey row)
    {
        byte[] pkcs8;
        try
        {
            pkcs8 = Sealing.Open(sealing, row.PrivateKey!, Place(row.Kid));
        }
        catch (CryptographicException)
        {
            throw new StartRefused("The keys of credentials were sealed with another Secrets:MasterKey. Configure that one again, or run rotate-credential-keys and wait two minutes.");
        }
        if (row.Algorithm == SecurityAlgorithms.EcdsaSha256)
        {
            var ec = ECDsa.Create();
            ec.ImportPkcs8PrivateKey(pkcs8, out _);
            return new ECDsaSecurityKey(ec) { KeyId = NameOf(row.Kid) };
        }
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        return new RsaSecurityKey(rsa) { KeyId = NameOf(row.Kid) };
    }

    // The same name in the key set and in the issuer's document, so that either finds it.
    private string NameOf(string kid) => $"{settings.Issuer}#{kid}";

    private static string Place(string kid) => $"credential_keys/private_key/{kid}";
}
