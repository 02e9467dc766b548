using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Closes a version to new records.</summary>
internal static class WithdrawAccreditationPolicyVersion
{
    public static async Task<Changed<AccreditationPolicyView>> Handle(
        Id<AccreditationPolicy> id, Id<AccreditationPolicyVersion> versionId, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var policy = await AccreditationPolicies.Lock(db, id, ifMatch, ct);
        policy.Withdraw(versionId, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new(AccreditationPolicyView.Of(policy), policy.Version);
    }
}
