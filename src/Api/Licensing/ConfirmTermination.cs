using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Ends a licence as of today: the second administrator's part.</summary>
internal static class ConfirmTermination
{
    public static async Task<Changed<LicenceView>> Handle(
        Id<Licence> id, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Plan, clock, ct);
        at.Licence.ConfirmTermination(at.Policy, actor, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
