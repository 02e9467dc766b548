using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Cohort 4 closes a finding, or sends the answer back with a new date.</summary>
internal static class DecideFinding
{
    /// <param name="Close">Whether it is seen to.</param>
    /// <param name="Text">Why.</param>
    /// <param name="DueOn">The new day for what is sent back.</param>
    public sealed record Request(bool Close, [StringLength(2_000, MinimumLength = 1)] string Text, DateOnly? DueOn = null)
    {
        public static Request Example => new(true, "Seen on three portfolios.");
    }

    public static async Task<Changed<VisitView>> Handle(
        Id<ExternalVisit> id, Id<VisitFinding> findingId, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Visits.Lock(db, id, ifMatch, clock, ct);
        at.Visit.Decide(findingId, request.Close, request.Text, request.DueOn, actor, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
