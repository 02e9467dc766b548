using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Begins a policy's next version.</summary>
internal static class DraftPolicyVersion
{
    public static async Task<Created<PolicyVersionView>> Handle(
        Id<LicencePolicy> id, RulesOfPolicy request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var policy = await Policies.Lock(db, id, ifMatch, ct);
        var version = policy.Draft(request.ToRules(), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new($"/v1/policy-versions/{version.Id}", PolicyVersionView.Of(version), policy.Version);
    }
}
