using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Every hold there was on a licence, newest first.</summary>
internal static class ListHolds
{
    public static async Task<Page<HoldView>> Handle(Id<Licence> id, FranchiseDb db, PageQuery page, CancellationToken ct)
    {
        await Licences.Demand(db, id, ct);
        return await page.ById(db.Set<Hold>().Where(h => h.LicenceId == id), HoldView.Of, ct);
    }
}
