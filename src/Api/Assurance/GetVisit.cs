using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>One visit with its findings and what was said about them.</summary>
internal static class GetVisit
{
    public static async Task<Found<VisitView>> Handle(Id<ExternalVisit> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Visits.Find(db, id, clock, ct);
        return new(at.View, at.Visit.Version);
    }
}
