using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Begins a policy's next version.</summary>
internal static class DraftAccreditationPolicyVersion
{
    public static async Task<Created<AccreditationPolicyVersionView>> Handle(
        Id<AccreditationPolicy> id, RulesOfAccreditation request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var policy = await AccreditationPolicies.Lock(db, id, ifMatch, ct);
        var version = policy.Draft(request.ToRules(), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new($"/v1/accreditation-policy-versions/{version.Id}", AccreditationPolicyVersionView.Of(version), policy.Version);
    }
}
