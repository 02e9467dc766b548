using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Takes a proposed termination back.</summary>
internal static class WithdrawTermination
{
    public static async Task<Changed<LicenceView>> Handle(Id<Licence> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.None, clock, ct);
        at.Licence.WithdrawTermination();
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
