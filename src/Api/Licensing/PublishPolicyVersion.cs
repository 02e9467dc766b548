using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Makes a draft final.</summary>
internal static class PublishPolicyVersion
{
    public static async Task<Changed<PolicyView>> Handle(
        Id<LicencePolicy> id, Id<LicencePolicyVersion> versionId, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var policy = await Policies.Lock(db, id, ifMatch, ct);
        policy.Publish(versionId, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new(PolicyView.Of(policy), policy.Version);
    }
}
