using System.IO.Compression;
using System.Text.Json.Nodes;
using Franchise.Domain.Credentials;
using Microsoft.IdentityModel.Tokens;

namespace Franchise.Infrastructure.Credentials;

/// <summary>For what a status list is asked.</summary>
public enum StatusPurpose
{
    /// <summary>Set while a credential does not count, for whatever reason. Credentials with one entry name this list.</summary>
    Standing,

    /// <summary>Set once a credential does not count any more.</summary>
    Revocation,

    /// <summary>Set while a credential does not count for now.</summary>
    Suspension,
}

/// <summary>
/// Credentials as Open Badges 3.0 has them (a W3C Verifiable Credential 2.0), and status lists as Bitstring Status List 1.0 has them. Contexts are pinned to
/// their versions. Nothing here names an organisation, a group or a place.
/// </summary>
public static class OpenBadge
{
    /// <summary>The context of Verifiable Credentials 2.0.</summary>
    public const string VerifiableCredentials = "https://www.w3.org/ns/credentials/v2";

    /// <summary>The context of Open Badges, pinned.</summary>
    public const string OpenBadges = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

    private static readonly TimeSpan fresh = TimeSpan.FromMinutes(5);

    /// <summary>A credential's document.</summary>
    /// <param name="credential">The credential.</param>
    /// <param name="displayName">The name that she wants to be seen on it; null for none.</param>
    /// <param name="eachPurpose">An entry for revocation and one for suspension. Open Badges' own schema has room for one alone.</param>
    /// <param name="settings">Who issues it.</param>
    public static JsonObject Of(Credential credential, string? displayName, bool eachPurpose, CredentialSettings settings)
    {
        var award = credential.Award!;
        var subject = new JsonObject
        {
            ["id"] = $"urn:uuid:{credential.SubjectId:D}",
            ["type"] = new JsonArray("AchievementSubject"),
            ["activityStartDate"] = Day(award.ActivityFrom),
            ["activityEndDate"] = Day(award.ActivityTo),
            ["creditsEarned"] = award.Credits,
            ["achievement"] = Achievement(credential, award, settings),
        };
        if (displayName is not null)
            subject["identifier"] = new JsonArray(new JsonObject { ["type"] = "IdentityObject", ["hashed"] = false, ["identityHash"] = displayName, ["identityType"] = "name" });
        var document = new JsonObject
        {
            ["@context"] = new JsonArray(VerifiableCredentials, OpenBadges),
            ["id"] = $"urn:uuid:{credential.PublicId:D}",
            ["type"] = new JsonArray("VerifiableCredential", "OpenBadgeCredential"),
            ["name"] = award.Title,
            ["issuer"] = Issuer(settings),
            // The day of the award, whenever this was made: a new copy looks like any other of its group.
            ["validFrom"] = Day(award.AwardedOn),
            ["awardedDate"] = Day(award.AwardedOn),
            ["credentialSubject"] = subject,
            ["credentialStatus"] = eachPurpose
                ? new JsonArray(Entry(credential, StatusPurpose.Revocation, settings), Entry(credential, StatusPurpose.Suspension, settings))
                : Entry(credential, StatusPurpose.Standing, settings),
            ["iss"] = settings.Issuer,
            ["sub"] = $"urn:uuid:{credential.SubjectId:D}",
            ["jti"] = $"urn:uuid:{credential.PublicId:D}",
            ["nbf"] = Seconds(award.AwardedOn),
        };
        if (credential.ExpiresAt is { } until)
            (document["validUntil"], document["exp"]) = (Instant(until), until.ToUnixTimeSeconds());
        return document;
    }

    /// <summary>A status list's document. It is the same for whoever asks within the hour.</summary>
    /// <param name="list">The list's number.</param>
    /// <param name="purpose">For what it is asked.</param>
    /// <param name="set">The places that are set.</param>
    /// <param name="settings">Who issues it.</param>
    /// <param name="now">The time.</param>
    public static JsonObject StatusList(int list, StatusPurpose purpose, IEnumerable<int> set, CredentialSettings settings, DateTimeOffset now)
    {
        var address = ListAddress(list, purpose, settings);
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        return new()
        {
            ["@context"] = new JsonArray(VerifiableCredentials),
            ["id"] = address,
            ["type"] = new JsonArray("VerifiableCredential", "BitstringStatusListCredential"),
            ["issuer"] = settings.Issuer,
            ["validFrom"] = Instant(hour),
            // An old list must not be shown for a new one for ever.
            ["validUntil"] = Instant(hour.AddHours(25)),
            ["credentialSubject"] = new JsonObject
            {
                ["id"] = $"{address}#list",
                ["type"] = "BitstringStatusList",
                ["statusPurpose"] = Word(purpose),
                ["encodedList"] = Encoded(set),
                ["ttl"] = (long)fresh.TotalMilliseconds,
            },
            ["iss"] = settings.Issuer,
            ["jti"] = address,
            ["nbf"] = hour.ToUnixTimeSeconds(),
            ["exp"] = hour.AddHours(25).ToUnixTimeSeconds(),
        };
    }

    /// <summary>The statuses that set a place in the list of a purpose.</summary>
    public static CredentialStatus[] Sets(StatusPurpose purpose) =>
        purpose switch
        {
            StatusPurpose.Suspension => [CredentialStatus.Suspended],
            StatusPurpose.Revocation => [CredentialStatus.Revoked, CredentialStatus.Superseded, CredentialStatus.Anonymised],
            _ => [CredentialStatus.Suspended, CredentialStatus.Revoked, CredentialStatus.Superseded, CredentialStatus.Anonymised],
        };

    /// <summary>The issuer as a Profile of Open Badges.</summary>
    public static JsonObject Issuer(CredentialSettings settings) =>
        new() { ["id"] = settings.Issuer, ["type"] = new JsonArray("Profile"), ["name"] = settings.Name, ["url"] = settings.Address.AbsoluteUri };

    /// <summary>A unit as a thing by itself: what a credential's alignment leads to.</summary>
    public static JsonObject Unit(AwardedUnit unit, CredentialSettings settings) =>
        new()
        {
            ["@context"] = new JsonArray(VerifiableCredentials, OpenBadges),
            ["id"] = UnitAddress(unit, settings),
            ["type"] = new JsonArray("Achievement"),
            ["achievementType"] = "LearningProgram",
            ["humanCode"] = unit.Code,
            ["name"] = unit.Title,
            ["description"] = Sentence(unit),
            ["creditsAvailable"] = unit.Credits,
            ["criteria"] = new JsonObject { ["narrative"] = Criteria },
        };

    private const string Criteria = "Every assessment criterion of each unit was met, and the assessment was assured.";

    private static JsonObject Achievement(Credential credential, Award award, CredentialSettings settings)
    {
        var accreditation = credential.Kind == CredentialKind.Accreditation;
        // The same for all who have the same award, and made of nothing that is theirs.
        var id = UnitAddress(award.Units[0], settings) + (accreditation ? "#trainer" : award.Units.Count == 1 ? "" : "#" + string.Join('+', award.Units.Select(u => Uri.EscapeDataString(u.Code))));
        return new()
        {
            ["id"] = id,
            ["type"] = new JsonArray("Achievement"),
            ["achievementType"] = accreditation ? "License" : "Certificate",
            ["humanCode"] = string.Join(", ", award.Units.Select(u => u.Code)),
            ["name"] = award.Title,
            ["description"] = string.Join(" ", award.Units.Select(Sentence)),
            ["creator"] = Issuer(settings),
            ["creditsAvailable"] = award.Credits,
            ["inLanguage"] = "en",
            ["criteria"] = new JsonObject { ["narrative"] = accreditation ? "She was observed at work and met the standard, and keeps her practice up to date." : Criteria },
            ["alignment"] = new JsonArray([.. award.Units.Select(u => (JsonNode)new JsonObject
            {
                ["type"] = new JsonArray("Alignment"),
                ["targetName"] = u.Title,
                ["targetUrl"] = UnitAddress(u, settings),
                ["targetCode"] = u.Code,
                ["targetType"] = "ceterms:Credential",
                ["targetFramework"] = $"Level {u.Level}",
            })]),
        };
    }

    private static string Sentence(AwardedUnit u) => $"{u.Title} ({u.Code}): level {u.Level}, {u.Credits} credit{(u.Credits == 1 ? "" : "s")}.";

    private static JsonObject Entry(Credential credential, StatusPurpose purpose, CredentialSettings settings)
    {
        var address = ListAddress(credential.StatusList, purpose, settings);
        return new()
        {
            ["id"] = $"{address}#{credential.StatusIndex}",
            ["type"] = "BitstringStatusListEntry",
            ["statusPurpose"] = Word(purpose),
            ["statusListIndex"] = credential.StatusIndex.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["statusListCredential"] = address,
        };
    }

    // One entry that says "does not count" is a revocation to every verifier there is.
    private static string Word(StatusPurpose purpose) => purpose == StatusPurpose.Suspension ? "suspension" : "revocation";

    private static string ListAddress(int list, StatusPurpose purpose, CredentialSettings settings) => settings.At($"credentials/status/{list}/{purpose.ToString().ToLowerInvariant()}");

    private static string UnitAddress(AwardedUnit unit, CredentialSettings settings) => settings.At($"credentials/units/{unit.VersionId}");

    // Multibase (u: base64url without padding) of the compressed bits, the first place leftmost.
    private static string Encoded(IEnumerable<int> set)
    {
        var bits = new byte[StatusEntry.Places / 8];
        foreach (var place in set)
            bits[place / 8] |= (byte)(0x80 >> (place % 8));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bits);
        return "u" + Base64UrlEncoder.Encode(packed.ToArray());
    }

    private static string Day(DateOnly day) => $"{day:yyyy-MM-dd}T00:00:00Z";

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static long Seconds(DateOnly day) => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();
}
