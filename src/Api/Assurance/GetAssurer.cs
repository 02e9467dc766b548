using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>One internal quality assurer.</summary>
internal static class GetAssurer
{
    public static async Task<Found<AssurerView>> Handle(Id<QualityAssurer> id, FranchiseDb db, CancellationToken ct)
    {
        var assurer = await db.Set<QualityAssurer>().AsNoTracking().Include(a => a.Ties).SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw Refusal.NotFound();
        return new(AssurerView.Of(assurer), assurer.Version);
    }
}
