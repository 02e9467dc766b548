using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>One policy with every version.</summary>
internal static class GetAccreditationPolicy
{
    public static async Task<Found<AccreditationPolicyView>> Handle(Id<AccreditationPolicy> id, FranchiseDb db, CancellationToken ct)
    {
        var policy = await db.Set<AccreditationPolicy>().AsNoTracking().Include(p => p.Versions).SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
        return new(AccreditationPolicyView.Of(policy), policy.Version);
    }
}
