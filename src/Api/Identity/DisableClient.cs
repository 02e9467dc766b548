using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

internal static class DisableClient
{
    public static Task<Changed<ClientResponse>> Handle(Id<ApiClient> id, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct) =>
        DisableClientOfOrganisation.Handle(actor.Organisation, id, db, clock, ct);
}

internal static class DisableClientOfOrganisation
{
    public static async Task<Changed<ClientResponse>> Handle(
        Id<Organisation> organisationId, Id<ApiClient> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var client = await Clients.Find(db, organisationId, id, ct);
        client.Disable(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new(ClientResponse.Of(client, clock.GetUtcNow()), client.Version);
    }
}
