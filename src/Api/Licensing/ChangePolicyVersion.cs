using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Replaces the rules of a draft.</summary>
internal static class ChangePolicyVersion
{
    public static async Task<Changed<PolicyView>> Handle(
        Id<LicencePolicy> id, Id<LicencePolicyVersion> versionId, RulesOfPolicy request, IfMatch ifMatch, FranchiseDb db, CancellationToken ct)
    {
        var policy = await Policies.Lock(db, id, ifMatch, ct);
        policy.Change(versionId, request.ToRules());
        await db.SaveChangesAsync(ct);
        return new(PolicyView.Of(policy), policy.Version);
    }
}
