using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>How an organisation is billed.</summary>
internal static class GetBillingProfile
{
    public static async Task<Found<BillingProfileView>> Handle(Id<Organisation> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (profile, version) = await Profiles.Find(db, id, clock, ct);
        return new(BillingProfileView.Of(profile), version);
    }
}
