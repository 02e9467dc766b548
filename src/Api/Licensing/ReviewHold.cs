using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Sets the day on which a hold is looked at next.</summary>
internal static class ReviewHold
{
    /// <param name="ReviewOn">The day, within a year from tomorrow.</param>
    public sealed record Request(DateOnly ReviewOn)
    {
        public static Request Example => new(new DateOnly(2027, 7, 1));
    }

    public static async Task<Changed<HoldView>> Handle(
        Id<Licence> id, Id<Hold> holdId, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Plan, clock, ct);
        at.Licence.ReviewHoldAgain(holdId, request.ReviewOn, at.Policy, at.Time);
        await db.SaveChangesAsync(ct);
        return HoldView.Changed(at, holdId);
    }
}
