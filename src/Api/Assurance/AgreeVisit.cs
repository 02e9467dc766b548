using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>The organisation agrees to a visit at short notice.</summary>
internal static class AgreeVisit
{
    public static async Task<Changed<VisitView>> Handle(Id<ExternalVisit> id, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Visits.Lock(db, id, ifMatch, clock, ct);
        at.Visit.Agree(actor);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
