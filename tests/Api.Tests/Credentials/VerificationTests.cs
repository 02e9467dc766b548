using System.Text.RegularExpressions;

namespace Franchise.Api.Tests.Credentials;

/// <summary>What somebody outside is told, and what not.</summary>
public sealed class VerificationTests
{
    [Fact]
    public async Task A_link_shows_how_a_credential_stands_and_nothing_that_she_did_not_choose()
    {
        var name = Delivery.School.Name();
        var registry = await Registry.OpenAsync(name);
        var id = await registry.IssuedAsync();
        var credential = await registry.CredentialAsync(id);
        var (link, path) = await registry.LinkAsync(credential, "HMP Nowhere");

        var seen = (await registry.SeeAsync(path)).Is(200);
        Assert.Equal(("valid", "Cohort 4"), (seen.Text("status"), seen.Text("issuedBy")));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, seen.Json.GetProperty("name").ValueKind);
        Assert.Equal(registry.School.Unit, seen.Json.GetProperty("award").GetProperty("units")[0].GetProperty("code").GetString());
        var page = (await registry.SeeAsync(path, "text/html,application/xhtml+xml,*/*;q=0.8")).Is(200);
        Assert.StartsWith("text/html", page.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("<h1>Valid</h1>", page.Body, StringComparison.Ordinal);
        foreach (var answer in new[] { seen, page })
        {
            Assert.Equal("no-store", answer.Headers["Cache-Control"]);
            Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
            Assert.Contains("noindex", answer.Headers["X-Robots-Tag"], StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", answer.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            foreach (var word in new[] { name, "Sample", "HMP", "Spring", registry.Learner, registry.Enrolment, registry.Course, id, credential, registry.Partner.Organisation.ToString(), "script" })
                Assert.DoesNotContain(word, answer.Body, StringComparison.OrdinalIgnoreCase);
        }

        // A name is seen once she wants it seen, and so it is not any more once she does not.
        (await registry.NameAsync(credential, "Łucja <Đặng-Øster>")).Is(200);
        Assert.Equal("Łucja <Đặng-Øster>", (await registry.SeeAsync(path)).Text("name"));
        Assert.Contains("&lt;", (await registry.SeeAsync(path, "text/html")).Body, StringComparison.Ordinal);
        (await registry.NameAsync(credential, null)).Is(200);
        Assert.DoesNotContain("Łucja", (await registry.SeeAsync(path, "text/html")).Body, StringComparison.Ordinal);

        // Suspended, revoked: that, never why, and not what it is about.
        (await registry.DoAsync(id, "suspend", new { concern = "malpractice" })).Is(200);
        foreach (var (standing, act) in new[] { ("suspended", "revoke"), ("revoked", "") })
        {
            var told = (await registry.SeeAsync(path)).Is(200);
            Assert.Equal(standing, told.Text("status"));
            var both = told.Body + (await registry.SeeAsync(path, "text/html")).Body;
            foreach (var word in new[] { "malpractice", "resultWrong", registry.School.Unit, "Boundaries" })
                Assert.DoesNotContain(word, both, StringComparison.OrdinalIgnoreCase);
            if (act.Length > 0)
                (await registry.DoAsync(id, act, new { concern = "malpractice" })).Is(200);
        }
        (await registry.Partner.PostAsync($"/v1/credentials/{credential}/share-links/{link}/revoke")).Is(200);
        Assert.Equal("unknown", await registry.StandingAsync(path));
        // Its token stands in no table, event or log line.
        var secret = path.Split('/')[^1];
        Assert.DoesNotContain(await registry.RowsAsync(), r => r.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(registry.App.Logs.All, l => l.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_that_is_closed_or_over_is_as_one_that_never_was()
    {
        var registry = await Registry.OpenAsync();
        var credential = await registry.CredentialAsync(await registry.IssuedAsync());
        var (link, closed) = await registry.LinkAsync(credential);
        var today = await registry.School.InDaysAsync(0);
        var over = (await registry.Partner.PostAsync($"/v1/credentials/{credential}/share-links", new { audience = "Today", lastDay = today })).Is(201).Text("path");
        Assert.Equal(("valid", "valid"), (await registry.StandingAsync(closed), await registry.StandingAsync(over)));
        (await registry.Partner.PostAsync($"/v1/credentials/{credential}/share-links/{link}/revoke")).Is(200);
        await registry.WithoutEffectAsync(async () => (await registry.Partner.PostAsync($"/v1/credentials/{credential}/share-links/{link}/revoke")).Refuses(409, "link_closed"));
        await registry.School.Academy.Desk.MoveAsync(1);
        // Whether it was closed, is over, was altered or never was: the same status, the same headers, the same page.
        var altered = closed[..^4] + (closed.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");
        foreach (var accept in new[] { "application/json", "text/html" })
        {
            var answers = new List<Answer>();
            foreach (var path in new[] { closed, over, altered, "/verify/none", "/verify/" + new string('A', 80) })
                answers.Add((await registry.SeeAsync(path, accept)).Is(200));
            Assert.Single(answers.Select(a => a.Body).Distinct());
            string[] Headers(Answer a) => [.. a.Headers.Where(h => h.Key.ToUpperInvariant() is not ("X-REQUEST-ID" or "DATE")).Select(h => $"{h.Key}: {h.Value}").Order(StringComparer.Ordinal)];
            Assert.All(answers, a => Assert.Equal(Headers(answers[0]), Headers(a)));
        }
        Assert.Equal(2, (await registry.Partner.GetAsync($"/v1/credentials/{credential}/share-links")).Is(200).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task The_page_speaks_Welsh_to_who_asks_for_it()
    {
        var registry = await Registry.OpenAsync();
        var (_, path) = await registry.LinkAsync(await registry.CredentialAsync(await registry.IssuedAsync()));
        foreach (var (query, language, expected) in new[]
                 {
                     ("", "cy, en;q=0.5", "cy"), ("", "en-GB, cy;q=0.9", "en"), ("", "fr, cy-GB;q=0.3", "cy"), ("", null, "en"), ("?lang=cy", "en", "cy"), ("?lang=en", "cy", "en"), ("?lang=xx", "de", "en"),
                 })
        {
            var page = (await registry.SeeAsync(path + query, "text/html", language)).Is(200);
            Assert.Equal(expected, page.Headers["Content-Language"]);
            Assert.Contains($"<html lang=\"{expected}\">", page.Body, StringComparison.Ordinal);
            Assert.Contains(expected == "cy" ? "<h1>Dilys</h1>" : "<h1>Valid</h1>", page.Body, StringComparison.Ordinal);
            Assert.DoesNotMatch(new Regex("<script|https?://", RegexOptions.None, TimeSpan.FromSeconds(1)), page.Body);
        }
    }

    [Fact]
    public async Task Two_links_of_one_organisation_have_nothing_in_common()
    {
        var registry = await Registry.OpenAsync();
        var credential = await registry.CredentialAsync(await registry.IssuedAsync());
        var (one, other) = ((await registry.LinkAsync(credential)).Path, (await registry.LinkAsync(credential)).Path);
        var same = one["/verify/".Length..].Zip(other["/verify/".Length..]).Count(p => p.First == p.Second);
        Assert.True(same < 12, $"{same} of 80 letters are the same: chance makes one or two so.");
    }

    [Fact]
    public async Task A_credential_that_is_shown_again_after_it_was_revoked_is_told_for_what_it_is()
    {
        var registry = await Registry.OpenAsync();
        var id = await registry.IssuedAsync();
        var token = await registry.TokenAsync(await registry.CredentialAsync(id));
        Assert.Equal("valid", await registry.CheckAsync(token));
        (await registry.DoAsync(id, "suspend", new { concern = "malpractice" })).Is(200);
        Assert.Equal("suspended", await registry.CheckAsync(token));
        (await registry.DoAsync(id, "reinstate")).Is(200);
        Assert.Equal("valid", await registry.CheckAsync(token));
        (await registry.DoAsync(id, "revoke", new { concern = "resultWrong" })).Is(200);
        Assert.Equal("revoked", await registry.CheckAsync(token));

        // Altered, unsigned, of another's, or no credential at all.
        var parts = token.Split('.');
        var forged = Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(Registry.Payload(token).GetRawText().Replace("urn:uuid:", "urn:uuid:0", StringComparison.Ordinal));
        var list = (await registry.SeeAsync(new Uri(Registry.Payload(token).GetProperty("credentialStatus").GetProperty("statusListCredential").GetString()!).AbsolutePath, "*/*")).Is(200).Body;
        foreach (var no in new[]
                 {
                     $"{parts[0]}.{forged}.{parts[2]}", $"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}", $"{parts[0]}.{parts[1]}.",
                     $"{Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode("{\"alg\":\"none\"}")}.{parts[1]}.", "x", "a.b.c", "eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl", registry.Partner.Token, list,
                 })
            Assert.Equal("unknown", await registry.CheckAsync(no));
        using var http = registry.App.Anonymous;
        using var empty = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(400, (int)(await http.PostAsync("/v1/credentials/verify", empty)).StatusCode);
    }

    [Fact]
    public async Task What_verifiers_fetch_can_be_kept_for_a_while_and_names_nobody()
    {
        var registry = await Registry.OpenAsync();
        var payload = Registry.Payload(await registry.TokenAsync(await registry.CredentialAsync(await registry.IssuedAsync()), eachPurpose: true));
        var paths = payload.GetProperty("credentialStatus").EnumerateArray().Select(s => new Uri(s.GetProperty("statusListCredential").GetString()!).AbsolutePath)
            .Append(new Uri(payload.GetProperty("credentialSubject").GetProperty("achievement").GetProperty("alignment")[0].GetProperty("targetUrl").GetString()!).AbsolutePath)
            .Concat(["/.well-known/did.json", "/credentials/jwks", "/credentials/issuer"]);
        foreach (var path in paths)
        {
            var answer = (await registry.SeeAsync(path, "*/*")).Is(200);
            Assert.Matches(new Regex("^public, max-age=[0-9]+$", RegexOptions.None, TimeSpan.FromSeconds(1)), answer.Headers["Cache-Control"]);
            using var http = registry.App.Anonymous;
            using var again = new HttpRequestMessage(HttpMethod.Get, path);
            // The keys and the lists may have changed by another test's doing.
            again.Headers.TryAddWithoutValidation("If-None-Match", answer.ETag);
            using var kept = await http.SendAsync(again);
            Assert.True((int)kept.StatusCode == 304 || kept.Headers.ETag!.ToString() != answer.ETag, path);
            Assert.DoesNotContain("\"d\":", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("Sample", answer.Body, StringComparison.Ordinal);
        }
        foreach (var path in new[] { "/credentials/status/999999/revocation", "/credentials/status/1/gossip", "/credentials/status/x/revocation", "/credentials/units/none", "/credentials/units/unv_01h00000000000000000000000" })
            Assert.Equal(404, (await registry.SeeAsync(path, "*/*")).Status);
    }
}
