using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>One claim with its results.</summary>
internal static class GetClaim
{
    public static async Task<Found<ClaimView>> Handle(Id<Claim> id, FranchiseDb db, CancellationToken ct)
    {
        var claim = await db.Set<Claim>().AsNoTracking().Include(c => c.Lines).SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Refusal.NotFound();
        return new(ClaimView.Of(claim), claim.Version);
    }
}
