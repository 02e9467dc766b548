using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Franchise.Api.Tests.Identity;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using OtpNet;

namespace Franchise.Api.Tests;

/// <summary>People who sign in through the pages, as an operator's own people do.</summary>
internal static partial class SignIn
{
    private const string Password = "four unrelated words";
    private const string Redirect = "https://app.example.org/callback";

    /// <summary>A new platform administrator with an authenticator app, and a front end of Cohort 4's that holds all she may do.</summary>
    public static async Task<Caller> AdministratorAsync(App app)
    {
        var made = (await app.Admin.PostAsync(
            "/v1/clients",
            new { name = "Front end", kind = "public", permissions = Permission.Of(Role.PlatformAdministrator), redirectUris = new[] { Redirect } }
        )).Is(201);
        var client = made.Json.GetProperty("client").GetProperty("id").GetString()!;
        using var browser = await BrowserAsync(app, Role.PlatformAdministrator);
        return new(app, Organisation.FranchisorId, app.Admin.ClientId, "", await TokenAsync(browser, client, Redirect));
    }

    /// <summary>A person with a role, invited by a coordinator. Answers her as a caller, with the id of her membership and her address.</summary>
    public static async Task<(Caller Caller, string MemberId, string Email)> InvitedAsync(
        Caller coordinator, string role, string displayName = "Someone", string? address = null)
    {
        var app = coordinator.App;
        var email = address ?? $"{role.ToLowerInvariant()}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5))}@example.org";
        (await coordinator.PostAsync("/v1/invitations", new { email, role })).Is(201);
        var link = new Uri(Link().Match((await app.MessageAsync(email)).Text).Value);
        using var any = app.Anonymous;
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler) { BaseAddress = any.BaseAddress };
        using var joined = await IdentityHost.SubmitAsync(browser, link.PathAndQuery, ("displayName", displayName), ("password", Password));
        Assert.True(joined.IsSuccessStatusCode, await joined.Content.ReadAsStringAsync());
        var member = (await coordinator.GetAsync("/v1/members?limit=200")).Is(200).Json.GetProperty("data").EnumerateArray().Single(m => m.GetProperty("email").GetString() == email);
        var permissions = Permission.ForPartnerClients.Order().ToArray();
        var made = (await coordinator.PostAsync("/v1/clients", new { name = "Front end", kind = "public", permissions, redirectUris = new[] { Redirect } })).Is(201);
        var client = made.Json.GetProperty("client").GetProperty("id").GetString()!;
        return (new(app, coordinator.Organisation, default, "", await TokenAsync(browser, client, Redirect)), member.GetProperty("id").GetString()!, email);
    }

    /// <summary>An access token for a front end, from a browser in which somebody has signed in: the authorization code flow with PKCE.</summary>
    public static async Task<string> TokenAsync(HttpClient browser, string client, string redirect)
    {
        var verifier = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        using var authorised = await browser.GetAsync(
            $"/connect/authorize?response_type=code&client_id={client}&redirect_uri={Uri.EscapeDataString(redirect)}&scope=openid&state=s"
                + $"&code_challenge={challenge}&code_challenge_method=S256"
        );
        var code = IdentityHost.Find(authorised.Headers.Location?.Query ?? "", "[?&]code=(?<it>[^&]+)");
        Assert.True(code.Count == 1, $"{authorised.StatusCode} {authorised.Headers.Location} {await authorised.Content.ReadAsStringAsync()}");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = client,
            ["redirect_uri"] = redirect,
            ["code"] = code[0],
            ["code_verifier"] = verifier,
        });
        using var answer = await browser.PostAsync("/connect/token", form);
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode, tokens.ToString());
        return tokens.GetProperty("access_token").GetString()!;
    }

    /// <summary>A browser in which a new person of Cohort 4's has signed in, with two factors unless told otherwise.</summary>
    public static async Task<HttpClient> BrowserAsync(App app, Role role, bool secondFactor = true)
    {
        var email = $"{Guid.CreateVersion7():N}@example.org";
        FranchiseUser user;
        await using (var scope = app.Services.CreateAsyncScope())
            user = await scope.ServiceProvider.GetRequiredService<Accounts>().CreateUserAsync(email, Password);
        await using (var db = await app.Database.Doors.AcrossTenants("test", Actor.System, default))
        {
            db.Add(new Member(Organisation.FranchisorId, user.UserId, role, "Someone", email, TimeProvider.System.GetUtcNow()));
            await db.SaveChangesAsync();
        }
        using var any = app.CreateClient();
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = any.BaseAddress };
        Assert.Equal(HttpStatusCode.Redirect, (await IdentityHost.SignInAsync(browser, user)).StatusCode);
        if (secondFactor)
        {
            var key = IdentityHost.Find(await browser.GetStringAsync("/account/authenticator"), "<code>(?<it>[A-Z2-7 ]+)</code>")[0].Replace(" ", "", StringComparison.Ordinal);
            using var done = await IdentityHost.SubmitAsync(browser, "/account/authenticator", ("code", new Totp(Base32Encoding.ToBytes(key)).ComputeTotp()));
            Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync());
        }
        return browser;
    }

    [GeneratedRegex(@"https?://\S+/account/invitation\S+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
