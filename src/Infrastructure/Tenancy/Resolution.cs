using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Infrastructure.Tenancy;

/// <summary>The organisation that a request is for. The words are Finbuckle.MultiTenant's, so that it could take this folder's place.</summary>
/// <param name="Id">The organisation.</param>
/// <param name="Actor">Who acts for it.</param>
public sealed record TenantInfo(Id<Organisation> Id, Actor Actor);

/// <summary>How the organisation of a request is found out.</summary>
public static class TokenTenantStrategy
{
    /// <summary>From the validated token and nothing else: no header, host, path, body or query can name it. Null for anonymous requests.</summary>
    public static TenantInfo? Resolve(HttpContext context) =>
        context.Features.Get<Actor>() is { } actor ? new TenantInfo(actor.Organisation, actor) : null;
}

/// <summary>Marks a route on which a partner writes rows that Cohort 4 owns, such as accepting her licence.</summary>
public sealed record WritesPlatformOwned;

/// <summary>What the request may see, and its <see cref="FranchiseDb"/>, opened through the door that its actor and its route call for.</summary>
public sealed class RequestDb(Doors doors) : IAsyncDisposable
{
    private TenantSession? session;
    private FranchiseDb? db;

    /// <summary>What may be seen.</summary>
    /// <exception cref="InvalidOperationException">The request is anonymous: it has no organisation and may see nothing.</exception>
    public TenantSession Session => session ?? throw new InvalidOperationException("An anonymous request asked for an organisation's data.");

    /// <summary>The context; made when it is first asked for.</summary>
    /// <inheritdoc cref="Session"/>
    public FranchiseDb Db => db ??= doors.Open(Session);

    /// <summary>Decides on the door. Looking across organisations is put on record before anything else happens.</summary>
    internal Task OpenAsync(TenantInfo tenant, Endpoint endpoint, CancellationToken ct)
    {
        if (tenant.Actor.IsFranchisor)
            return AcrossAsync(tenant.Actor, endpoint, ct);
        session = endpoint.Metadata.GetMetadata<WritesPlatformOwned>() is not null
            ? Doors.PlatformSession(tenant.Id, tenant.Actor)
            : Doors.TenantSession(tenant.Id, tenant.Actor);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => db?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task AcrossAsync(Actor actor, Endpoint endpoint, CancellationToken ct)
    {
        db = await doors.AcrossTenants(Reason(endpoint), actor, ct);
        session = db.Session;
    }

    private static string Reason(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? endpoint.DisplayName ?? "?";
}

/// <summary>Registration of this folder.</summary>
public static class TenancySetup
{
    /// <summary>Handlers may then take <see cref="FranchiseDb"/> and <see cref="Actor"/>.</summary>
    public static IServiceCollection AddTenancy(this IServiceCollection services) =>
        services
            .AddSingleton<Doors>()
            .AddSingleton(s => new TenantProof(s.GetRequiredService<Secrets>(), s.GetRequiredService<Databases>().Roles))
            .AddSingleton(s =>
            {
                var databases = s.GetRequiredService<Databases>();
                return new TenantReads(databases.Reads, Math.Max(1, databases.MaxPoolSize / 4), s.GetRequiredService<TenantProof>(), s.GetRequiredService<TimeProvider>());
            })
            .AddScoped<RequestDb>()
            .AddScoped(s => s.GetRequiredService<RequestDb>().Db)
            .AddScoped(s => s.GetRequiredService<RequestDb>().Session.Actor);

    /// <summary>Opens each authenticated request's database, after authentication and before anything reads.</summary>
    public static IApplicationBuilder UseTenancy(this IApplicationBuilder app) =>
        app.Use(next =>
            context =>
            {
                if (context.GetEndpoint() is not { } endpoint || TokenTenantStrategy.Resolve(context) is not { } tenant)
                    return next(context);
                var opened = context.RequestServices.GetRequiredService<RequestDb>().OpenAsync(tenant, endpoint, context.RequestAborted);
                return opened.IsCompletedSuccessfully ? next(context) : Await(opened, next, context);

                static async Task Await(Task opened, RequestDelegate next, HttpContext context)
                {
                    await opened;
                    await next(context);
                }
            }
        );
}
