using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Payments;

/// <summary>One mandate.</summary>
internal static class GetMandate
{
    public static async Task<Found<MandateView>> Handle(Id<Mandate> id, FranchiseDb db, CancellationToken ct)
    {
        var mandate = await db.Set<Mandate>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct) ?? throw Refusal.NotFound();
        return new(MandateView.Of(mandate), mandate.Version);
    }
}
