using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Hands a claim in, if every result of it can be claimed.</summary>
internal static class SubmitClaim
{
    public static async Task<Changed<ClaimView>> Handle(Id<Claim> id, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Claims.Lock(db, id, ifMatch, clock, ct);
        at.Claim.Submit(await at.Facts(db, ct), actor, at.Time.Now);
        return await at.Save(db, ct);
    }
}
