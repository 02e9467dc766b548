using System.Security.Cryptography;
using Franchise.Infrastructure.Crypto;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Franchise.Infrastructure.Identity;

/// <summary>The keys as they stand at one moment. The first of each list is the one in use; the others are only accepted.</summary>
public sealed record Keys(IReadOnlyList<SigningCredentials> Signing, IReadOnlyList<EncryptingCredentials> Encryption)
{
    internal string Fingerprint { get; } = string.Join(' ', Signing.Select(k => k.Kid).Concat(Encryption.Select(k => k.Key.KeyId)));
}

/// <summary>
/// The authorisation server's keys: made at the first start, kept sealed in the database, the same in every instance. An instance reads them
/// again every half minute, and a new key begins to sign two minutes after it was made: no token is ever signed with a key that another
/// instance, or a resource server that caches the key set for a minute, does not know.
/// </summary>
public sealed class KeyRing(IServiceScopeFactory scopes, Secrets secrets, IdentitySettings settings, TimeProvider clock)
    : IConfigureOptions<OpenIddictServerOptions>,
        IOptionsChangeTokenSource<OpenIddictServerOptions>,
        IDisposable
{
    /// <summary>How often an instance looks for new keys.</summary>
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan head = TimeSpan.FromMinutes(2);

    // Refresh tokens are signed too, so a key is needed as long as the longest of them.
    private static readonly TimeSpan kept = IdentitySettings.RefreshTokenLifetime * 2;

    private const long Lock = 0x4672616e6b657973;

    private readonly byte[] sealing = secrets.Derive("signing-keys");
    private readonly Dictionary<string, SecurityKey> opened = [];
    private CancellationTokenSource changed = new();
    private Keys? current;

    /// <summary>The keys now.</summary>
    /// <exception cref="InvalidOperationException">Nobody called <see cref="LoadAsync"/> yet.</exception>
    public Keys Current => current ?? throw new InvalidOperationException("The signing keys are not loaded yet.");

    string IOptionsChangeTokenSource<OpenIddictServerOptions>.Name => Options.DefaultName;

    IChangeToken IOptionsChangeTokenSource<OpenIddictServerOptions>.GetChangeToken() => new CancellationChangeToken(changed.Token);

    void IConfigureOptions<OpenIddictServerOptions>.Configure(OpenIddictServerOptions options)
    {
        options.SigningCredentials.AddRange(Current.Signing);
        options.EncryptionCredentials.AddRange(Current.Encryption);
    }

    /// <summary>At start: makes what is missing. One instance makes, the others wait and then read.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", ct);
            var uses = await db.SigningKeys.Select(k => k.Use).Distinct().ToListAsync(ct);
            foreach (var use in new[] { SigningKey.Signature, SigningKey.Encryption }.Except(uses))
                db.SigningKeys.Add(Make(use, clock.GetUtcNow()));
            await db.SaveChangesAsync(ct);
            // Two instances that each made a first data-protection key would not read each other's cookies for a day.
            scope.ServiceProvider.GetRequiredService<IDataProtectionProvider>().CreateProtector("first-key").Protect([1]);
            await transaction.CommitAsync(ct);
        }
        await RefreshAsync(ct);
    }

    /// <summary>Reads the keys again; does nothing more where they are the same.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var rows = await db.SigningKeys.AsNoTracking().OrderByDescending(k => k.ActiveFrom).ThenBy(k => k.Kid).ToListAsync(ct);
        var now = clock.GetUtcNow();
        // The newest that is already active comes first, then the older ones, then those that are only announced.
        List<SecurityKey> Of(string use) =>
            [.. rows.Where(k => k.Use == use).OrderBy(k => k.ActiveFrom > now).Select(Open)];
        var signing = settings.SigningKeys.Count > 0 ? [.. settings.SigningKeys.Select(Configured)] : Of(SigningKey.Signature);
        var keys = new Keys(
            [.. signing.Select(k => new SigningCredentials(k, k is ECDsaSecurityKey ? SecurityAlgorithms.EcdsaSha256 : SecurityAlgorithms.RsaSha256))],
            [.. Of(SigningKey.Encryption).Select(k => new EncryptingCredentials(k, SecurityAlgorithms.RsaOAEP, SecurityAlgorithms.Aes256CbcHmacSha512))]
        );
        if (keys.Fingerprint == current?.Fingerprint)
            return;
        current = keys;
        var before = Interlocked.Exchange(ref changed, new());
        await before.CancelAsync();
        before.Dispose();
    }

    /// <summary>
    /// The command <c>rotate-keys</c>: makes a new pair that takes over in two minutes, and deletes those retired so long ago that nothing they
    /// signed counts any more.
    /// </summary>
    public async Task RotateAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", ct);
        var now = clock.GetUtcNow();
        foreach (var key in await db.SigningKeys.ToListAsync(ct))
        {
            if (key.RetiredAt is null)
                key.RetiredAt = now + head;
            else if (key.RetiredAt + kept < now)
                db.SigningKeys.Remove(key);
        }
        db.SigningKeys.Add(Make(SigningKey.Signature, now + head));
        db.SigningKeys.Add(Make(SigningKey.Encryption, now + head));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private SigningKey Make(string use, DateTimeOffset activeFrom)
    {
        using var rsa = RSA.Create(2048);
        var kid = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(15));
        return new()
        {
            Kid = kid,
            Use = use,
            Sealed = Sealing.Seal(sealing, rsa.ExportPkcs8PrivateKey(), $"signing_keys/{kid}/{use}"),
            CreatedAt = clock.GetUtcNow(),
            ActiveFrom = activeFrom,
        };
    }

    private SecurityKey Open(SigningKey row)
    {
        lock (opened)
        {
            if (!opened.TryGetValue(row.Kid, out var key))
            {
                var rsa = RSA.Create();
                rsa.ImportPkcs8PrivateKey(Unseal(row), out _);
                opened[row.Kid] = key = new RsaSecurityKey(rsa) { KeyId = row.Kid };
            }
            return key;
        }
    }

    private byte[] Unseal(SigningKey row)
    {
        try
        {
            return Sealing.Open(sealing, row.Sealed, $"signing_keys/{row.Kid}/{row.Use}");
        }
        catch (CryptographicException)
        {
            throw new StartRefused(
                "The signing keys in the database were sealed with another Secrets:MasterKey. Configure that one again, or do what docs/decisions/0007 says of changing it."
            );
        }
    }

    private SecurityKey Configured(string pem)
    {
        lock (opened)
        {
            if (opened.TryGetValue(pem, out var key))
                return key;
            if (pem.Contains("BEGIN EC", StringComparison.Ordinal) || !TryRsa(pem, out key))
            {
                var ecdsa = ECDsa.Create();
                ecdsa.ImportFromPem(pem);
                if (ecdsa.KeySize != 256)
                    throw new StartRefused("A key in Identity:SigningKeys is neither RSA nor on the curve P-256.");
                key = new ECDsaSecurityKey(ecdsa);
            }
            key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
            return opened[pem] = key;
        }
    }

    private static bool TryRsa(string pem, out SecurityKey key)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            key = new RsaSecurityKey(rsa);
            return true;
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
            key = null!;
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => changed.Dispose();
}
