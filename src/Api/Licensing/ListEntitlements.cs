using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Every dated right of a licence, ended ones included. There is none before it begins.</summary>
internal static class ListEntitlements
{
    public static async Task<Page<EntitlementView>> Handle(
        Id<Licence> id, FranchiseDb db, PageQuery page, [Description("Only rights of this kind.")] EntitlementKind? kind, CancellationToken ct)
    {
        await Licences.Demand(db, id, ct);
        return await page.ById(
            db.Set<Entitlement>().Where(e => e.LicenceId == id && (kind == null || e.Kind == kind)), EntitlementView.Of, ct, newestFirst: false);
    }
}
