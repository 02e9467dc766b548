using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.EntityFrameworkCore.Models;
using OtpNet;

namespace Franchise.Api.Tests.Identity;

public sealed class IdentityTests(IdentityDatabase database) : IClassFixture<IdentityDatabase>, IAsyncLifetime
{
    private static readonly string[] some = [Permission.LicencesRead, Permission.CatalogueRead];
    private IdentityHost host = null!;

    public async Task InitializeAsync() => host = await IdentityHost.StartAsync(database);

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_partners_system_gets_a_short_signed_token_and_is_known_by_it()
    {
        var organisation = host.AddOrganisation();
        var client = await host.AddClientAsync(organisation, some);
        var (status, body) = await host.ClientTokenAsync(client);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(600, body.GetProperty("expires_in").GetInt32(), 2.0);
        var jwt = new JsonWebToken(body.GetProperty("access_token").GetString());
        Assert.Equal("at+jwt", jwt.Typ);
        Assert.Equal("RS256", jwt.Alg);
        Assert.Equal("http://localhost/", jwt.Issuer);
        Assert.Equal(["franchise-api"], jwt.Audiences);
        Assert.Equal(client.Id.ToString(), jwt.Subject);
        Assert.Equal(client.Id.ToString(), jwt.GetClaim("client_id").Value);
        Assert.Equal(organisation.ToString(), jwt.GetClaim("org").Value);

        var me = await host.MeAsync(jwt.EncodedToken);
        Assert.Equal(HttpStatusCode.OK, me.Status);
        Assert.Equal(client.Id.ToString(), me.Body.GetProperty("subject").GetString());
        Assert.Equal(organisation.ToString(), me.Body.GetProperty("organisation").GetString());
        Assert.Equal(some.Order(), me.Body.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()!));
        Assert.Equal("Active", me.Body.GetProperty("standing").GetString());
    }

    [Fact]
    public async Task Scopes_cut_down_what_a_client_may_and_never_add_to_it()
    {
        var client = await host.AddClientAsync(host.AddOrganisation(), some);
        var (_, one) = await host.ClientTokenAsync(client, $"{Permission.LicencesRead} {Permission.LicencesTerminate}");
        var me = await host.MeAsync(one.GetProperty("access_token").GetString());
        Assert.Equal([Permission.LicencesRead], me.Body.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()!));
        var (foreign, why) = await host.ClientTokenAsync(client, Permission.LicencesTerminate);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_scope"), (foreign, why.GetProperty("error").GetString()));
        Assert.Equal("invalid_scope", (await host.ClientTokenAsync(client, "no.such")).Body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Both_live_secrets_work_and_guessing_is_stopped()
    {
        var client = await host.AddClientAsync(host.AddOrganisation(), some);
        host.World.Clients[client.Id] = host.World.Clients[client.Id] with { Secrets = [client.Secret, "another"] };
        Assert.Equal(HttpStatusCode.OK, (await host.ClientTokenAsync((client.Id, "another"))).Status);
        for (var i = 0; i < 10; i++)
        {
            var (status, body) = await host.ClientTokenAsync((client.Id, "wrong"));
            Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (status, body.GetProperty("error").GetString()));
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.ClientTokenAsync(client)).Status);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await host.ClientTokenAsync(client)).Status);
    }

    [Fact]
    public async Task A_token_that_is_not_exactly_ours_opens_nothing()
    {
        var token = await host.AccessTokenAsync(await host.AddClientAsync(host.AddOrganisation(), some));
        var key = host.Services.GetRequiredService<KeyRing>().Current.Signing[0];
        var parts = token.Split('.');
        var payload = JsonSerializer.Deserialize<Dictionary<string, object>>(Base64UrlEncoder.Decode(parts[1]))!;
        string Signed(SigningCredentials? with, string type = "at+jwt", params (string Name, object Value)[] changes)
        {
            var claims = new Dictionary<string, object>(payload);
            foreach (var (name, value) in changes)
                claims[name] = value;
            var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
            return handler.CreateToken(JsonSerializer.Serialize(claims), with!, new Dictionary<string, object> { ["typ"] = type });
        }

        // The way of making them is sound: unchanged, it opens.
        Assert.Equal(HttpStatusCode.OK, (await host.MeAsync(Signed(key))).Status);

        using var rsa = RSA.Create(2048);
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        var publicKey = ((RsaSecurityKey)key.Key).Rsa.ExportSubjectPublicKeyInfoPem();
        var none = $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""")}.{parts[1]}.";
        string[] bad =
        [
            parts[0] + "." + parts[1] + "." + (parts[2][0] == 'A' ? 'B' : 'A') + parts[2][1..],
            parts[0] + "." + Base64UrlEncoder.Encode(JsonSerializer.Serialize(payload.ToDictionary(p => p.Key, p => p.Key == "org" ? Organisation.FranchisorId.ToString() : p.Value))) + "." + parts[2],
            none,
            none + parts[2],
            Signed(new(new RsaSecurityKey(rsa) { KeyId = key.Kid }, SecurityAlgorithms.RsaSha256)),
            Signed(new(new RsaSecurityKey(rsa) { KeyId = "other" }, SecurityAlgorithms.RsaSha256)),
            Signed(new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(publicKey)) { KeyId = key.Kid }, SecurityAlgorithms.HmacSha256)),
            Signed(new(key.Key, SecurityAlgorithms.RsaSsaPssSha256)),
            Signed(key, "JWT"),
            Signed(key, changes: ("aud", "another-api")),
            Signed(key, changes: ("iss", "https://evil.example.org/")),
            Signed(key, changes: ("exp", now - 1)),
            Signed(key, changes: ("nbf", now + 3600)),
            Signed(key, changes: ("org", Id<Organisation>.New(host.Clock.GetUtcNow()).ToString())),
            Signed(key, changes: ("sub", Id<User>.New(host.Clock.GetUtcNow()).ToString())),
            Signed(key, changes: ("oi_tkn_id", Guid.CreateVersion7().ToString())),
            "", ".", "..", "a.b.c", new string('a', 9000), "å∫ç", token + "x", token + "\0",
        ];
        foreach (var (i, text) in bad.Index())
        {
            var (status, _, challenge) = await host.MeAsync(text);
            Assert.True(status == HttpStatusCode.Unauthorized, $"Bad token {i} got {status}.");
            Assert.StartsWith("Bearer", challenge, StringComparison.Ordinal);
        }
        Assert.Contains("invalid_token", (await host.MeAsync(bad[0])).Challenge, StringComparison.Ordinal);
        Assert.Equal("Bearer", (await host.MeAsync(null)).Challenge);
        Assert.Equal(HttpStatusCode.OK, (await host.MeAsync(token)).Status);
    }

    [Fact]
    public async Task A_token_seen_before_asks_nothing_of_the_database_and_ends_on_time()
    {
        var token = await host.AccessTokenAsync(await host.AddClientAsync(host.AddOrganisation(), some));
        await host.MeAsync(token);
        var asked = host.World.Asked;
        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, (await host.MeAsync(token)).Status);
        Assert.Equal(asked, host.World.Asked);
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.MeAsync(token)));
        Assert.Equal(asked + 1, host.World.Asked);
        host.Clock.Advance(TimeSpan.FromSeconds(565));
        Assert.Equal(HttpStatusCode.OK, (await host.MeAsync(token)).Status);
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.MeAsync(token)).Status);
    }

    [Theory]
    [InlineData("client disabled")]
    [InlineData("organisation closed")]
    [InlineData("token revoked")]
    public async Task Whoever_is_shut_out_is_out_within_a_minute(string how)
    {
        var organisation = host.AddOrganisation();
        var client = await host.AddClientAsync(organisation, some);
        var token = await host.AccessTokenAsync(client);
        Assert.Equal(HttpStatusCode.OK, (await host.MeAsync(token)).Status);
        switch (how)
        {
            case "client disabled":
                host.World.Clients.TryRemove(client.Id, out _);
                break;
            case "organisation closed":
                host.World.Organisations[organisation] = OrganisationStatus.Closed;
                break;
            default:
                using (var browser = host.Browser())
                {
                    using var answer = await browser.PostAsync(
                        "/connect/revoke",
                        new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = token, ["client_id"] = client.Id.ToString(), ["client_secret"] = client.Secret })
                    );
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                }
                break;
        }
        host.Clock.Advance(IdentitySettings.LivenessInterval);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.MeAsync(token)).Status);
        if (how != "token revoked")
            Assert.NotEqual(HttpStatusCode.OK, (await host.ClientTokenAsync(client)).Status);
    }

    [Fact]
    public async Task A_suspended_organisation_is_let_in_and_marked()
    {
        var organisation = host.AddOrganisation();
        var token = await host.AccessTokenAsync(await host.AddClientAsync(organisation, some));
        await host.MeAsync(token);
        host.World.Organisations[organisation] = OrganisationStatus.Suspended;
        host.Clock.Advance(IdentitySettings.LivenessInterval);
        Assert.Equal("Suspended", (await host.MeAsync(token)).Body.GetProperty("standing").GetString());
    }

    [Fact]
    public async Task The_memory_of_tokens_is_bounded()
    {
        await using var small = await IdentityHost.StartAsync(database, with: s => s with { PrincipalCacheSize = 10 });
        var client = await small.AddClientAsync(small.AddOrganisation(), some);
        for (var i = 0; i < 25; i++)
            Assert.Equal(HttpStatusCode.OK, (await small.MeAsync(await small.AccessTokenAsync(client))).Status);
        Assert.InRange(small.Services.GetRequiredService<Franchise.Api.Identity.BearerAuthentication>().Count, 1, 10);
    }

    [Fact]
    public async Task A_person_signs_in_with_PKCE_and_her_refresh_tokens_rotate()
    {
        var organisation = host.AddOrganisation();
        var client = await host.AddClientAsync(organisation, [.. some, Permission.LicencesTerminate], pub: true);
        var user = await host.AddUserAsync(organisation, Role.Coordinator);
        using var browser = host.Browser();
        var (url, verifier) = AuthorizeUrl(client.Id);
        var first = await browser.GetAsync(url);
        Assert.StartsWith("/account/sign-in?returnUrl=", first.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var signedIn = await IdentityHost.SignInAsync(browser, user, url);
        Assert.Equal(url, signedIn.Headers.Location!.OriginalString);
        var code = Code(await browser.GetAsync(url));

        // Without the verifier the code is worth nothing.
        var (stolen, _) = await host.TokenAsync(("grant_type", "authorization_code"), ("client_id", client.Id.ToString()), ("redirect_uri", IdentityHost.Redirect), ("code", code), ("code_verifier", new string('x', 43)));
        Assert.Equal(HttpStatusCode.BadRequest, stolen);
        code = Code(await browser.GetAsync(url));
        var (status, body) = await ExchangeAsync(client.Id, code, verifier);
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        var me = await host.MeAsync(body.GetProperty("access_token").GetString());
        Assert.Equal(user.UserId.ToString(), me.Body.GetProperty("subject").GetString());
        Assert.Equal("Coordinator", me.Body.GetProperty("role").GetString());
        // role ∩ client ∩ scopes: the client was given more than a coordinator may.
        Assert.Equal(some.Order(), me.Body.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()!));
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.MeAsync(body.GetProperty("id_token").GetString())).Status);

        using var asked = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        asked.Headers.Authorization = new("Bearer", body.GetProperty("access_token").GetString());
        var info = await (await browser.SendAsync(asked)).Content.ReadAsStringAsync();
        Assert.Contains(user.UserId.ToString(), info, StringComparison.Ordinal);
        Assert.DoesNotContain("@", info, StringComparison.Ordinal);

        var old = body.GetProperty("refresh_token").GetString()!;
        var (again, renewed) = await RefreshAsync(client.Id, old);
        Assert.Equal(HttpStatusCode.OK, again);
        Assert.NotEqual(old, renewed.GetProperty("refresh_token").GetString());
        // A spent token that comes back later was stolen by someone: everything of that sign-in ends.
        host.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(client.Id, old)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(client.Id, renewed.GetProperty("refresh_token").GetString()!)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.MeAsync(renewed.GetProperty("access_token").GetString())).Status);
    }

    [Fact]
    public async Task A_request_without_PKCE_or_with_a_foreign_address_is_refused()
    {
        var client = await host.AddClientAsync(host.AddOrganisation(), some, pub: true);
        using var browser = host.Browser();
        var (url, _) = AuthorizeUrl(client.Id);
        var without = await browser.GetAsync(url.Replace("code_challenge", "x", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Contains("code_challenge", await without.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var plain = await browser.GetAsync(url.Replace("code_challenge_method=S256", "code_challenge_method=plain", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, plain.StatusCode);
        Assert.Contains("code_challenge_method", await plain.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var foreign = await browser.GetAsync(url.Replace("app.example.org", "evil.example.org", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.Null(foreign.Headers.Location);
    }

    [Theory]
    [InlineData("member removed")]
    [InlineData("user disabled")]
    [InlineData("refresh token revoked")]
    public async Task A_person_shut_out_is_out_within_a_minute(string how)
    {
        var organisation = host.AddOrganisation();
        var client = await host.AddClientAsync(organisation, some, pub: true);
        var user = await host.AddUserAsync(organisation, Role.Viewer);
        using var browser = host.Browser();
        var (url, verifier) = AuthorizeUrl(client.Id);
        await IdentityHost.SignInAsync(browser, user, url);
        var (_, body) = await ExchangeAsync(client.Id, Code(await browser.GetAsync(url)), verifier);
        var token = body.GetProperty("access_token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await host.MeAsync(token)).Status);
        if (how == "member removed")
            host.World.Members.TryRemove((organisation, user.UserId), out _);
        else if (how == "user disabled")
            await host.With<Accounts, bool>(async a => { await a.DisableUserAsync(user.UserId, default); return true; });
        else
            using (var answer = await browser.PostAsync("/connect/revoke", new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = body.GetProperty("refresh_token").GetString()!, ["client_id"] = client.Id.ToString() })))
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        host.Clock.Advance(IdentitySettings.LivenessInterval);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.MeAsync(token)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(client.Id, body.GetProperty("refresh_token").GetString()!)).Status);
    }

    [Fact]
    public async Task Cohort_4s_people_need_a_second_factor_before_a_token()
    {
        var franchisor = host.AddOrganisation(franchisor: true);
        var client = await host.AddClientAsync(franchisor, [.. Permission.All], pub: true);
        var user = await host.AddUserAsync(franchisor, Role.PlatformAdministrator);
        using var browser = host.Browser();
        var (url, verifier) = AuthorizeUrl(client.Id);
        await IdentityHost.SignInAsync(browser, user, url);
        var next = (await browser.GetAsync(url)).Headers.Location!.OriginalString;
        Assert.StartsWith("/account/authenticator?returnUrl=", next, StringComparison.Ordinal);

        var page = await (await browser.GetAsync(next)).Content.ReadAsStringAsync();
        var key = IdentityHost.Find(page, "<code>(?<it>[A-Z2-7 ]+)</code>")[0].Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        var totp = new Totp(Base32Encoding.ToBytes(key));
        var wrong = await IdentityHost.SubmitAsync(browser, next, ("code", "000000"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var right = await IdentityHost.SubmitAsync(browser, next, ("code", totp.ComputeTotp()));
        var codes = IdentityHost.Find(await right.Content.ReadAsStringAsync(), "<li>(?<it>[^<]+)</li>");
        Assert.Equal(10, codes.Count);
        Assert.Equal(HttpStatusCode.OK, (await ExchangeAsync(client.Id, Code(await browser.GetAsync(url)), verifier)).Status);

        // Next time the password alone does not do; a recovery code does, once.
        foreach (var works in new[] { true, false })
        {
            using var other = host.Browser();
            var asked = await IdentityHost.SignInAsync(other, user, url);
            var second = asked.Headers.Location!.OriginalString;
            Assert.StartsWith("/account/second-factor?returnUrl=", second, StringComparison.Ordinal);
            Assert.StartsWith("/account/sign-in", (await other.GetAsync(url)).Headers.Location!.OriginalString, StringComparison.Ordinal);
            Assert.Equal(works ? HttpStatusCode.Redirect : HttpStatusCode.UnprocessableEntity, (await IdentityHost.SubmitAsync(other, second, ("code", codes[0]))).StatusCode);
        }
        // The key is not to be read in the database.
        var kept = await host.With<IdentityDb, List<string?>>(db => db.UserTokens.Select(t => t.Value).ToListAsync());
        Assert.DoesNotContain(kept, v => v!.Contains(key, StringComparison.Ordinal) || v.Contains(codes[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_works_for_two_organisations_chooses_one_and_cannot_choose_a_third()
    {
        var (one, two, third) = (host.AddOrganisation(), host.AddOrganisation(), host.AddOrganisation());
        await host.With<Accounts, bool>(async a => { await a.RegisterDocsClientAsync(default); return true; });
        var user = await host.AddUserAsync(one, Role.Viewer);
        host.World.Members[(two, user.UserId)] = Role.Coordinator;
        using var browser = host.Browser();
        var (url, verifier) = AuthorizeUrl(null);
        await IdentityHost.SignInAsync(browser, user, url);
        var choose = (await browser.GetAsync(url)).Headers.Location!.OriginalString;
        Assert.StartsWith("/account/organisation?returnUrl=", choose, StringComparison.Ordinal);
        var chosen = await IdentityHost.SubmitAsync(browser, choose, ("organisation", two.ToString()));
        var (status, body) = await ExchangeAsync(null, Code(await browser.GetAsync(chosen.Headers.Location)), verifier);
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        Assert.Equal(two.ToString(), (await host.MeAsync(body.GetProperty("access_token").GetString())).Body.GetProperty("organisation").GetString());
        var refused = await browser.GetAsync(url + "&organisation=" + third);
        Assert.Contains("error=access_denied", refused.Headers.Location!.Query, StringComparison.Ordinal);
        // Another partner's client never acts for her.
        var foreign = await host.AddClientAsync(third, some, pub: true);
        Assert.Contains("error=access_denied", (await browser.GetAsync(AuthorizeUrl(foreign.Id).Url)).Headers.Location!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_wrong_and_locked_look_alike_and_guessing_locks()
    {
        var user = await host.AddUserAsync(host.AddOrganisation(), Role.Viewer);
        using var browser = host.Browser();
        var unknown = await IdentityHost.SubmitAsync(browser, "/account/sign-in?returnUrl=%2Faccount", ("email", "nobody@example.org"), ("password", IdentityHost.Password));
        var texts = new HashSet<string> { Text(await unknown.Content.ReadAsStringAsync()) };
        for (var i = 0; i < 5; i++)
            texts.Add(Text(await (await IdentityHost.SignInAsync(browser, user, password: "wrong wrong wrong")).Content.ReadAsStringAsync()));
        var locked = await IdentityHost.SignInAsync(browser, user);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, locked.StatusCode);
        texts.Add(Text(await locked.Content.ReadAsStringAsync()));
        Assert.Single(texts);

        // The page without what the person typed and what differs by chance.
        string Text(string html) =>
            Regex.Replace(html.Replace(user.Email!, "nobody@example.org", StringComparison.Ordinal), "name=\"__RequestVerificationToken\" value=\"[^\"]+\"", "", RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_a_link_that_works_once()
    {
        var user = await host.AddUserAsync(host.AddOrganisation(), Role.Viewer);
        using var browser = host.Browser();
        var known = await IdentityHost.SubmitAsync(browser, "/account/forgot-password", ("email", user.Email!));
        var unknown = await IdentityHost.SubmitAsync(browser, "/account/forgot-password", ("email", "nobody@example.org"));
        Assert.Equal(await known.Content.ReadAsStringAsync(), await unknown.Content.ReadAsStringAsync());
        Assert.True(SpinWait.SpinUntil(() => !host.Outbox.Sent.IsEmpty, TimeSpan.FromSeconds(10)));
        var (to, text) = Assert.Single(host.Outbox.Sent);
        Assert.Equal(user.Email, to);
        var link = new Uri(IdentityHost.Find(text, "(?<it>http://\\S+)")[0]).PathAndQuery;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await IdentityHost.SubmitAsync(browser, link, ("password", "short"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await IdentityHost.SubmitAsync(browser, link, ("password", "another good password"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await IdentityHost.SubmitAsync(browser, link, ("password", "a third good password"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await IdentityHost.SignInAsync(browser, user, password: "another good password")).StatusCode);
    }

    [Fact]
    public async Task An_invitation_makes_an_account_and_works_once()
    {
        var organisation = host.AddOrganisation();
        var email = $"{Guid.CreateVersion7():N}@example.org";
        host.World.Invitations["secret"] = (organisation, email);
        using var browser = host.Browser();
        var url = $"/account/invitation?organisation={organisation}&token=secret";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await IdentityHost.SubmitAsync(browser, url, ("displayName", "Ada"), ("password", "short"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await IdentityHost.SubmitAsync(browser, url, ("displayName", "Ada"), ("password", IdentityHost.Password))).StatusCode);
        var user = await host.With<Accounts, FranchiseUser?>(a => a.FindUserAsync(email));
        Assert.Equal(Role.Viewer, host.World.Members[(organisation, user!.UserId)]);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/account/invitation?organisation=x&token=secret")).StatusCode);
    }

    [Fact]
    public async Task Pages_are_guarded_against_forgery_framing_caching_and_open_redirects()
    {
        var user = await host.AddUserAsync(host.AddOrganisation(), Role.Viewer);
        using var browser = host.Browser();
        var forged = await browser.PostAsync("/account/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["email"] = user.Email!, ["password"] = IdentityHost.Password }));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        var page = await browser.GetAsync("/account/sign-in?returnUrl=%22%3E%3Cscript%3E");
        Assert.DoesNotContain("\"><script>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
        Assert.Contains("frame-ancestors 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        foreach (var elsewhere in new[] { "https://evil.example.org", "//evil.example.org", "/\\evil.example.org", "/\t/evil.example.org", "javascript:alert(1)" })
            Assert.Equal("/account", (await IdentityHost.SignInAsync(browser, user, elsewhere)).Headers.Location!.OriginalString);
        foreach (var path in new[] { "/account", "/account/passkeys", "/account/authenticator", "/account/forgot-password", "/account/style.css", "/account/passkeys.js" })
            Assert.True((await browser.GetAsync(path)).IsSuccessStatusCode, path);
        var options = await browser.PostAsync("/account/passkeys/request-options", null);
        Assert.Equal(HttpStatusCode.BadRequest, options.StatusCode);
        var signedOut = await IdentityHost.SubmitAsync(browser, "/connect/logout");
        Assert.Equal("/account/signed-out", signedOut.Headers.Location!.OriginalString);
        Assert.StartsWith("/account/sign-in", (await browser.GetAsync("/account")).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passkey_ceremonies_begin()
    {
        var user = await host.AddUserAsync(host.AddOrganisation(), Role.Viewer);
        using var browser = host.Browser();
        await IdentityHost.SignInAsync(browser, user);
        var html = await (await browser.GetAsync("/account/passkeys")).Content.ReadAsStringAsync();
        var token = IdentityHost.FormToken(html);
        foreach (var (path, expected) in new[] { ("creation-options", "\"userVerification\":\"required\""), ("request-options", "\"rpId\":\"localhost\"") })
        {
            var answer = await browser.PostAsync("/account/passkeys/" + path, new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token }));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        var bad = await browser.PostAsync("/account/passkeys", new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["credential"] = "{}" }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.StatusCode);
    }

    [Fact]
    public async Task Two_instances_share_keys_and_a_new_key_takes_over_unnoticed()
    {
        await using var twin = await IdentityHost.StartAsync(database, twinOf: host);
        KeyRing ours = host.Services.GetRequiredService<KeyRing>(), theirs = twin.Services.GetRequiredService<KeyRing>();
        Assert.Equal(ours.Current.Signing[0].Kid, theirs.Current.Signing[0].Kid);
        var client = await host.AddClientAsync(host.AddOrganisation(), some);
        var before = await host.AccessTokenAsync(client);
        Assert.Equal(HttpStatusCode.OK, (await twin.MeAsync(before)).Status);

        await ours.RotateAsync(default);
        await Task.WhenAll(ours.RefreshAsync(default), theirs.RefreshAsync(default));
        var known = ours.Current.Signing.Select(k => k.Kid).ToList();
        // Published first, used two minutes later.
        Assert.Equal(new JsonWebToken(before).Kid, new JsonWebToken(await host.AccessTokenAsync(client)).Kid);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await Task.WhenAll(ours.RefreshAsync(default), theirs.RefreshAsync(default));
        var after = await host.AccessTokenAsync(client);
        Assert.NotEqual(new JsonWebToken(before).Kid, new JsonWebToken(after).Kid);
        Assert.Contains(new JsonWebToken(after).Kid, known);
        foreach (var token in new[] { before, after })
            foreach (var instance in new[] { host, twin })
                Assert.Equal(HttpStatusCode.OK, (await instance.MeAsync(token)).Status);
        using var browser = twin.Browser();
        var published = JsonElement.Parse(await browser.GetStringAsync("/.well-known/jwks")).GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("kid").GetString()).ToList();
        Assert.Contains(new JsonWebToken(before).Kid, published);
        Assert.Contains(new JsonWebToken(after).Kid, published);
        // A cookie of one instance is a cookie of the other.
        var user = await host.AddUserAsync(host.AddOrganisation(), Role.Viewer);
        using var here = host.Browser();
        var signedIn = await IdentityHost.SignInAsync(here, user);
        using var there = twin.Browser();
        there.DefaultRequestHeaders.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("franchise.session", StringComparison.Ordinal)).Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task Keys_are_sealed_in_the_database()
    {
        var rows = await host.With<IdentityDb, List<SigningKey>>(db => db.SigningKeys.ToListAsync());
        Assert.Contains(rows, r => r.Use == SigningKey.Signature);
        Assert.Contains(rows, r => r.Use == SigningKey.Encryption);
        foreach (var row in rows)
        {
            using var rsa = RSA.Create();
            Assert.ThrowsAny<CryptographicException>(() => rsa.ImportPkcs8PrivateKey(row.Sealed, out _));
        }
        var protection = await host.With<IdentityDb, List<string?>>(db => db.DataProtectionKeys.Select(k => k.Xml).ToListAsync());
        Assert.NotEmpty(protection);
        Assert.All(protection, xml => Assert.Contains("<sealed", xml, StringComparison.Ordinal));
        Assert.All(protection, xml => Assert.DoesNotContain("<masterKey", xml, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_configured_key_signs_in_place_of_the_kept_one()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var configured = await IdentityHost.StartAsync(database, with: s => s with { SigningKeys = [ecdsa.ExportPkcs8PrivateKeyPem()] });
        var token = await configured.AccessTokenAsync(await configured.AddClientAsync(configured.AddOrganisation(), some));
        Assert.Equal("ES256", new JsonWebToken(token).Alg);
        Assert.Equal(HttpStatusCode.OK, (await configured.MeAsync(token)).Status);
    }

    [Fact]
    public async Task Pruning_deletes_what_ran_out_and_keeps_what_counts()
    {
        var client = await host.AddClientAsync(host.AddOrganisation(), some);
        var old = new JsonWebToken(await host.AccessTokenAsync(client));
        host.Clock.Advance(TimeSpan.FromHours(2));
        var current = new JsonWebToken(await host.AccessTokenAsync(client));
        Assert.InRange(await host.With<PruneTokens, int>(p => p.RunAsync(default)), 1, int.MaxValue);
        var left = await host.With<IdentityDb, List<Guid>>(db => db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>().Select(t => t.Id).ToListAsync());
        Assert.DoesNotContain(Guid.Parse(old.GetClaim("oi_tkn_id").Value), left);
        Assert.Contains(Guid.Parse(current.GetClaim("oi_tkn_id").Value), left);
    }

    private static (string Url, string Verifier) AuthorizeUrl(Id<ApiClient>? client)
    {
        var verifier = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var (id, redirect) = client is null ? (Accounts.DocsClientId, "http://localhost/docs/oauth2-redirect.html") : (client.Value.ToString(), IdentityHost.Redirect);
        return (
            $"/connect/authorize?response_type=code&client_id={id}&redirect_uri={Uri.EscapeDataString(redirect)}&scope=openid%20offline_access&state=s"
                + $"&code_challenge={challenge}&code_challenge_method=S256",
            verifier
        );
    }

    private static string Code(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var codes = IdentityHost.Find(answer.Headers.Location!.Query, "[?&]code=(?<it>[^&]+)");
        Assert.True(codes.Count == 1, answer.Headers.Location.OriginalString);
        return codes[0];
    }

    private Task<(HttpStatusCode Status, JsonElement Body)> ExchangeAsync(Id<ApiClient>? client, string code, string verifier) =>
        host.TokenAsync(
            ("grant_type", "authorization_code"), ("client_id", client?.ToString() ?? Accounts.DocsClientId),
            ("redirect_uri", client is null ? "http://localhost/docs/oauth2-redirect.html" : IdentityHost.Redirect), ("code", code), ("code_verifier", verifier)
        );

    private Task<(HttpStatusCode Status, JsonElement Body)> RefreshAsync(Id<ApiClient> client, string token) =>
        host.TokenAsync(("grant_type", "refresh_token"), ("client_id", client.ToString()), ("refresh_token", token));
}
