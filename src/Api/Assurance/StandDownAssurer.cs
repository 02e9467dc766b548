using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>An internal quality assurer no longer assures.</summary>
internal static class StandDownAssurer
{
    public static async Task<Changed<AssurerView>> Handle(Id<QualityAssurer> id, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await AssurerAtHand.Lock(db, id, ifMatch, clock, ct);
        at.Assurer.StandDown(actor.Subject, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
