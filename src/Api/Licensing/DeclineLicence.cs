using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>The organisation says no to an offer.</summary>
internal static class DeclineLicence
{
    public static async Task<Changed<LicenceView>> Handle(Id<Licence> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Plan, clock, ct);
        at.Licence.Decline(at.Policy, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
