using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Identity;

/// <summary>A system's OAuth client.</summary>
/// <param name="Id">Its id, which is also its OAuth <c>client_id</c>.</param>
/// <param name="OrganisationId">For whom it acts.</param>
/// <param name="Name">What its organisation calls it.</param>
/// <param name="Kind">How it proves itself.</param>
/// <param name="Permissions">The permissions given, sorted.</param>
/// <param name="RedirectUris">Where the sign-in page may return to.</param>
/// <param name="Secrets">Its live secrets, without the secrets themselves: one, or two while they are changed over.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DisabledAt">Since when it may do nothing; null while it may.</param>
/// <param name="LastUsedAt">When it last got a token, to five minutes.</param>
public sealed record ClientResponse(
    Id<ApiClient> Id,
    Id<Organisation> OrganisationId,
    string Name,
    ApiClientKind Kind,
    IReadOnlyList<string> Permissions,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<ClientSecretResponse> Secrets,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DisabledAt,
    DateTimeOffset? LastUsedAt
)
{
    public static ClientResponse Example =>
        new(
            ExampleOf.Id<ApiClient>(), ExampleOf.Id<Organisation>(), "Case management", ApiClientKind.Confidential,
            [Permission.CatalogueRead, Permission.LicencesCheck, Permission.LicencesRead], [], [new(ExampleOf.Id<ApiClientSecret>(), ExampleOf.Time, null)],
            ExampleOf.Time, null, ExampleOf.Time);

    internal static ClientResponse Of(ApiClient c, DateTimeOffset now) =>
        new(
            c.Id, c.TenantId, c.Name, c.Kind, c.Permissions, c.RedirectUris,
            [.. c.Secrets.Where(s => s.IsLive(now)).OrderBy(s => s.CreatedAt).Select(s => new ClientSecretResponse(s.Id, s.CreatedAt, s.ExpiresAt))],
            c.CreatedAt, c.DisabledAt, c.LastUsedAt);
}

/// <summary>A live secret of a client, without the secret itself.</summary>
/// <param name="Id">Its id, to revoke it by.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when it is no good any more; null while no end is set.</param>
public sealed record ClientSecretResponse(Id<ApiClientSecret> Id, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>A client with a secret that was just made.</summary>
/// <param name="Client">The client.</param>
/// <param name="Secret">The secret: keep it now, it is not shown again. Null for a public client.</param>
public sealed record ClientWithSecretResponse(ClientResponse Client, string? Secret)
{
    public static ClientWithSecretResponse Example => new(ClientResponse.Example, "fcs_EXAMPLE-a-real-one-has-43-letters-and-digits");
}

/// <summary>What a client is to be and may do.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Permissions">The permissions given, each one that you hold.</param>
/// <param name="RedirectUris">
/// Where the sign-in page may return to, compared letter by letter: for a public client one to ten, <c>https</c>, or <c>http</c> on a loopback address;
/// none for a confidential one.
/// </param>
public sealed record ClientRequest(
    [StringLength(100, MinimumLength = 1)] string Name,
    [Length(1, 100)] IReadOnlyList<string> Permissions,
    [MaxLength(10)] IReadOnlyList<string>? RedirectUris = null
)
{
    public static ClientRequest Example => new("Case management", [Permission.CatalogueRead, Permission.LicencesCheck, Permission.LicencesRead]);

    internal ApiClientDetails Details => new(Name, Permissions, RedirectUris ?? []);
}

internal static class Clients
{
    /// <summary>One client of one organisation.</summary>
    public static async Task<ApiClient> Find(FranchiseDb db, Id<Organisation> organisation, Id<ApiClient> id, CancellationToken ct) =>
        await db.Set<ApiClient>().Include(c => c.Secrets).SingleOrDefaultAsync(c => c.TenantId == organisation && c.Id == id, ct)
        ?? throw Refusal.NotFound();
}
