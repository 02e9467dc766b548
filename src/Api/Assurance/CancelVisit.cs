using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Calls a visit off.</summary>
internal static class CancelVisit
{
    /// <param name="Reason">Why.</param>
    public sealed record Request([StringLength(500, MinimumLength = 1)] string Reason)
    {
        public static Request Example => new("The visitor is ill.");
    }

    public static async Task<Changed<VisitView>> Handle(Id<ExternalVisit> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Visits.Lock(db, id, ifMatch, clock, ct);
        at.Visit.Cancel(request.Reason);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
