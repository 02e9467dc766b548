using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Licensing;

/// <summary>One policy with every version.</summary>
internal static class GetPolicy
{
    public static async Task<Found<PolicyView>> Handle(Id<LicencePolicy> id, FranchiseDb db, CancellationToken ct)
    {
        var policy = await db.Set<LicencePolicy>().AsNoTracking().Include(p => p.Versions).SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
        return new(PolicyView.Of(policy), policy.Version);
    }
}
