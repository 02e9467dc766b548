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

/// <summary>Holds the request's <see cref="FranchiseDb"/>, opened through the door that its actor and its route call for.</summary>
public sealed class RequestDb : IAsyncDisposable
{
    private FranchiseDb? db;

    /// <summary>The context.</summary>
    /// <exception cref="InvalidOperationException">The request is anonymous: it has no organisation and may see nothing.</exception>
    public FranchiseDb Db => db ?? throw new InvalidOperationException("An anonymous request asked for an organisation's data.");

    /// <summary>Opens the door.</summary>
    internal async Task OpenAsync(Doors doors, TenantInfo tenant, Endpoint endpoint, CancellationToken ct)
    {
        db =
            tenant.Actor.IsFranchisor ? await doors.AcrossTenants(Reason(endpoint), tenant.Actor, ct)
            : endpoint.Metadata.GetMetadata<WritesPlatformOwned>() is not null ? doors.PlatformFor(tenant.Id, tenant.Actor)
            : doors.Tenant(tenant.Id, tenant.Actor);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => db?.DisposeAsync() ?? ValueTask.CompletedTask;

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
            .AddScoped<RequestDb>()
            .AddScoped(s => s.GetRequiredService<RequestDb>().Db)
            .AddScoped(s => s.GetRequiredService<FranchiseDb>().Actor);

    /// <summary>Opens each authenticated request's database, after authentication and before anything reads.</summary>
    public static IApplicationBuilder UseTenancy(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                if (context.GetEndpoint() is { } endpoint && TokenTenantStrategy.Resolve(context) is { } tenant)
                    await context
                        .RequestServices.GetRequiredService<RequestDb>()
                        .OpenAsync(context.RequestServices.GetRequiredService<Doors>(), tenant, endpoint, context.RequestAborted);
                await next(context);
            }
        );
}
