using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Licensing;

/// <summary>One version of a policy: the rules that a licence follows. Partners do not see drafts.</summary>
internal static class GetPolicyVersion
{
    public static async Task<PolicyVersionView> Handle(Id<LicencePolicyVersion> id, FranchiseDb db, CancellationToken ct)
    {
        var version = await db.Set<LicencePolicyVersion>().AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, ct);
        return version is null || (!db.Session.Across && version.Status == PolicyVersionStatus.Draft) ? throw Refusal.NotFound() : PolicyVersionView.Of(version);
    }
}
