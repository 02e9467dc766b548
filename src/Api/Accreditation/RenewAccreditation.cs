using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Renews an accreditation under the newest published version of the policy that it follows.</summary>
internal static class RenewAccreditation
{
    public static async Task<Changed<AccreditationView>> Handle(
        Id<UnitAccreditation> id, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Accreditations.Lock(db, id, ifMatch, clock, ct);
        at.Accreditation.DemandRecord();
        at.Accreditation.Renew(await at.NextFacts(db, ct), actor, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
