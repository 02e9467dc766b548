using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Ends a time of hardship: today the clock goes on.</summary>
internal static class EndHardship
{
    public static async Task<Changed<DunningView>> Handle(
        Id<Organisation> id, Id<Hardship> hardshipId, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (dunning, time) = await Dunnings.Lock(db, id, ifMatch, clock, ct);
        dunning.End(hardshipId, time);
        await Dunnings.Save(db, dunning, time, ct);
        return new(await DunningView.Of(db, dunning, ct), dunning.Version);
    }
}
