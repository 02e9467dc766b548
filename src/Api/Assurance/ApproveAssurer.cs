using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Cohort 4 approves an internal quality assurer.</summary>
internal static class ApproveAssurer
{
    public static async Task<Changed<AssurerView>> Handle(Id<QualityAssurer> id, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await AssurerAtHand.Lock(db, id, ifMatch, clock, ct);
        at.Assurer.Approve(actor, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
