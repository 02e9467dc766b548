using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Identity;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

internal static class ChangeClient
{
    public static async Task<Changed<ClientResponse>> Handle(
        Id<ApiClient> id, ClientRequest request, IfMatch ifMatch, FranchiseDb db, Actor actor, Accounts accounts, TimeProvider clock, CancellationToken ct)
    {
        var client = await Clients.Find(db, actor.Organisation, id, ct);
        ifMatch.Demand(client.Version);
        client.Change(request.Details, actor);
        await db.SaveChangesAsync(ct);
        // The authorisation server compares redirect addresses with its own copy.
        await accounts.RegisterClientAsync(client, ct);
        return new(ClientResponse.Of(client, clock.GetUtcNow()), client.Version);
    }
}
