using Franchise.Domain.Accreditation;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>One version of a policy: the rules that an accreditation follows. Partners do not see drafts.</summary>
internal static class GetAccreditationPolicyVersion
{
    public static async Task<AccreditationPolicyVersionView> Handle(Id<AccreditationPolicyVersion> id, FranchiseDb db, CancellationToken ct)
    {
        var version = await db.Set<AccreditationPolicyVersion>().AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, ct);
        return version is null || (!db.Session.Across && version.Status == PolicyVersionStatus.Draft) ? throw Refusal.NotFound() : AccreditationPolicyVersionView.Of(version);
    }
}
