using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Franchise.Api.Http;
using Franchise.Api.Identity;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Franchise.Api.Tests.Identity;

/// <summary>A database of its own with the identity schema, for the tests of this folder.</summary>
public sealed class IdentityDatabase : IAsyncLifetime
{
    private readonly string name = $"identity_{Guid.CreateVersion7():N}";

    public NpgsqlDataSource Source { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var server = await TestDatabase.RunningAsync();
        await using (var command = server.AdminSource.CreateCommand($"CREATE DATABASE {name}"))
            await command.ExecuteNonQueryAsync();
        Source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.Admin) { Database = name }.ConnectionString);
        await using var db = IdentityDb.For(Source);
        await db.Database.EnsureCreatedAsync();
    }

    public async Task DisposeAsync() => await Source.DisposeAsync();
}

/// <summary>Organisations, members, clients and invitations in memory, in place of those behind the tenant walls.</summary>
internal sealed class World
{
    public ConcurrentDictionary<Id<Organisation>, OrganisationStatus> Organisations { get; } = new();
    public ConcurrentDictionary<(Id<Organisation>, Id<User>), Role> Members { get; } = new();
    public ConcurrentDictionary<Id<ApiClient>, (Id<Organisation> Organisation, string[] Permissions, string[] Secrets)> Clients { get; } = new();
    public ConcurrentDictionary<string, (Id<Organisation> Organisation, string Email)> Invitations { get; } = new();
    public int Asked;
}

internal sealed class WorldDirectory(IdentityDb db, World world, Outbox outbox, TimeProvider clock) : IdentityDirectory(db, null!, null!, clock)
{
    public override Task WriteEmailAsync(EmailMessage message, CancellationToken ct) => outbox.Send(message, ct);

    public override Task<bool> VerifySecretAsync(string clientId, Id<Organisation> organisation, string secret, CancellationToken ct) =>
        Task.FromResult(Id<ApiClient>.TryRead(clientId, out var id) && world.Clients.TryGetValue(id, out var c) && c.Secrets.Contains(secret));

    public override Task<IReadOnlyList<string>?> ClientPermissionsAsync(Id<Organisation> organisation, Id<ApiClient> id, CancellationToken ct)
    {
        Interlocked.Increment(ref world.Asked);
        return Task.FromResult<IReadOnlyList<string>?>(world.Clients.TryGetValue(id, out var c) && c.Organisation == organisation ? c.Permissions : null);
    }

    public override Task<OrganisationStatus> StandingAsync(Id<Organisation> organisation, CancellationToken ct) =>
        Task.FromResult(world.Organisations[organisation]);

    public override Task<Membership?> MembershipAsync(Id<Organisation> organisation, Id<User> user, CancellationToken ct) =>
        Task.FromResult(
            world.Members.TryGetValue((organisation, user), out var role)
                ? new Membership(organisation, $"Name of {organisation}", role, world.Organisations[organisation])
                : null
        );

    public override async Task<IReadOnlyList<Membership>> MembershipsAsync(Id<User> user, CancellationToken ct)
    {
        List<Membership> all = [];
        foreach (var (organisation, member) in world.Members.Keys.Where(k => k.Item2 == user))
            all.Add((await MembershipAsync(organisation, member, ct))!);
        return all;
    }

    public override Task<OpenInvitation?> FindInvitationAsync(Id<Organisation> organisation, string token, CancellationToken ct) =>
        Task.FromResult(
            world.Invitations.TryGetValue(token, out var i) && i.Organisation == organisation ? new OpenInvitation(organisation, "A charity", i.Email) : null
        );

    public override Task<bool> AcceptInvitationAsync(Id<Organisation> organisation, string token, string displayName, FranchiseUser user, CancellationToken ct)
    {
        var accepted = world.Invitations.TryRemove(token, out var i) && i.Email == user.Email;
        if (accepted)
            world.Members[(organisation, user.UserId)] = Role.Viewer;
        return Task.FromResult(accepted);
    }
}

internal sealed class Outbox : IEmailSender
{
    public ConcurrentQueue<(string To, string Text)> Sent { get; } = new();

    public Task Send(EmailMessage message, CancellationToken ct)
    {
        Sent.Enqueue((message.To, message.Text));
        return Task.CompletedTask;
    }
}

/// <summary>The authorisation server and one protected route, alone.</summary>
internal sealed class IdentityHost : IAsyncDisposable
{
    public const string Redirect = "https://app.example.org/callback";
    public const string Password = "four unrelated words";

    private readonly WebApplication app;

    private IdentityHost(WebApplication app) => this.app = app;

    public FakeTimeProvider Clock { get; private init; } = null!;
    public World World { get; private init; } = null!;
    public Outbox Outbox { get; private init; } = null!;
    public IServiceProvider Services => app.Services;

    public static async Task<IdentityHost> StartAsync(IdentityDatabase database, IdentityHost? twinOf = null, Func<IdentitySettings, IdentitySettings>? with = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        var settings = new IdentitySettings { Issuer = new("http://localhost/"), AllowHttp = true };
        var (clock, world, outbox) = (twinOf?.Clock ?? new FakeTimeProvider(TimeProvider.System.GetUtcNow()), twinOf?.World ?? new World(), new Outbox());
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(new Secrets(new byte[32]));
        builder.Services.AddSingleton(outbox);
        builder.Services.AddSingleton(world);
        builder.Services.AddFranchiseIdentity(with?.Invoke(settings) ?? settings, _ => database.Source);
        builder.Services.Replace(ServiceDescriptor.Scoped<IdentityDirectory, WorldDirectory>());
        var built = builder.Build();
        built.UseFranchiseAuthentication();
        built.MapFranchiseIdentity();
        built.MapGet(
            "/v1/me",
            (HttpContext context) =>
                context.Features.Get<Actor>() is { } actor
                    ? Results.Json(
                        new
                        {
                            actor.Subject,
                            organisation = actor.Organisation.ToString(),
                            permissions = actor.Permissions.Order(),
                            role = actor.Role?.ToString(),
                            standing = context.Features.Get<Standing>()!.Value.ToString(),
                        }
                    )
                    : Results.StatusCode(401)
        );
        await built.StartAsync();
        return new(built) { Clock = clock, World = world, Outbox = outbox };
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>A browser: keeps cookies, follows no redirects.</summary>
    public HttpClient Browser() => new(new CookieContainerHandler { InnerHandler = app.GetTestServer().CreateHandler() }) { BaseAddress = new("http://localhost") };

    public async Task<T> With<TService, T>(Func<TService, Task<T>> act)
        where TService : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Id<Organisation> AddOrganisation(bool franchisor = false)
    {
        var id = franchisor ? Organisation.FranchisorId : Id<Organisation>.New(Clock.GetUtcNow());
        World.Organisations[id] = OrganisationStatus.Active;
        return id;
    }

    public async Task<(Id<ApiClient> Id, string Secret)> AddClientAsync(Id<Organisation> organisation, string[] permissions, bool pub = false)
    {
        var id = Id<ApiClient>.New(Clock.GetUtcNow());
        var secret = NewSecret.Make(NewSecret.OfClient).Text;
        World.Clients[id] = (organisation, permissions, [secret]);
        await With<Accounts, bool>(async accounts =>
        {
            await accounts.RegisterClientAsync(organisation, id, pub ? ApiClientKind.Public : ApiClientKind.Confidential, pub ? [Redirect] : [], default);
            return true;
        });
        return (id, secret);
    }

    public async Task<FranchiseUser> AddUserAsync(Id<Organisation> organisation, Role role)
    {
        var user = await With<Accounts, FranchiseUser>(a => a.CreateUserAsync($"{Guid.CreateVersion7():N}@example.org", Password));
        World.Members[(organisation, user.UserId)] = role;
        return user;
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> TokenAsync(params (string Name, string Value)[] form)
    {
        using var browser = Browser();
        using var answer = await browser.PostAsync("/connect/token", new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))));
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> ClientTokenAsync((Id<ApiClient> Id, string Secret) client, string? scope = null) =>
        TokenAsync([
            ("grant_type", "client_credentials"), ("client_id", client.Id.ToString()), ("client_secret", client.Secret),
            .. scope is null ? [] : new[] { ("scope", scope) },
        ]);

    public async Task<string> AccessTokenAsync((Id<ApiClient> Id, string Secret) client)
    {
        var (status, body) = await ClientTokenAsync(client);
        Assert.Equal(HttpStatusCode.OK, status);
        return body.GetProperty("access_token").GetString()!;
    }

    public async Task<(HttpStatusCode Status, JsonElement Body, string Challenge)> MeAsync(string? token)
    {
        using var browser = Browser();
        if (token is not null)
            browser.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var answer = await browser.GetAsync("/v1/me");
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length > 0 ? JsonElement.Parse(text) : default, answer.Headers.WwwAuthenticate.ToString());
    }

    /// <summary>Opens a page, fills in its first form and posts it.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(HttpClient browser, string url, params (string Name, string Value)[] fields)
    {
        var page = await browser.GetAsync(url);
        var html = await page.Content.ReadAsStringAsync();
        Assert.True(page.IsSuccessStatusCode, $"{url}: {page.StatusCode} {html}");
        return await browser.PostAsync(
            url,
            new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", FormToken(html))).Select(f => KeyValuePair.Create(f.Item1, f.Item2)))
        );
    }

    public static string FormToken(string html) => WebUtility.HtmlDecode(Find(html, "name=\"__RequestVerificationToken\" value=\"(?<it>[^\"]+)\"")[0]);

    /// <summary>What the group <c>it</c> of a pattern matches, each time.</summary>
    public static List<string> Find(string text, string pattern) =>
        [.. Regex.Matches(text, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(m => m.Groups["it"].Value)];

    public static Task<HttpResponseMessage> SignInAsync(HttpClient browser, FranchiseUser user, string returnUrl = "/account", string password = Password) =>
        SubmitAsync(browser, "/account/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl), ("email", user.Email!), ("password", password));
}
