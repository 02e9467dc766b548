using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Payments;

/// <summary>One refund.</summary>
internal static class GetRefund
{
    public static async Task<Found<RefundView>> Handle(Id<Refund> id, FranchiseDb db, CancellationToken ct)
    {
        var refund = await db.Set<Refund>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw Refusal.NotFound();
        return new(RefundView.Of(refund), refund.Version);
    }
}
