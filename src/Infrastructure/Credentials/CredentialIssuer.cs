using System.Text.Json;
using System.Text.Json.Nodes;
using Franchise.Domain.Credentials;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Franchise.Infrastructure.Credentials;

/// <summary>Signs credentials and status lists, publishes by which keys, and says of a credential that is shown to it how it stands.</summary>
public sealed class CredentialIssuer(CredentialKeys keys, CredentialBox box, CredentialSettings settings, Doors doors, TimeProvider clock)
{
    private static readonly JsonWebTokenHandler handler = new();

    /// <summary>A credential as a signed token (VC-JWT).</summary>
    /// <param name="credential">One that can still be shown.</param>
    /// <param name="eachPurpose">See <see cref="OpenBadge.Of"/>.</param>
    /// <param name="ct">Cancels.</param>
    public Task<string> SignAsync(Credential credential, bool eachPurpose, CancellationToken ct) => SignAsync(OpenBadge.Of(credential, box.DisplayName(credential), eachPurpose, settings), ct);

    /// <summary>A status list as a signed token; null where there is no such list.</summary>
    public async Task<string?> StatusListAsync(int list, StatusPurpose purpose, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(Organisation.FranchisorId, Actor.System);
        var entries = db.Set<StatusEntry>().AsNoTracking().Where(e => e.ListNumber == list);
        var sets = OpenBadge.Sets(purpose);
        var set = await entries.Where(e => e.Status != CredentialStatus.Valid && sets.Contains(e.Status)).Select(e => e.Place).ToListAsync(ct);
        if (set.Count == 0 && !await entries.AnyAsync(ct))
            return null;
        return await SignAsync(OpenBadge.StatusList(list, purpose, set.Order(), settings, clock.GetUtcNow()), ct);
    }

    /// <summary>The issuer's document by <c>did:web</c>: every key there ever was.</summary>
    public async Task<JsonObject> DocumentAsync(CancellationToken ct)
    {
        var published = (await keys.NowAsync(ct)).Published;
        return new()
        {
            ["@context"] = new JsonArray("https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"),
            ["id"] = settings.Issuer,
            ["verificationMethod"] = new JsonArray([.. published.Select(k => (JsonNode)new JsonObject
            {
                ["id"] = (string)k["kid"]!,
                ["type"] = "JsonWebKey2020",
                ["controller"] = settings.Issuer,
                ["publicKeyJwk"] = k.DeepClone(),
            })]),
            ["assertionMethod"] = new JsonArray([.. published.Select(k => (JsonNode)(string)k["kid"]!)]),
        };
    }

    /// <summary>The same keys as a JSON Web Key Set.</summary>
    public async Task<JsonObject> KeySetAsync(CancellationToken ct) =>
        new() { ["keys"] = new JsonArray([.. (await keys.NowAsync(ct)).Published.Select(k => (JsonNode)k.DeepClone())]) };

    /// <summary>
    /// How a credential that someone shows stands now, whatever it says of itself; null where it was not issued here, or was altered. One look, by its place
    /// in the list.
    /// </summary>
    public async Task<CredentialStatus?> CheckAsync(string token, CancellationToken ct)
    {
        var valid = await handler.ValidateTokenAsync(token, new()
        {
            ValidIssuer = settings.Issuer,
            ValidateAudience = false,
            // Its dates are looked at below: one that is over was issued here all the same.
            ValidateLifetime = false,
            IssuerSigningKeys = (await keys.NowAsync(ct)).Verifying,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
        });
        if (!valid.IsValid || valid.SecurityToken is not JsonWebToken jwt || !TryPlace(jwt, out var list, out var place, out var until))
            return null;
        await using var db = doors.PlatformFor(Organisation.FranchisorId, Actor.System);
        var status = await db.Set<StatusEntry>().Where(e => e.ListNumber == list && e.Place == place).Select(e => (CredentialStatus?)e.Status).SingleOrDefaultAsync(ct);
        return status is CredentialStatus.Valid or CredentialStatus.Suspended && until <= clock.GetUtcNow() ? CredentialStatus.Expired
            : status == CredentialStatus.Anonymised ? null
            : status;
    }

    private async Task<string> SignAsync(JsonObject document, CancellationToken ct) => handler.CreateToken(document.ToJsonString(), (await keys.NowAsync(ct)).Signing);

    // What was signed here has the form that it was given here; a status list is signed too, and is no credential.
    private static bool TryPlace(JsonWebToken jwt, out int list, out int place, out DateTimeOffset? until)
    {
        (list, place, until) = (0, 0, null);
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload));
        if (!payload.RootElement.TryGetProperty("credentialStatus", out var status))
            return false;
        var entry = status.ValueKind == JsonValueKind.Array ? status[0] : status;
        list = int.Parse(new Uri(entry.GetProperty("statusListCredential").GetString()!).Segments[^2].TrimEnd('/'), System.Globalization.CultureInfo.InvariantCulture);
        place = int.Parse(entry.GetProperty("statusListIndex").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        if (payload.RootElement.TryGetProperty("exp", out var exp))
            until = DateTimeOffset.FromUnixTimeSeconds(exp.GetInt64());
        return true;
    }
}
