using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Says that a visit took place.</summary>
internal static class RecordVisit
{
    /// <param name="On">The day on which it did; null for the day planned.</param>
    public sealed record Request(DateOnly? On = null)
    {
        public static Request Example => new(new DateOnly(2027, 3, 8));
    }

    public static async Task<Changed<VisitView>> Handle(Id<ExternalVisit> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Visits.Lock(db, id, ifMatch, clock, ct);
        at.Visit.TakePlace(request.On ?? at.Visit.On, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
