using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Franchise.Infrastructure.Identity;

/// <summary>What seeding, the invitation page and the API-client use cases do to users and OAuth applications.</summary>
public sealed class Accounts(
    UserManager<FranchiseUser> users,
    FranchiseApplications applications,
    IOpenIddictAuthorizationManager authorizations,
    IOpenIddictTokenManager tokens,
    IdentitySettings settings,
    TimeProvider clock
)
{
    /// <summary>The OAuth client of the documentation page.</summary>
    public const string DocsClientId = "franchise-docs";

    /// <summary>Adds a person.</summary>
    /// <exception cref="Refusal">The address is taken, or the password too weak.</exception>
    public async Task<FranchiseUser> CreateUserAsync(string email, string password)
    {
        var user = new FranchiseUser(email, clock.GetUtcNow());
        var result = await users.CreateAsync(user, password);
        return result.Succeeded
            ? user
            : throw Refusal.Invalid(
                result.Errors.Any(e => e.Code.StartsWith("Password", StringComparison.Ordinal)) ? "password_too_weak" : "email_not_acceptable",
                "",
                string.Join(' ', result.Errors.Select(e => e.Description)),
                "Choose another."
            );
    }

    /// <summary>The person with an address; null where there is none.</summary>
    public async Task<FranchiseUser?> FindUserAsync(string email) => await users.FindByEmailAsync(email);

    /// <summary>
    /// Shuts a person out everywhere: signs her out, and her tokens stop counting within <see cref="IdentitySettings.LivenessInterval"/>. To shut
    /// her out of one organisation, disable her <c>Member</c> instead.
    /// </summary>
    public async Task DisableUserAsync(Id<User> id, CancellationToken ct)
    {
        var user = await users.FindByIdAsync(id.Value.ToString()) ?? throw Refusal.NotFound();
        user.DisabledAt = clock.GetUtcNow();
        await users.UpdateSecurityStampAsync(user);
        await RevokeEverythingAsync(user.UserId, ct);
    }

    /// <summary>After a new password or a lost device: every refresh and access token of hers stops counting.</summary>
    public async Task RevokeEverythingAsync(Id<User> user, CancellationToken ct)
    {
        await authorizations.RevokeBySubjectAsync(user.ToString(), ct);
        await tokens.RevokeBySubjectAsync(user.ToString(), ct);
    }

    /// <summary>
    /// Makes the OAuth application of an API client known, or brings it up to date; harmless where it is already. It can do nothing by itself: until
    /// the <see cref="ApiClient"/> row is committed, and after it is disabled, no token comes of it.
    /// </summary>
    public Task RegisterClientAsync(ApiClient client, CancellationToken ct) =>
        RegisterClientAsync(client.TenantId, client.Id, client.Kind, client.RedirectUris, ct);

    /// <inheritdoc cref="RegisterClientAsync(ApiClient, CancellationToken)"/>
    public async Task RegisterClientAsync(
        Id<Organisation> organisation,
        Id<ApiClient> id,
        ApiClientKind kind,
        IReadOnlyList<string> redirectUris,
        CancellationToken ct
    )
    {
        var application = new OpenIddictApplicationDescriptor
        {
            ClientId = id.ToString(),
            ClientType = kind == ApiClientKind.Public ? ClientTypes.Public : ClientTypes.Confidential,
            // OpenIddict wants one; nobody knows this one and it is never asked (FranchiseApplications).
            ClientSecret = kind == ApiClientKind.Public ? null : NewSecret.Make(NewSecret.OfClient).Text,
            ConsentType = ConsentTypes.Implicit,
        };
        application.Properties[IdentityDirectory.OrganisationProperty] = System.Text.Json.JsonSerializer.SerializeToElement(organisation.ToString());
        application.RedirectUris.UnionWith(redirectUris.Select(u => new Uri(u)));
        application.Permissions.UnionWith([Permissions.Endpoints.Token, Permissions.Endpoints.Revocation]);
        if (kind == ApiClientKind.Confidential)
            application.Permissions.Add(Permissions.GrantTypes.ClientCredentials);
        if (redirectUris.Count > 0)
            AllowSignIn(application);
        await UpsertAsync(application, ct);
    }

    /// <summary>The documentation page's own client: public, PKCE, for people.</summary>
    public async Task RegisterDocsClientAsync(CancellationToken ct)
    {
        var application = new OpenIddictApplicationDescriptor
        {
            ClientId = DocsClientId,
            ClientType = ClientTypes.Public,
            ConsentType = ConsentTypes.Implicit,
            RedirectUris = { new(settings.Issuer, "docs/oauth2-redirect.html") },
            PostLogoutRedirectUris = { new(settings.Issuer, "docs") },
            Permissions = { Permissions.Endpoints.Token, Permissions.Endpoints.Revocation, Permissions.Endpoints.EndSession },
        };
        AllowSignIn(application);
        await UpsertAsync(application, ct);
    }

    private static void AllowSignIn(OpenIddictApplicationDescriptor application)
    {
        application.Permissions.UnionWith(
            [
                Permissions.Endpoints.Authorization,
                Permissions.GrantTypes.AuthorizationCode,
                Permissions.GrantTypes.RefreshToken,
                Permissions.ResponseTypes.Code,
            ]
        );
        application.Requirements.Add(Requirements.Features.ProofKeyForCodeExchange);
    }

    private async Task UpsertAsync(OpenIddictApplicationDescriptor application, CancellationToken ct)
    {
        if (await applications.FindByClientIdAsync(application.ClientId!, ct) is { } known)
            await applications.UpdateAsync(known, application, ct);
        else
            await applications.CreateAsync(application, ct);
    }
}
