using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Payments;

/// <summary>An organisation ends a mandate: nothing is charged on it from now on.</summary>
internal static class RevokeMandate
{
    public static async Task<Changed<MandateView>> Handle(Id<Mandate> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.mandates WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var mandate = await db.Set<Mandate>().SingleOrDefaultAsync(m => m.Id == id, ct) ?? throw Refusal.NotFound();
        ifMatch.Demand(mandate.Version);
        mandate.Revoke(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new(MandateView.Of(mandate), mandate.Version);
    }
}
