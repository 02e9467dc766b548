using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>How an organisation's unpaid invoices are reminded of.</summary>
internal static class GetDunning
{
    public static async Task<Found<DunningView>> Handle(Id<Organisation> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (dunning, version) = await Dunnings.Find(db, id, clock, ct);
        return new(await DunningView.Of(db, dunning, ct), version);
    }
}
