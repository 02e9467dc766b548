using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Closes a version to new licences.</summary>
internal static class WithdrawPolicyVersion
{
    public static async Task<Changed<PolicyView>> Handle(
        Id<LicencePolicy> id, Id<LicencePolicyVersion> versionId, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var policy = await Policies.Lock(db, id, ifMatch, ct);
        policy.Withdraw(versionId, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new(PolicyView.Of(policy), policy.Version);
    }
}
