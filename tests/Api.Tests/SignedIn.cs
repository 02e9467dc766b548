using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Franchise.Api.Tests.Identity;
using Franchise.Infrastructure.Email;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Franchise.Api.Tests;

/// <summary>People who come in as people do: by invitation, with a password of their own, and a token from signing in with PKCE.</summary>
internal static partial class SignedIn
{
    private const string Redirect = "https://app.example.org/callback";
    private const string Password = "four unrelated words";

    /// <summary>A person with a role, invited by a coordinator. Answers her as a caller, with the id of her membership and her address.</summary>
    public static async Task<(Caller Caller, string MemberId, string Email)> AsAsync(Caller coordinator, string role)
    {
        var app = coordinator.App;
        var email = $"{role.ToLowerInvariant()}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5))}@example.org";
        (await coordinator.PostAsync("/v1/invitations", new { email, role })).Is(201);
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<SendEmails>().RunAsync(default);
        var link = new Uri(Link().Match(app.Mail.To(email).Last().Text).Value);
        using var any = app.Anonymous;
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler) { BaseAddress = any.BaseAddress };
        using var joined = await IdentityHost.SubmitAsync(browser, link.PathAndQuery, ("displayName", "Someone"), ("password", Password));
        Assert.True(joined.IsSuccessStatusCode, await joined.Content.ReadAsStringAsync());
        var member = (await coordinator.GetAsync("/v1/members?limit=200")).Is(200).Json.GetProperty("data").EnumerateArray().Single(m => m.GetProperty("email").GetString() == email);
        return (new(app, coordinator.Organisation, default, "", await TokenAsync(browser, coordinator)), member.GetProperty("id").GetString()!, email);
    }

    private static async Task<string> TokenAsync(HttpClient browser, Caller coordinator)
    {
        var permissions = Domain.Identity.Permission.ForPartnerClients.Order().ToArray();
        var made = (await coordinator.PostAsync("/v1/clients", new { name = "Front end", kind = "public", permissions, redirectUris = new[] { Redirect } })).Is(201);
        var client = made.Json.GetProperty("client").GetProperty("id").GetString()!;
        var verifier = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        using var authorised = await browser.GetAsync(
            $"/connect/authorize?response_type=code&client_id={client}&redirect_uri={Uri.EscapeDataString(Redirect)}&scope=openid&state=s"
                + $"&code_challenge={challenge}&code_challenge_method=S256");
        var code = IdentityHost.Find(authorised.Headers.Location?.Query ?? "", "[?&]code=(?<it>[^&]+)");
        Assert.True(code.Count == 1, $"{authorised.StatusCode} {authorised.Headers.Location} {await authorised.Content.ReadAsStringAsync()}");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = client,
            ["redirect_uri"] = Redirect,
            ["code"] = code[0],
            ["code_verifier"] = verifier,
        });
        using var answer = await browser.PostAsync("/connect/token", form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!;
    }

    [GeneratedRegex(@"https?://\S+/account/invitation\S+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
