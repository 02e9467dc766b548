using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>One approved provision with its history.</summary>
internal static class GetProvision
{
    public static async Task<Found<ProvisionView>> Handle(Id<ApprovedProvision> id, FranchiseDb db, CancellationToken ct)
    {
        var provision = await Provisions.Find(db, id, ct);
        return new(ProvisionView.Of(provision), provision.Version);
    }
}
