using Franchise.Api.Http;
using Franchise.Api.Tests.Http.Sampling;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Franchise.Api.Tests.Http;

/// <summary>The building blocks with the sample capability on a real server, without a database. An actor is whoever the test's header says.</summary>
public sealed class HttpHost : IAsyncLifetime
{
    private const string ActorHeader = "X-Test-Actor";
    private const string OrganisationHeader = "X-Test-Organisation";
    private WebApplication app = null!;

    public static readonly Id<Organisation> Other = new(new Guid("00000000-0000-7000-8000-000000000002"));

    /// <summary>Signed in with every permission.</summary>
    public HttpClient Client { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => app.Services;

    public Task InitializeAsync() => Start([]);

    public async Task Start(Dictionary<string, string?> settings, Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? use = null, Action<Routes>? map = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["RateLimits:ClientPerMinute"] = "1000000",
            ["RateLimits:OrganisationPerMinute"] = "1000000",
            ["RateLimits:AddressPerMinute"] = "1000000",
            ["Cors:Origins:0"] = "https://front.test",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new Secrets(new byte[32]));
        builder.AddFranchiseHttp();
        configure?.Invoke(builder);
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.UseFranchiseHttp();
        app.Use((context, next) =>
        {
            if (context.Request.Headers[ActorHeader].ToString() is { Length: > 0 } who)
            {
                var organisation = Id<Organisation>.TryRead(context.Request.Headers[OrganisationHeader].ToString(), out var given) ? given
                    : who.Contains("other", StringComparison.Ordinal) ? Other
                    : Organisation.FranchisorId;
                context.Features.Set(new Actor(ActorKind.Client, who, organisation, null, who.Contains("low", StringComparison.Ordinal) ? new HashSet<string>() : Permission.All, null));
                if (who.Contains("suspended", StringComparison.Ordinal))
                    context.Features.Set(new Standing(OrganisationStatus.Suspended));
            }
            return next(context);
        });
        app.UseFranchiseGate();
        use?.Invoke(app);
        var v1 = app.MapFranchiseHttp();
        (map ?? SamplingRoutes.Map)(v1);
        await app.StartAsync();
        Address = new(app.Urls.First());
        Client = As("cli_all");
    }

    public HttpClient As(string? actor)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        if (actor is not null)
            client.DefaultRequestHeaders.Add(ActorHeader, actor);
        return client;
    }

    public HttpClient For(Id<Organisation> organisation, string actor)
    {
        var client = As(actor);
        client.DefaultRequestHeaders.Add(OrganisationHeader, organisation.ToString());
        return client;
    }

    public async Task DisposeAsync() => await app.DisposeAsync();
}
