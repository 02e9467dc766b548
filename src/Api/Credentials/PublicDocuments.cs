using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Credentials;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Credentials;

/// <summary>What verifiers everywhere fetch: the issuer's keys, the status lists, and the units that credentials lead to. None of it is about anybody.</summary>
internal static class PublicDocuments
{
    private static readonly TimeSpan keysKept = TimeSpan.FromMinutes(1);
    private static readonly Dictionary<string, StatusPurpose> purposes = Enum.GetValues<StatusPurpose>().ToDictionary(p => p.ToString().ToLowerInvariant(), StringComparer.Ordinal);
    private static readonly TimeSpan listKept = TimeSpan.FromMinutes(5);

    /// <summary>The issuer's document by <c>did:web</c>.</summary>
    public static async Task<IResult> Did(HttpContext context, CredentialIssuer issuer, CancellationToken ct) =>
        Send(context, (await issuer.DocumentAsync(ct)).ToJsonString(), "application/did+json", keysKept);

    /// <summary>The same keys as a JSON Web Key Set.</summary>
    public static async Task<IResult> KeySet(HttpContext context, CredentialIssuer issuer, CancellationToken ct) =>
        Send(context, (await issuer.KeySetAsync(ct)).ToJsonString(), "application/jwk-set+json", keysKept);

    /// <summary>The issuer as a profile of Open Badges.</summary>
    public static IResult Issuer(HttpContext context, CredentialSettings settings)
    {
        var profile = OpenBadge.Issuer(settings);
        profile["@context"] = new JsonArray(OpenBadge.VerifiableCredentials, OpenBadge.OpenBadges);
        return Send(context, profile.ToJsonString(), "application/ld+json", listKept);
    }

    /// <summary>A status list, signed.</summary>
    public static async Task<IResult> StatusList(string list, string purpose, HttpContext context, CredentialIssuer issuer, CancellationToken ct)
    {
        if (!int.TryParse(list, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !purposes.TryGetValue(purpose, out var asked))
            throw Refusal.NotFound();
        return Send(context, await issuer.StatusListAsync(number, asked, ct) ?? throw Refusal.NotFound(), "application/vc+jwt", listKept);
    }

    /// <summary>A unit that credentials are aligned to, as its published version has it.</summary>
    public static async Task<IResult> Unit(string version, HttpContext context, Doors doors, CredentialSettings settings, CancellationToken ct)
    {
        if (!Id<UnitVersion>.TryRead(version, out var id))
            throw Refusal.NotFound();
        await using var db = doors.PlatformFor(Organisation.FranchisorId, Actor.System);
        var found = await (
            from v in db.Set<UnitVersion>().AsNoTracking()
            join u in db.Set<Unit>() on v.UnitId equals u.Id
            where v.Id == id && v.Status != UnitVersionStatus.Draft
            select new { u.Code, v.Title, v.Level, v.Credits }).SingleOrDefaultAsync(ct) ?? throw Refusal.NotFound();
        return Send(context, OpenBadge.Unit(new AwardedUnit(found.Code, id, found.Title, found.Level, found.Credits), settings).ToJsonString(), "application/ld+json", listKept);
    }

    private static IResult Send(HttpContext context, string text, string type, TimeSpan kept)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var headers = context.Response.Headers;
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..32]}\"";
        headers.ETag = tag;
        headers.CacheControl = $"public, max-age={(int)kept.TotalSeconds}";
        // Wallets and verifiers that run in a browser read it from other origins.
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return ETags.NoneMatches(context, tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Bytes(body, type);
    }
}
