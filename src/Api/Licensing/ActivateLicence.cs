using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Begins a licence that could not begin by itself on its first day because something was missing.</summary>
internal static class ActivateLicence
{
    public static async Task<Changed<LicenceView>> Handle(Id<Licence> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Plan | Parts.Terms | Parts.Entitlements, clock, ct);
        at.Licence.Activate(await Licences.Facts(db, at, ct), at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
