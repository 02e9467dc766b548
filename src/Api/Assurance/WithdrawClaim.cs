using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>The organisation takes a claim back. Its results can be claimed anew.</summary>
internal static class WithdrawClaim
{
    public static async Task<Changed<ClaimView>> Handle(Id<Claim> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Claims.Lock(db, id, ifMatch, clock, ct);
        at.Claim.Withdraw(at.Time.Now);
        return await at.Save(db, ct);
    }
}
