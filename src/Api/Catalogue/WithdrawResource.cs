using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class WithdrawResource
{
    public static async Task<Changed<ResourceResponse>> Handle(Id<Resource> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var resource = await db.Set<Resource>().Include(r => r.Versions).SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw Refusal.NotFound();
        resource.Withdraw(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new(ResourceResponse.Of(resource, resource.Versions.Select(ResourceVersionResponse.Of)), resource.Version);
    }
}
