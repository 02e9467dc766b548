using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

internal static class RotateClientSecret
{
    /// <param name="OverlapHours">How long the old secret stays good, in hours; a week unless you say otherwise.</param>
    public sealed record Request([Range(0, 720)] int OverlapHours = 168)
    {
        public static Request Example => new(24);
    }

    public static async Task<Created<ClientWithSecretResponse>> Handle(
        Id<ApiClient> id, Request request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var client = await Clients.Find(db, actor.Organisation, id, ct);
        var now = clock.GetUtcNow();
        var secret = NewSecret.Make(NewSecret.OfClient);
        client.Rotate(secret.Hash, TimeSpan.FromHours(request.OverlapHours), now);
        await db.SaveChangesAsync(ct);
        return new($"/v1/clients/{id}", new(ClientResponse.Of(client, now), secret.Text), client.Version);
    }
}
