using System.Text.Json;
using Franchise.Domain.Credentials;
using Franchise.Infrastructure.Credentials;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Api.Tests.Credentials;

/// <summary>Credentials as Open Badges 3.0 and Verifiable Credentials 2.0 ask for them, and as libraries see them that this project did not write.</summary>
public sealed class OpenBadgeTests
{
    [Fact]
    public async Task A_credential_has_every_member_that_Open_Badges_asks_for()
    {
        var registry = await Registry.OpenAsync();
        var certificate = await registry.CredentialAsync(await registry.IssuedAsync());
        foreach (var credential in new[] { certificate, await registry.AccreditationCredentialAsync() })
        {
            var token = await registry.TokenAsync(credential);
            var header = JsonDocument.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(token.Split('.')[0])).RootElement;
            var vc = Registry.Payload(token);
            Assert.StartsWith("did:web:franchise.test#", header.GetProperty("kid").GetString(), StringComparison.Ordinal);
            Assert.Contains(header.GetProperty("alg").GetString(), new[] { "RS256", "ES256" });
            Assert.Equal(["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"], Texts(vc.GetProperty("@context")));
            Assert.Equal(["VerifiableCredential", "OpenBadgeCredential"], Texts(vc.GetProperty("type")));
            Assert.StartsWith("urn:uuid:", vc.GetProperty("id").GetString(), StringComparison.Ordinal);
            Assert.Equal(4, new Guid(vc.GetProperty("id").GetString()![9..]).Version);
            Assert.Equal(("did:web:franchise.test", "Profile", "Cohort 4"), (
                vc.GetProperty("issuer").GetProperty("id").GetString(), vc.GetProperty("issuer").GetProperty("type")[0].GetString(), vc.GetProperty("issuer").GetProperty("name").GetString()));
            Assert.Matches(new System.Text.RegularExpressions.Regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)), vc.GetProperty("validFrom").GetString());
            Assert.NotEmpty(vc.GetProperty("name").GetString()!);

            var subject = vc.GetProperty("credentialSubject");
            Assert.Equal("AchievementSubject", subject.GetProperty("type")[0].GetString());
            Assert.StartsWith("urn:uuid:", subject.GetProperty("id").GetString(), StringComparison.Ordinal);
            Assert.True(subject.GetProperty("creditsEarned").GetInt32() > 0);
            Assert.True(subject.GetProperty("activityStartDate").GetDateTimeOffset() <= subject.GetProperty("activityEndDate").GetDateTimeOffset());
            Assert.False(subject.TryGetProperty("identifier", out _));
            var achievement = subject.GetProperty("achievement");
            Assert.Equal("Achievement", achievement.GetProperty("type")[0].GetString());
            foreach (var member in new[] { "id", "name", "description", "humanCode" })
                Assert.NotEmpty(achievement.GetProperty(member).GetString()!);
            Assert.NotEmpty(achievement.GetProperty("criteria").GetProperty("narrative").GetString()!);
            var alignment = achievement.GetProperty("alignment")[0];
            Assert.Equal(("Alignment", registry.School.Unit), (alignment.GetProperty("type")[0].GetString(), alignment.GetProperty("targetCode").GetString()));
            Assert.NotEmpty(alignment.GetProperty("targetName").GetString()!);
            Assert.True(Uri.IsWellFormedUriString(alignment.GetProperty("targetUrl").GetString(), UriKind.Absolute));

            var status = vc.GetProperty("credentialStatus");
            Assert.Equal(("BitstringStatusListEntry", "revocation"), (status.GetProperty("type").GetString(), status.GetProperty("statusPurpose").GetString()));
            Assert.InRange(int.Parse(status.GetProperty("statusListIndex").GetString()!), 0, StatusEntry.Places - 1);
            Assert.Equal($"{status.GetProperty("statusListCredential").GetString()}#{status.GetProperty("statusListIndex").GetString()}", status.GetProperty("id").GetString());
            Assert.Equal(["revocation", "suspension"], Registry.Payload(await registry.TokenAsync(credential, eachPurpose: true)).GetProperty("credentialStatus").EnumerateArray().Select(s => s.GetProperty("statusPurpose").GetString()!));

            // As registered claims say it too (RFC 7519).
            Assert.Equal(
                (vc.GetProperty("issuer").GetProperty("id").GetString(), subject.GetProperty("id").GetString(), vc.GetProperty("id").GetString(), vc.GetProperty("validFrom").GetDateTimeOffset().ToUnixTimeSeconds()),
                (vc.GetProperty("iss").GetString(), vc.GetProperty("sub").GetString(), vc.GetProperty("jti").GetString(), vc.GetProperty("nbf").GetInt64()));
            Assert.False(vc.TryGetProperty("iat", out _), "When it was signed would tell a new copy from an old one.");
            Assert.Equal(credential != certificate, vc.TryGetProperty("validUntil", out _));
            foreach (var word in new[] { "Sample", "Spring", registry.Partner.Organisation.ToString()[4..], registry.Learner, credential })
                Assert.DoesNotContain(word, vc.GetRawText(), StringComparison.Ordinal);
        }
        (await registry.NameAsync(certificate, "Ġorġa Ćwikła ß")).Is(200);
        var named = Registry.Payload(await registry.TokenAsync(certificate)).GetProperty("credentialSubject").GetProperty("identifier")[0];
        Assert.Equal(("IdentityObject", false, "Ġorġa Ćwikła ß", "name"), (
            named.GetProperty("type").GetString(), named.GetProperty("hashed").GetBoolean(), named.GetProperty("identityHash").GetString(), named.GetProperty("identityType").GetString()));
    }

    [Fact]
    public async Task Stock_libraries_verify_signatures_and_status_and_find_out_what_is_altered_or_revoked()
    {
        var registry = await Registry.OpenAsync();
        var id = await registry.IssuedAsync();
        var credential = await registry.CredentialAsync(id);
        var (token, each) = (await registry.TokenAsync(credential), await registry.TokenAsync(credential, eachPurpose: true));
        var accreditation = await registry.TokenAsync(await registry.AccreditationCredentialAsync());
        // Of many bits some change nothing but what is left over at the end; these change the signature.
        var altered = $"{token[..^20]}{(token[^20] == 'A' ? 'B' : 'A')}{token[^19..]}";
        var parts = token.Split('.');
        var forged = $"{parts[0]}.{Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(Registry.Payload(token).GetRawText().Replace("\"creditsEarned\":", "\"creditsEarned\":9", StringComparison.Ordinal))}.{parts[2]}";

        var found = await FindAsync(registry, token, each, accreditation, altered, forged);
        Assert.Equal(["valid", "valid", "valid", "ERR_JWS_SIGNATURE_VERIFICATION_FAILED", "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"], found.Select(f => f.GetProperty("signature").GetString()));
        Assert.Equal("""{"revocation":false}""", found[0].GetProperty("statuses").GetRawText());
        Assert.Equal("""{"revocation":false,"suspension":false}""", found[1].GetProperty("statuses").GetRawText());

        (await registry.DoAsync(id, "suspend", new { concern = "malpractice" })).Is(200);
        found = await FindAsync(registry, token, each, accreditation);
        Assert.Equal("""{"revocation":true}""", found[0].GetProperty("statuses").GetRawText());
        Assert.Equal("""{"revocation":false,"suspension":true}""", found[1].GetProperty("statuses").GetRawText());
        Assert.Equal("""{"revocation":false}""", found[2].GetProperty("statuses").GetRawText());

        (await registry.DoAsync(id, "reinstate")).Is(200);
        Assert.Equal("""{"revocation":false}""", (await FindAsync(registry, token))[0].GetProperty("statuses").GetRawText());
        (await registry.DoAsync(id, "revoke", new { concern = "malpractice" })).Is(200);
        found = await FindAsync(registry, token, each);
        // The signature is as good as ever: only the list tells.
        Assert.Equal(["valid", "valid"], found.Select(f => f.GetProperty("signature").GetString()));
        Assert.Equal("""{"revocation":true}""", found[0].GetProperty("statuses").GetRawText());
        Assert.Equal("""{"revocation":true,"suspension":false}""", found[1].GetProperty("statuses").GetRawText());
    }

    [Fact]
    public async Task What_an_old_key_signed_verifies_after_another_has_taken_over()
    {
        var registry = await Registry.OpenAsync();
        var credential = await registry.CredentialAsync(await registry.IssuedAsync());
        await using var app = await App.StartAsync();
        var keys = app.Services.GetRequiredService<CredentialKeys>();
        var issuer = app.Services.GetRequiredService<CredentialIssuer>();
        async Task<string> SignedAsync()
        {
            await using var db = app.Database.Doors.Tenant(registry.Partner.Organisation, Franchise.Domain.Identity.Actor.System);
            return await issuer.SignAsync((await db.FindAsync<Credential>(registry.Partner.Organisation, Franchise.Domain.Shared.Id<Credential>.Parse(credential, null)))!, false, default);
        }

        var old = await SignedAsync();
        await keys.RotateAsync("ES256", default, TimeSpan.Zero);
        var byCurve = await SignedAsync();
        await keys.RotateAsync("RS256", default, TimeSpan.Zero);
        var newest = await SignedAsync();
        using var any = app.Anonymous;
        var found = JsonDocument.Parse(await Registry.RunAsync(await FolderAsync(), "node", ["verify.mjs", any.BaseAddress!.ToString(), await DateAsync(registry)], JsonSerializer.Serialize(new[] { old, byCurve, newest }))).RootElement;
        Assert.Equal(["valid", "valid", "valid"], found.EnumerateArray().Select(f => f.GetProperty("signature").GetString()));
        Assert.Equal(["RS256", "ES256", "RS256"], found.EnumerateArray().Select(f => f.GetProperty("algorithm").GetString()));
        foreach (var token in new[] { old, byCurve, newest })
            Assert.Equal(CredentialStatus.Valid, await issuer.CheckAsync(token, default));
        // Of those that retired the private half is gone.
        await using var command = app.Database.AdminSource.CreateCommand("SELECT count(*) FROM franchise.credential_keys WHERE private_key IS NULL");
        Assert.True((long)(await command.ExecuteScalarAsync())! > 0);
    }

    [Fact]
    public async Task Places_in_the_list_are_drawn_from_all_that_are_free_and_a_full_list_is_followed_by_another()
    {
        var database = await TestDatabase.RunningAsync();
        await using var db = database.Doors.PlatformFor(Franchise.Domain.Organisations.Organisation.FranchisorId, Franchise.Domain.Identity.Actor.System);
        await using var transaction = await db.Database.BeginTransactionAsync();
        var lots = new List<Lot>();
        for (var i = 0; i < 60; i++)
            lots.Add(await StatusRegister.DrawAsync(db, default));
        Assert.Equal(60, lots.Select(l => (l.StatusList, l.StatusIndex)).Distinct().Count());
        Assert.Equal(120, lots.SelectMany(l => new[] { l.PublicId, l.SubjectId }).Distinct().Count());
        // Chance puts about half of them below the middle, and never gives them in order.
        Assert.InRange(lots.Count(l => l.StatusIndex < StatusEntry.Places / 2), 10, 50);
        Assert.NotEqual(lots.Select(l => l.StatusIndex), lots.Select(l => l.StatusIndex).Order());
        var list = lots[0].StatusList;
        await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlAsync(
            db.Database, $"INSERT INTO franchise.status_entries (list_number, place, status) SELECT {list}, p, 'valid' FROM generate_series(0, 131071) AS p ON CONFLICT DO NOTHING");
        Assert.Equal(list + 1, (await StatusRegister.DrawAsync(db, default)).StatusList);
        await transaction.RollbackAsync();
    }

    private static async Task<JsonElement[]> FindAsync(Registry registry, params string[] tokens)
    {
        using var any = registry.App.Anonymous;
        return [.. JsonDocument.Parse(await Registry.RunAsync(await FolderAsync(), "node", ["verify.mjs", any.BaseAddress!.ToString(), await DateAsync(registry)], JsonSerializer.Serialize(tokens))).RootElement.EnumerateArray()];
    }

    private static async Task<string> DateAsync(Registry registry) => $"{await registry.School.InDaysAsync(0):O}T12:00:00Z";

    private static readonly Lazy<Task<string>> folder = new(async () =>
    {
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(place.FullName, "Franchise.sln")))
            place = place.Parent ?? throw new InvalidOperationException("Franchise.sln is nowhere above.");
        var own = Path.Combine(place.FullName, "tests", "Credentials");
        await Registry.RunAsync(own, "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
        return own;
    });

    // Once for the run: what the lock names, and nothing else.
    private static Task<string> FolderAsync() => folder.Value;

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetString()!)];
}
