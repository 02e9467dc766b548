using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Replaces the rules of a draft.</summary>
internal static class ChangeAccreditationPolicyVersion
{
    public static async Task<Changed<AccreditationPolicyView>> Handle(
        Id<AccreditationPolicy> id, Id<AccreditationPolicyVersion> versionId, RulesOfAccreditation request, IfMatch ifMatch, FranchiseDb db, CancellationToken ct)
    {
        var policy = await AccreditationPolicies.Lock(db, id, ifMatch, ct);
        policy.Change(versionId, request.ToRules());
        await db.SaveChangesAsync(ct);
        return new(AccreditationPolicyView.Of(policy), policy.Version);
    }
}
