using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Takes a draft or an open offer back.</summary>
internal static class WithdrawLicence
{
    public static async Task<Changed<LicenceView>> Handle(Id<Licence> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Plan, clock, ct);
        at.Licence.Withdraw(at.Policy, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
