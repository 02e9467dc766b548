using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Cohort 4 has looked at a claim and found it right.</summary>
internal static class VerifyClaim
{
    public static async Task<Changed<ClaimView>> Handle(Id<Claim> id, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Claims.Lock(db, id, ifMatch, clock, ct);
        at.Claim.Verify(await at.Facts(db, ct), actor, at.Time.Now);
        return await at.Save(db, ct);
    }
}
