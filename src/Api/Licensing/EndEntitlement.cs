using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Gives a right a last day.</summary>
internal static class EndEntitlement
{
    /// <param name="Until">The last day, inclusive; yesterday at the earliest.</param>
    public sealed record Request(DateOnly Until)
    {
        public static Request Example => new(new DateOnly(2027, 6, 30));
    }

    public static async Task<Changed<EntitlementView>> Handle(
        Id<Licence> id, Id<Entitlement> entitlementId, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Entitlements, clock, ct);
        at.Licence.EndEntitlement(entitlementId, request.Until, at.Time);
        await db.SaveChangesAsync(ct);
        return new(EntitlementView.Of(at.Licence.Entitlements.Single(e => e.Id == entitlementId)), at.Licence.Version);
    }
}
