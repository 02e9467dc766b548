using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Lifts a hold as of today.</summary>
internal static class LiftHold
{
    public static async Task<Changed<HoldView>> Handle(
        Id<Licence> id, Id<Hold> holdId, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Plan, clock, ct);
        at.Licence.LiftHold(holdId, at.Policy, at.Time);
        await db.SaveChangesAsync(ct);
        return HoldView.Changed(at, holdId);
    }
}
