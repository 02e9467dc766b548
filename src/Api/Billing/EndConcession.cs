using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Ends a discount or a bursary today.</summary>
internal static class EndConcession
{
    public static async Task<Changed<BillingProfileView>> Handle(
        Id<Organisation> id, Id<Concession> concessionId, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (profile, _, time) = await Profiles.Lock(db, id, ifMatch, clock, ct);
        profile.End(concessionId, time);
        await db.SaveChangesAsync(ct);
        return new(BillingProfileView.Of(profile), profile.Version);
    }
}
