using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Identity;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

internal static class CreateClient
{
    /// <param name="Name">What to call it.</param>
    /// <param name="Kind">How it proves itself: <c>confidential</c> for a server, with a secret; <c>public</c> for a front end. Fixed for good.</param>
    /// <param name="Permissions">The permissions given, each one that you hold.</param>
    /// <param name="RedirectUris">For a public client one to ten; none for a confidential one.</param>
    public sealed record Request(
        [StringLength(100, MinimumLength = 1)] string Name,
        ApiClientKind Kind,
        [Length(1, 100)] IReadOnlyList<string> Permissions,
        [MaxLength(10)] IReadOnlyList<string>? RedirectUris = null
    )
    {
        public static Request Example =>
            new("Case management", ApiClientKind.Confidential, [Permission.CatalogueRead, Permission.LicencesCheck, Permission.LicencesRead]);
    }

    public static Task<Created<ClientWithSecretResponse>> Handle(
        Request request, FranchiseDb db, Actor actor, Accounts accounts, TimeProvider clock, CancellationToken ct) =>
        For(actor.Organisation, "/v1/clients", request, db, actor, accounts, clock, ct);

    internal static async Task<Created<ClientWithSecretResponse>> For(
        Id<Organisation> organisation, string place, Request request, FranchiseDb db, Actor actor, Accounts accounts, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var client = new ApiClient(organisation, request.Kind, new(request.Name, request.Permissions, request.RedirectUris ?? []), actor, now);
        var secret = request.Kind == ApiClientKind.Confidential ? NewSecret.Make(NewSecret.OfClient) : null;
        if (secret is not null)
            client.Rotate(secret.Hash, ApiClient.DefaultOverlap, now);
        db.Add(client);
        await db.SaveChangesAsync(ct);
        // Before the commit: a client without its application would be one that nobody can use. The other way round does no harm.
        await accounts.RegisterClientAsync(client, ct);
        return new($"{place}/{client.Id}", new(ClientResponse.Of(client, now), secret?.Text), client.Version);
    }
}

internal static class CreateClientForOrganisation
{
    public static async Task<Created<ClientWithSecretResponse>> Handle(
        Id<Organisation> organisationId, CreateClient.Request request, FranchiseDb db, Actor actor, Accounts accounts, TimeProvider clock, CancellationToken ct)
    {
        await Members.Demand(db, organisationId, ct);
        return await CreateClient.For(organisationId, $"/v1/organisations/{organisationId}/clients", request, db, actor, accounts, clock, ct);
    }
}
