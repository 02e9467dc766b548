using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

internal static class RevokeClientSecret
{
    public static async Task<Done> Handle(
        Id<ApiClient> clientId, Id<ApiClientSecret> id, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var client = await Clients.Find(db, actor.Organisation, clientId, ct);
        client.RevokeSecret(id, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new();
    }
}
