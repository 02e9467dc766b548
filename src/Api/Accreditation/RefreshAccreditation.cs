using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Brings a lapsed accreditation back from today by a refresher.</summary>
internal static class RefreshAccreditation
{
    /// <param name="RefresherOn">The day of the refresher: after the last day, today at the latest.</param>
    public sealed record Request(DateOnly RefresherOn)
    {
        public static Request Example => new(new DateOnly(2029, 4, 2));
    }

    public static async Task<Changed<AccreditationView>> Handle(
        Id<UnitAccreditation> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Accreditations.Lock(db, id, ifMatch, clock, ct);
        at.Accreditation.DemandRecord();
        at.Accreditation.Refresh(request.RefresherOn, await at.NextFacts(db, ct), actor, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
