using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Payments;

/// <summary>One attempt to collect.</summary>
internal static class GetCollection
{
    public static async Task<Found<CollectionView>> Handle(Id<Collection> id, FranchiseDb db, CancellationToken ct)
    {
        var collection = await db.Set<Collection>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Refusal.NotFound();
        return new(CollectionView.Of(collection), collection.Version);
    }
}
