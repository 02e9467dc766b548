using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Approved provisions, newest first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListProvisions
{
    public static Task<Page<ProvisionView>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only those whose direct claims stand so.")] DirectClaimsStatus? directClaims,
        [Description("Only those of this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct)
    {
        IQueryable<ApprovedProvision> provisions = db.Set<ApprovedProvision>();
        if (directClaims is { } wanted)
            provisions = provisions.Where(p => p.DirectClaims == wanted);
        if (organisation is { } owner)
            provisions = provisions.Where(p => p.TenantId == owner);
        return page.ById(provisions, ProvisionView.InList, ct);
    }
}
