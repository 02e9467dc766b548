using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

internal static class GetClient
{
    public static Task<Found<ClientResponse>> Handle(Id<ApiClient> id, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct) =>
        GetClientOfOrganisation.Handle(actor.Organisation, id, db, clock, ct);
}

internal static class GetClientOfOrganisation
{
    public static async Task<Found<ClientResponse>> Handle(
        Id<Organisation> organisationId, Id<ApiClient> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var client = await Clients.Find(db, organisationId, id, ct);
        return new(ClientResponse.Of(client, clock.GetUtcNow()), client.Version);
    }
}
