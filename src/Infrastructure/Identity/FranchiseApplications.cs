using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.EntityFrameworkCore.Models;

namespace Franchise.Infrastructure.Identity;

/// <summary>
/// OpenIddict's applications are inert: they hold an id, redirect addresses and whose they are. Secrets stand with the partner's
/// <c>ApiClient</c>, behind her wall, two of them live while she rotates.
/// </summary>
public sealed class FranchiseApplications(
    IOpenIddictApplicationCache<OpenIddictEntityFrameworkCoreApplication<Guid>> cache,
    ILogger<OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication<Guid>>> log,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<OpenIddictEntityFrameworkCoreApplication<Guid>> store,
    IdentityDirectory directory,
    SecretAttempts attempts,
    IHttpContextAccessor accessor
) : OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication<Guid>>(cache, log, options, store)
{
    /// <inheritdoc/>
    public override async ValueTask<bool> ValidateClientSecretAsync(
        OpenIddictEntityFrameworkCoreApplication<Guid> application,
        string secret,
        CancellationToken cancellationToken = default
    )
    {
        var address = accessor.HttpContext?.Connection.RemoteIpAddress?.ToString();
        var clientId = application.ClientId!;
        if (
            !attempts.MustWait(address, clientId)
            && (await GetPropertiesAsync(application, cancellationToken)).TryGetValue(IdentityDirectory.OrganisationProperty, out var property)
            && Id<Organisation>.TryRead(property.GetString(), out var organisation)
            && await directory.VerifySecretAsync(clientId, organisation, secret, cancellationToken)
        )
            return true;
        attempts.Failed(address, clientId);
        return false;
    }
}
