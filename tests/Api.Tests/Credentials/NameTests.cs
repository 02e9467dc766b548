using System.Text;
using System.Text.Json;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Api.Tests.Credentials;

/// <summary>A woman who changes her name to stay safe: nothing links old and new.</summary>
public sealed class NameTests
{
    [Fact]
    public async Task A_change_of_name_leaves_nothing_that_ties_new_to_old()
    {
        var (before, after) = (Delivery.School.Name(), "Ćwikła Đặng-Øster");
        var registry = await Registry.OpenAsync(before);
        var old = await registry.IssuedAsync();
        var oldCredential = await registry.CredentialAsync(old);
        (await registry.NameAsync(oldCredential, before)).Is(200);
        var (oldToken, oldLink) = (await registry.TokenAsync(oldCredential), await registry.LinkAsync(oldCredential, "A former employer"));
        var oldPayload = Registry.Payload(oldToken);
        // Another name on the same credential would tie the two together.
        await registry.WithoutEffectAsync(async () => (await registry.NameAsync(oldCredential, after)).Refuses(409, "name_shown_before"));

        var learner = (await registry.Partner.GetAsync($"/v1/learners/{registry.Learner}")).Is(200);
        (await registry.Partner.PutAsync($"/v1/learners/{registry.Learner}", new { legalName = after }, learner.ETag)).Is(200);
        var oldSheet = await SheetAsync(registry, oldCredential, oldLink.Path);
        Assert.Equal(await DrawnAsync(registry, oldCredential, before, "OCN-2", oldLink.Path), oldSheet);
        var logged = registry.App.Logs.All.Count;
        var said = (await registry.Partner.PostAsync("/v1/credential-reissues", new { learnerId = registry.Learner })).Is(200);
        Assert.Equal("""{"reissued":1}""", said.Body);

        var hers = Assert.Single((await registry.Partner.GetAsync($"/v1/certificates?learnerId={registry.Learner}")).Is(200).Json.GetProperty("data").EnumerateArray());
        var @new = hers.GetProperty("id").GetString()!;
        var newCredential = await registry.CredentialAsync(@new);
        var newToken = await registry.TokenAsync(newCredential);
        var newPayload = Registry.Payload(newToken);
        Assert.Equal(("issued", "superseded"), (hers.GetProperty("status").GetString(), await registry.StatusAsync(old)));
        Assert.Equal(("superseded", "superseded", "valid"), (await registry.CheckAsync(oldToken), await registry.StandingAsync(oldLink.Path), await registry.CheckAsync(newToken)));

        // What a stranger holds: other ids, another place, no link, no name carried over, and the same dates as her whole group has.
        foreach (var member in new[] { "id", "jti", "sub" })
            Assert.NotEqual(oldPayload.GetProperty(member).GetString(), newPayload.GetProperty(member).GetString());
        Assert.NotEqual(Place(oldPayload), Place(newPayload));
        Assert.False(newPayload.GetProperty("credentialSubject").TryGetProperty("identifier", out _));
        foreach (var member in new[] { "validFrom", "awardedDate", "nbf" })
            Assert.Equal(oldPayload.GetProperty(member).GetRawText(), newPayload.GetProperty(member).GetRawText());
        Assert.Empty((await registry.Partner.GetAsync($"/v1/credentials/{newCredential}/share-links")).Is(200).Json.GetProperty("data").EnumerateArray());

        // Whom she sent the old link to is forgotten: it tells where she applied.
        var forgotten = Assert.Single((await registry.Partner.GetAsync($"/v1/credentials/{oldCredential}/share-links")).Is(200).Json.GetProperty("data").EnumerateArray());
        Assert.Equal((oldLink.Link, ""), (forgotten.GetProperty("id").GetString(), forgotten.GetProperty("audience").GetString()));
        Assert.Equal("superseded", await registry.StandingAsync(oldLink.Path));

        // What is left of the old one says nothing of her.
        var left = (await registry.Partner.GetAsync($"/v1/certificates/{old}")).Is(200);
        foreach (var member in new[] { "learnerId", "enrolmentId", "courseId", "award", "awardingReference", "concern" })
            Assert.Equal(JsonValueKind.Null, left.Json.GetProperty(member).ValueKind);
        (await registry.Partner.GetAsync($"/v1/credentials/{oldCredential}/jwt")).Refuses(409, "credential_closed");

        // Every row of every table: none names both, and none that names the old names her, her place or her course.
        var olds = Forms<Certificate>(old).Concat(Forms<Credential>(oldCredential)).Append(oldPayload.GetProperty("id").GetString()![9..]).Append(oldPayload.GetProperty("sub").GetString()![9..]).ToArray();
        var news = Forms<Certificate>(@new).Concat(Forms<Credential>(newCredential)).Append(newPayload.GetProperty("id").GetString()![9..]).Append(newPayload.GetProperty("sub").GetString()![9..]).ToArray();
        var her = Forms<Franchise.Domain.Delivery.Learner>(registry.Learner).Concat(Forms<Franchise.Domain.Delivery.Enrolment>(registry.Enrolment)).Concat(Forms<Franchise.Domain.Delivery.Course>(registry.Course)).ToArray();
        var rows = await registry.RowsAsync();
        var named = rows.Where(r => Names(r, olds)).ToList();
        Assert.Contains(named, r => r.StartsWith("certificates ", StringComparison.Ordinal));
        Assert.Contains(rows, r => r.StartsWith("certificates ", StringComparison.Ordinal) && Names(r, news));
        Assert.All(named, r => Assert.False(Names(r, news) || Names(r, her), r));
        // No event or entry of the audit says of either that it happened then; the one that does names her alone.
        var now = rows.Where(r => r.StartsWith("events ", StringComparison.Ordinal) || r.StartsWith("audit_entries ", StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(now, r => Names(r, news) && !r.Contains("share_link", StringComparison.Ordinal));
        Assert.DoesNotContain(now, r => r.Contains("superseded", StringComparison.Ordinal));
        Assert.Equal(2, now.Count(r => r.Contains("credentials.reissued", StringComparison.Ordinal) && r.Contains(registry.Learner, StringComparison.Ordinal)));
        // Nor does what is kept of the request: not the hash of its path and body, which whoever knows the old id could try.
        var kept = Assert.Single(rows, r => r.StartsWith("idempotency_records ", StringComparison.Ordinal) && r.Contains("reissueCredentials", StringComparison.Ordinal) && r.Contains(registry.Partner.Organisation.Value.ToString("D"), StringComparison.Ordinal));
        Assert.Contains(Hash($$"""{"learnerId":"{{registry.Learner}}"}"""), kept, StringComparison.Ordinal);
        foreach (var guess in new[] { old, oldCredential, @new, newCredential }.Concat(olds).Concat(news))
            foreach (var member in new[] { "learnerId", "accreditationId", "certificateId", "credentialId" })
                Assert.DoesNotContain(Hash($$"""{"{{member}}":"{{guess}}"}"""), kept, StringComparison.Ordinal);
        // Log lines name neither, and names stand nowhere in the clear.
        foreach (var line in registry.App.Logs.All.Skip(logged))
            Assert.False(Names(line, olds) || Names(line, news), line);
        foreach (var word in new[] { before, after })
        {
            Assert.DoesNotContain(rows, r => r.Contains(word, StringComparison.OrdinalIgnoreCase) || r.Contains(Convert.ToHexString(Encoding.UTF8.GetBytes(word)), StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(registry.App.Logs.All, l => l.Contains(word, StringComparison.OrdinalIgnoreCase));
        }

        // The new name can be chosen to be seen, and is on the sheet, which has nothing in common with the old one: not the awarding organisation's reference.
        (await registry.NameAsync(newCredential, after)).Is(200);
        Assert.Equal(JsonValueKind.Null, hers.GetProperty("awardingReference").ValueKind);
        var newLink = await registry.LinkAsync(newCredential);
        Assert.Equal(await DrawnAsync(registry, newCredential, after, null, newLink.Path), await SheetAsync(registry, newCredential, newLink.Path));
        Assert.Equal(after, Registry.Payload(await registry.TokenAsync(newCredential)).GetProperty("credentialSubject").GetProperty("identifier")[0].GetProperty("identityHash").GetString());
    }

    [Fact]
    public async Task What_is_suspended_stays_so_under_the_new_name_and_a_trainers_credential_is_reissued_too()
    {
        var registry = await Registry.OpenAsync();
        var old = await registry.IssuedAsync();
        (await registry.DoAsync(old, "suspend", new { concern = "malpractice" })).Is(200);
        (await registry.Partner.PostAsync("/v1/credential-reissues", new { learnerId = registry.Learner })).Is(200);
        var hers = Assert.Single((await registry.Partner.GetAsync($"/v1/certificates?learnerId={registry.Learner}")).Is(200).Json.GetProperty("data").EnumerateArray());
        Assert.Equal("suspended", hers.GetProperty("status").GetString());
        Assert.Equal("suspended", await registry.CheckAsync(await registry.TokenAsync(await registry.CredentialAsync(hers.GetProperty("id").GetString()!))));

        var credential = await registry.AccreditationCredentialAsync();
        (await registry.NameAsync(credential, "Ann Example")).Is(200);
        var token = await registry.TokenAsync(credential);
        Assert.Equal(1, (await registry.Partner.PostAsync("/v1/credential-reissues", new { accreditationId = registry.School.Accreditation })).Is(200).Json.GetProperty("reissued").GetInt32());
        Assert.Equal("superseded", await registry.CheckAsync(token));
        var next = Assert.Single((await registry.Partner.GetAsync($"/v1/credentials?accreditationId={registry.School.Accreditation}")).Is(200).Json.GetProperty("data").EnumerateArray());
        Assert.Equal(("valid", false), (next.GetProperty("status").GetString(), next.GetProperty("showsName").GetBoolean()));
        Assert.Equal("valid", await registry.CheckAsync(await registry.TokenAsync(next.GetProperty("id").GetString()!)));
        var nobody = await registry.School.LearnerAsync();
        await registry.WithoutEffectAsync(async () => (await registry.Partner.PostAsync("/v1/credential-reissues", new { learnerId = nobody })).Refuses(409, "nothing_to_reissue"));
    }

    private static string Hash(string body) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"/v1/credential-reissues\n{body}")));

    private static async Task<string> SheetAsync(Registry registry, string credential, string link) => (await registry.Partner.PostAsync($"/v1/credentials/{credential}/pdf", new { link })).Is(200).Body;

    // A sheet is the same whoever draws it, so that one that is drawn here says what is on the other.
    private static async Task<string> DrawnAsync(Registry registry, string credential, string name, string? reference, string path)
    {
        await using var db = registry.App.Database.Doors.Tenant(registry.Partner.Organisation, Franchise.Domain.Identity.Actor.System);
        var award = (await db.FindAsync<Credential>(registry.Partner.Organisation, Id<Credential>.Parse(credential, null)))!.Award!;
        var settings = registry.App.Services.GetRequiredService<CredentialSettings>();
        return Encoding.UTF8.GetString(CertificatePdf.Of(award, name, reference, settings.Name, ShownIn.En, new(settings.At(path[1..]))));
    }

    private static string Place(JsonElement payload) => payload.GetProperty("credentialStatus").GetProperty("id").GetString()!;

    private static string[] Forms<T>(string id)
        where T : class => [id[4..], Id<T>.Parse(id, null).Value.ToString("D"), Id<T>.Parse(id, null).Value.ToString("N")];

    private static bool Names(string text, string[] ids) => ids.Any(i => text.Contains(i, StringComparison.OrdinalIgnoreCase));
}
