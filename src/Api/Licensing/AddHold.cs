using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Places a hold. Dates of the licence stay what they are.</summary>
internal static class AddHold
{
    /// <param name="Reason">Why.</param>
    /// <param name="ReviewOn">The day on which Cohort 4 looks at it again, within a year of the day it begins.</param>
    /// <param name="EffectiveFrom">The first day on which it suspends; null for today.</param>
    /// <param name="Note">What the partner is told, in plain words and without personal data.</param>
    /// <param name="Scope">How far it reaches.</param>
    public sealed record Request(HoldReason Reason, DateOnly ReviewOn, DateOnly? EffectiveFrom = null, [MaxLength(2_000)] string? Note = null, HoldScope Scope = HoldScope.Licence)
    {
        public static Request Example => new(HoldReason.Quality, new(2027, 6, 1), new(2027, 5, 3), "Two observations are outstanding.");
    }

    public static async Task<Created<HoldView>> Handle(
        Id<Licence> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Plan, clock, ct);
        var hold = at.Licence.PlaceHold(request.Reason, request.EffectiveFrom ?? at.Time.Today, request.ReviewOn, request.Note, at.Policy, at.Time, request.Scope);
        await db.SaveChangesAsync(ct);
        return new($"/v1/licences/{id}/holds", HoldView.Of(hold), at.Licence.Version);
    }
}
