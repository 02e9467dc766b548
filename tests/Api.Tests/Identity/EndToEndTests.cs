using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Franchise.Api.Organisations;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using OtpNet;

namespace Franchise.Api.Tests.Identity;

/// <summary>A whole program whose clock the tests move.</summary>
public sealed class ClockedApp : IAsyncLifetime
{
    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public App App { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        App = await App.StartAsync(services: s => s.AddSingleton<TimeProvider>(Clock));
        await using var scope = App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Accounts>().RegisterDocsClientAsync(default);
    }

    public async Task DisposeAsync() => await App.DisposeAsync();
}

/// <summary>Signing in and being shut out through the whole program: pages, tokens, members and clients as the API itself makes them.</summary>
public sealed class EndToEndTests(ClockedApp clocked) : IClassFixture<ClockedApp>
{
    private const string Password = "four unrelated words";
    private const string Redirect = "https://app.example.org/callback";
    private const string DocsRedirect = "https://franchise.test/docs/oauth2-redirect.html";
    private readonly App app = clocked.App;

    [Fact]
    public async Task A_partners_system_proves_itself_by_either_of_two_live_secrets_and_by_nothing_else()
    {
        var partner = await app.PartnerAsync();
        var made = (await partner.PostAsync("/v1/clients", new { name = "Case management", kind = "confidential", permissions = new[] { Permission.OrganisationRead, Permission.MembersRead } })).Is(201);
        var (id, first) = (made.Json.GetProperty("client").GetProperty("id").GetString()!, made.Text("secret"));
        var rotated = (await partner.PostAsync($"/v1/clients/{id}/secrets", new { overlapHours = 1 })).Is(201);
        var second = rotated.Text("secret");
        Assert.NotEqual(first, second);
        foreach (var secret in new[] { first, second })
            (await As(await app.TokenAsync(id, secret), partner).GetAsync("/v1/members")).Is(200);

        foreach (var (client, secret) in new[] { (id, "wrong"), (id, partner.Secret), (id, ""), ("cli_00000000000000000000000000", first), ("nobody", first), (Accounts.DocsClientId, first) })
        {
            var (status, body) = await TokenAsync(("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret));
            Assert.Equal(secret.Length == 0 || client == Accounts.DocsClientId ? HttpStatusCode.BadRequest : HttpStatusCode.Unauthorized, status);
            Assert.DoesNotContain("access_token", body.ToString(), StringComparison.Ordinal);
        }

        // Asked for less, given less; asked for what it does not hold, given nothing.
        var less = As(await app.TokenAsync(id, second, Permission.OrganisationRead), partner);
        (await less.GetAsync("/v1/organisation")).Is(200);
        (await less.GetAsync("/v1/members")).Refuses(403, "permission_missing");
        var (refused, why) = await TokenAsync(("grant_type", "client_credentials"), ("client_id", id), ("client_secret", second), ("scope", Permission.SeatsWrite));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_scope"), (refused, why.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_revoked_token_and_a_closed_organisations_token_count_no_more()
    {
        var partner = await app.PartnerAsync();
        var token = await app.TokenAsync(partner.ClientId.ToString(), partner.Secret);
        (await As(token, partner).GetAsync("/v1/organisation")).Is(200);
        await RevokeAsync(("token", token), ("client_id", partner.ClientId.ToString()), ("client_secret", partner.Secret));
        clocked.Clock.Advance(IdentitySettings.LivenessInterval);
        (await As(token, partner).GetAsync("/v1/organisation")).Refuses(401, "unauthenticated");
        (await partner.GetAsync("/v1/organisation")).Is(200);

        (await app.Admin.PostAsync($"/v1/organisations/{partner.Organisation}/close", new StatusReasonRequest("They left."))).Is(200);
        clocked.Clock.Advance(IdentitySettings.LivenessInterval);
        (await partner.GetAsync("/v1/organisation")).Refuses(401, "unauthenticated");
        Assert.NotEqual(HttpStatusCode.OK, (await TokenAsync(("grant_type", "client_credentials"), ("client_id", partner.ClientId.ToString()), ("client_secret", partner.Secret))).Status);
    }

    [Fact]
    public async Task A_person_signs_in_through_the_pages_works_refreshes_and_loses_all_when_her_token_is_stolen()
    {
        var partner = await app.PartnerAsync();
        var client = await FrontEndAsync(partner, [Permission.OrganisationRead, Permission.MembersRead, Permission.OrganisationWrite]);
        var (_, email) = await PersonAsync(partner.Organisation, Role.Viewer);
        using var browser = Browser();
        var (url, verifier) = AuthorizeUrl(client, Redirect);
        Assert.StartsWith("/account/sign-in?returnUrl=", await LocationAsync(browser, url), StringComparison.Ordinal);
        Assert.Equal(url, await SignInAsync(browser, email, url));
        var tokens = await ExchangeAsync(client, Redirect, await CodeAsync(browser, url), verifier);

        // Her role, the client and the scopes, cut to what all three have.
        var her = As(tokens.GetProperty("access_token").GetString()!, partner);
        (await her.GetAsync("/v1/organisation")).Is(200);
        (await her.GetAsync("/v1/members")).Refuses(403, "permission_missing");
        (await her.PostAsync("/v1/contacts", ContactRequest.Example)).Refuses(403, "permission_missing");

        var old = tokens.GetProperty("refresh_token").GetString()!;
        var (status, renewed) = await RefreshAsync(client, old);
        Assert.Equal(HttpStatusCode.OK, status);
        var newer = As(renewed.GetProperty("access_token").GetString()!, partner);
        (await newer.GetAsync("/v1/organisation")).Is(200);
        clocked.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(client, old)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(client, renewed.GetProperty("refresh_token").GetString()!)).Status);
        clocked.Clock.Advance(IdentitySettings.LivenessInterval);
        (await newer.GetAsync("/v1/organisation")).Refuses(401, "unauthenticated");

        // Signed out, the browser is asked for the password again.
        Assert.Equal("/account/signed-out", (await IdentityHost.SubmitAsync(browser, "/connect/logout")).Headers.Location!.OriginalString);
        Assert.StartsWith("/account/sign-in?returnUrl=", await LocationAsync(browser, url), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("member")]
    [InlineData("member removed")]
    [InlineData("user")]
    [InlineData("client")]
    [InlineData("refresh token")]
    public async Task Whoever_is_shut_out_is_out_within_half_a_minute(string what)
    {
        var partner = await app.PartnerAsync();
        var client = await FrontEndAsync(partner, [Permission.OrganisationRead]);
        var (member, email) = await PersonAsync(partner.Organisation, Role.Viewer);
        using var browser = Browser();
        var (url, verifier) = AuthorizeUrl(client, Redirect);
        await SignInAsync(browser, email, url);
        var tokens = await ExchangeAsync(client, Redirect, await CodeAsync(browser, url), verifier);
        var her = As(tokens.GetProperty("access_token").GetString()!, partner);
        (await her.GetAsync("/v1/organisation")).Is(200);
        switch (what)
        {
            case "member":
                (await partner.PostAsync($"/v1/members/{member.Id}/disable")).Is(200);
                break;
            case "member removed":
                (await partner.DeleteAsync($"/v1/members/{member.Id}")).Is(204);
                break;
            case "user":
                await WithAsync<Accounts>(a => a.DisableUserAsync(member.UserId, default));
                break;
            case "client":
                (await partner.PostAsync($"/v1/clients/{client}/disable")).Is(200);
                break;
            default:
                await RevokeAsync(("token", tokens.GetProperty("refresh_token").GetString()!), ("client_id", client));
                break;
        }
        clocked.Clock.Advance(IdentitySettings.LivenessInterval);
        (await her.GetAsync("/v1/organisation")).Refuses(401, "unauthenticated");
        Assert.NotEqual(HttpStatusCode.OK, (await RefreshAsync(client, tokens.GetProperty("refresh_token").GetString()!)).Status);
    }

    [Fact]
    public async Task Who_belongs_to_two_organisations_chooses_one_and_can_choose_no_third()
    {
        var (one, two, third) = (await app.PartnerAsync(), await app.PartnerAsync(), await app.PartnerAsync());
        var (member, email) = await PersonAsync(one.Organisation, Role.Viewer);
        await JoinAsync(two.Organisation, member.UserId, Role.Coordinator, email);
        using var browser = Browser();
        var (url, verifier) = AuthorizeUrl(Accounts.DocsClientId, DocsRedirect);
        await SignInAsync(browser, email, url);
        var choose = await LocationAsync(browser, url);
        Assert.StartsWith("/account/organisation?returnUrl=", choose, StringComparison.Ordinal);
        var page = await browser.GetStringAsync(choose);
        Assert.Contains(one.Organisation.ToString(), page, StringComparison.Ordinal);
        Assert.DoesNotContain(third.Organisation.ToString(), page, StringComparison.Ordinal);
        var chosen = (await IdentityHost.SubmitAsync(browser, choose, ("organisation", two.Organisation.ToString()))).Headers.Location!.OriginalString;
        var tokens = await ExchangeAsync(Accounts.DocsClientId, DocsRedirect, await CodeAsync(browser, chosen), verifier);
        var her = As(tokens.GetProperty("access_token").GetString()!, two);
        Assert.Equal(two.Organisation.ToString(), (await her.GetAsync("/v1/organisation")).Is(200).Text("id"));
        Assert.Contains("error=access_denied", await LocationAsync(browser, url + "&organisation=" + third.Organisation), StringComparison.Ordinal);
        // Another partner's front end never acts for her.
        var foreign = await FrontEndAsync(third, [Permission.OrganisationRead]);
        Assert.Contains("error=access_denied", await LocationAsync(browser, AuthorizeUrl(foreign, Redirect).Url), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_gets_no_token_before_she_has_set_up_and_used_a_second_factor()
    {
        var (_, email) = await PersonAsync(Organisation.FranchisorId, Role.PlatformAdministrator);
        var (url, verifier) = AuthorizeUrl(Accounts.DocsClientId, DocsRedirect);
        string key;
        using (var browser = Browser())
        {
            await SignInAsync(browser, email, url);
            var enrol = await LocationAsync(browser, url);
            Assert.StartsWith("/account/authenticator?returnUrl=", enrol, StringComparison.Ordinal);
            Assert.Contains("error=interaction_required", await LocationAsync(browser, url + "&prompt=none"), StringComparison.Ordinal);
            key = IdentityHost.Find(await browser.GetStringAsync(enrol), "<code>(?<it>[A-Z2-7 ]+)</code>")[0].Replace(" ", "", StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await IdentityHost.SubmitAsync(browser, enrol, ("code", "000000"))).StatusCode);
            var done = await IdentityHost.SubmitAsync(browser, enrol, ("code", Code(key)));
            Assert.Equal(10, IdentityHost.Find(await done.Content.ReadAsStringAsync(), "<li>(?<it>[^<]+)</li>").Count);
            await CodeAsync(browser, url);
        }
        using var later = Browser();
        var second = await SignInAsync(later, email, url);
        Assert.StartsWith("/account/second-factor?returnUrl=", second, StringComparison.Ordinal);
        // The password alone is not a session.
        Assert.StartsWith("/account/sign-in", await LocationAsync(later, url), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await IdentityHost.SubmitAsync(later, second, ("code", "000000"))).StatusCode);
        Assert.Equal(url, (await IdentityHost.SubmitAsync(later, second, ("code", Code(key)))).Headers.Location!.OriginalString);
        var tokens = await ExchangeAsync(Accounts.DocsClientId, DocsRedirect, await CodeAsync(later, url), verifier);
        (await As(tokens.GetProperty("access_token").GetString()!, app.Admin).GetAsync("/v1/organisations?limit=1")).Is(200);
    }

    [Fact]
    public async Task An_invitation_goes_by_mail_makes_a_member_and_works_once()
    {
        // By real time, and through the application that all tests share: whoever sends the waiting messages, they come into one mailbox.
        var shared = await App.RunningAsync();
        await using (var scope = shared.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<Accounts>().RegisterDocsClientAsync(default);
        var partner = await shared.PartnerAsync();
        var email = NewAddress();
        (await partner.PostAsync("/v1/invitations", new { email, role = "viewer" })).Is(201);
        await shared.Services.GetRequiredService<SendEmails>().RunAsync(default);
        await UntilAsync(() => shared.Mail.To(email).Any());
        var message = Assert.Single(shared.Mail.To(email));
        var link = new Uri(IdentityHost.Find(message.Text, "(?<it>https://\\S+)")[0]).PathAndQuery;
        using var browser = Browser(shared);
        Assert.Contains(email, WebUtility.HtmlDecode(await browser.GetStringAsync(link)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await IdentityHost.SubmitAsync(browser, link, ("displayName", "Ada"), ("password", "short"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await IdentityHost.SubmitAsync(browser, link, ("displayName", "Ada"), ("password", Password))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(link)).StatusCode);

        var member = Assert.Single((await partner.GetAsync("/v1/members")).Is(200).Json.GetProperty("data").EnumerateArray());
        Assert.Equal(("Ada", email, "viewer"), (member.GetProperty("displayName").GetString(), member.GetProperty("email").GetString(), member.GetProperty("role").GetString()));
        Assert.Equal("accepted", (await partner.GetAsync("/v1/invitations")).Json.GetProperty("data")[0].GetProperty("status").GetString());
        (await partner.PostAsync("/v1/invitations", new { email, role = "viewer" })).Refuses(409, "already_a_member");

        using var fresh = Browser(shared);
        var (url, verifier) = AuthorizeUrl(Accounts.DocsClientId, DocsRedirect);
        await SignInAsync(fresh, email, url);
        var tokens = await ExchangeAsync(Accounts.DocsClientId, DocsRedirect, await CodeAsync(fresh, url), verifier, shared);
        (await new Caller(shared, partner.Organisation, partner.ClientId, "", tokens.GetProperty("access_token").GetString()!).GetAsync("/v1/organisation")).Is(200);
    }

    [Fact]
    public async Task A_forgotten_password_is_answered_alike_for_everybody_and_a_new_one_ends_every_session()
    {
        var partner = await app.PartnerAsync();
        var client = await FrontEndAsync(partner, [Permission.OrganisationRead]);
        var (_, email) = await PersonAsync(partner.Organisation, Role.Viewer);
        using var browser = Browser();
        var (url, verifier) = AuthorizeUrl(client, Redirect);
        await SignInAsync(browser, email, url);
        var her = As((await ExchangeAsync(client, Redirect, await CodeAsync(browser, url), verifier)).GetProperty("access_token").GetString()!, partner);
        (await her.GetAsync("/v1/organisation")).Is(200);

        using var elsewhere = Browser();
        var answers = new HashSet<(HttpStatusCode, string)>();
        foreach (var address in new[] { email, NewAddress() })
        {
            var answer = await IdentityHost.SubmitAsync(elsewhere, "/account/forgot-password", ("email", address));
            answers.Add((answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }
        Assert.Single(answers);
        var link = new Uri(IdentityHost.Find(await app.ResetMessageAsync(email), "(?<it>https://\\S+)")[0]).PathAndQuery;
        Assert.Equal(HttpStatusCode.OK, (await IdentityHost.SubmitAsync(elsewhere, link, ("password", "another good password"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await IdentityHost.SubmitAsync(elsewhere, link, ("password", "a third good password"))).StatusCode);
        clocked.Clock.Advance(TimeSpan.FromMinutes(1));
        (await her.GetAsync("/v1/organisation")).Refuses(401, "unauthenticated");
        Assert.StartsWith("/account/sign-in", await LocationAsync(browser, url), StringComparison.Ordinal);
        Assert.Equal(url, await SignInAsync(elsewhere, email, url, "another good password"));
    }

    [Fact]
    public async Task Guessing_locks_and_locked_wrong_and_unknown_look_alike()
    {
        var partner = await app.PartnerAsync();
        var (_, email) = await PersonAsync(partner.Organisation, Role.Viewer);
        using var browser = Browser();
        var pages = new HashSet<string> { await PageAsync(NewAddress(), Password) };
        for (var i = 0; i < 5; i++)
            pages.Add(await PageAsync(email, "wrong wrong wrong"));
        pages.Add(await PageAsync(email, Password));
        Assert.Single(pages);

        async Task<string> PageAsync(string address, string password)
        {
            var answer = await IdentityHost.SubmitAsync(browser, "/account/sign-in", ("email", address), ("password", password));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var html = (await answer.Content.ReadAsStringAsync()).Replace(address, "", StringComparison.Ordinal);
            return Regex.Replace(html, "name=\"__RequestVerificationToken\" value=\"[^\"]+\"", "", RegexOptions.None, TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task One_setting_bounds_how_often_an_address_tries_secrets_at_the_pages_and_at_the_token_endpoint()
    {
        await using var bounded = await App.StartAsync(new() { ["RateLimits:SignInPerMinute"] = "6" });
        using var browser = Browser(bounded);
        List<HttpResponseMessage> answers = [];
        for (var i = 0; i < 8; i++)
            answers.Add(await browser.PostAsync("/account/sign-in", new FormUrlEncodedContent([])));
        var refused = answers[^1];
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("text/html", refused.Content.Headers.ContentType!.MediaType);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.BadRequest, answers[0].StatusCode);
        // A token request that is refused counts too.
        foreach (var path in new[] { "/connect/token", "/connect/revoke" })
        {
            var other = await browser.PostAsync(path, new FormUrlEncodedContent([]));
            Assert.Equal((HttpStatusCode.TooManyRequests, "application/problem+json"), (other.StatusCode, other.Content.Headers.ContentType!.MediaType));
        }

        // Nought is no limit, as for every other.
        using var unbounded = Browser();
        for (var i = 0; i < 70; i++)
            Assert.Equal(HttpStatusCode.BadRequest, (await unbounded.PostAsync("/account/sign-in", new FormUrlEncodedContent([]))).StatusCode);
    }

    [Fact]
    public async Task The_job_dashboard_opens_to_whoever_holds_its_permission_and_has_used_a_second_factor()
    {
        await using var working = await App.StartAsync(new() { ["Jobs:Enabled"] = "true" });
        using var administrator = await Tests.SignIn.BrowserAsync(working, Role.PlatformAdministrator);
        Assert.Equal(HttpStatusCode.OK, (await administrator.GetAsync("/jobs")).StatusCode);
        using var lead = await Tests.SignIn.BrowserAsync(working, Role.QualityLead);
        using var weak = await Tests.SignIn.BrowserAsync(working, Role.PlatformAdministrator, secondFactor: false);
        using var nobody = Browser(working);
        foreach (var browser in new[] { lead, weak, nobody })
            Assert.Contains((await browser.GetAsync("/jobs")).StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden });
    }

    private static string NewAddress() => $"{Guid.CreateVersion7():N}@example.org";

    private static string Code(string key) => new Totp(Base32Encoding.ToBytes(key)).ComputeTotp();

    private Caller As(string token, Caller of) => new(app, of.Organisation, of.ClientId, of.Secret, token);

    private HttpClient Browser(App? at = null)
    {
        using var http = (at ?? app).CreateClient();
        return new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = http.BaseAddress };
    }

    private async Task WithAsync<T>(Func<T, Task> act)
        where T : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<T>());
    }

    private async Task<(Member Member, string Email)> PersonAsync(Id<Organisation> organisation, Role role)
    {
        var email = NewAddress();
        FranchiseUser user = null!;
        await WithAsync<Accounts>(async a => user = await a.CreateUserAsync(email, Password));
        return (await JoinAsync(organisation, user.UserId, role, email), email);
    }

    private async Task<Member> JoinAsync(Id<Organisation> organisation, Id<User> user, Role role, string email)
    {
        var member = new Member(organisation, user, role, "Someone", email, TimeProvider.System.GetUtcNow());
        await using var db = await app.Database.Doors.AcrossTenants("test", Actor.System, default);
        db.Add(member);
        await db.SaveChangesAsync();
        return member;
    }

    private static async Task<string> FrontEndAsync(Caller partner, string[] permissions) =>
        (await partner.PostAsync("/v1/clients", new { name = "Front end", kind = "public", permissions, redirectUris = new[] { Redirect } }))
            .Is(201)
            .Json.GetProperty("client")
            .GetProperty("id")
            .GetString()!;

    private static (string Url, string Verifier) AuthorizeUrl(string client, string redirect)
    {
        var verifier = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        return (
            $"/connect/authorize?response_type=code&client_id={client}&redirect_uri={Uri.EscapeDataString(redirect)}&scope=openid%20offline_access&state=s"
                + $"&code_challenge={challenge}&code_challenge_method=S256",
            verifier
        );
    }

    private static async Task<string> LocationAsync(HttpClient browser, string url)
    {
        using var answer = await browser.GetAsync(url);
        Assert.True(answer.Headers.Location is not null, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer.Headers.Location.OriginalString;
    }

    private static async Task<string> CodeAsync(HttpClient browser, string url)
    {
        var location = await LocationAsync(browser, url);
        var codes = IdentityHost.Find(location, "[?&]code=(?<it>[^&]+)");
        Assert.True(codes.Count == 1, location);
        return codes[0];
    }

    private static async Task<string> SignInAsync(HttpClient browser, string email, string returnUrl, string password = Password)
    {
        var answer = await IdentityHost.SubmitAsync(
            browser,
            "/account/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl),
            ("email", email),
            ("password", password)
        );
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.OriginalString;
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> TokenAsync(params (string Name, string Value)[] form) => await TokenAsync(app, form);

    private static async Task<(HttpStatusCode Status, JsonElement Body)> TokenAsync(App at, (string Name, string Value)[] form)
    {
        using var http = at.CreateClient();
        using var content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await http.PostAsync("/connect/token", content);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    private async Task<JsonElement> ExchangeAsync(string client, string redirect, string code, string verifier, App? at = null)
    {
        var (status, body) = await TokenAsync(
            at ?? app,
            [("grant_type", "authorization_code"), ("client_id", client), ("redirect_uri", redirect), ("code", code), ("code_verifier", verifier)]
        );
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        return body;
    }

    private Task<(HttpStatusCode Status, JsonElement Body)> RefreshAsync(string client, string token) =>
        TokenAsync(("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", token));

    private async Task RevokeAsync(params (string Name, string Value)[] form)
    {
        using var http = app.CreateClient();
        using var content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await http.PostAsync("/connect/revoke", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task UntilAsync(Func<bool> done)
    {
        for (var i = 0; i < 400 && !done(); i++)
            await Task.Delay(25);
        Assert.True(done());
    }
}
