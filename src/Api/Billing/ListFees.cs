using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Fees, newest first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListFees
{
    public static Task<Page<FeeView>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only fees that have come so far.")] FeeStatus? status,
        [Description("Only fees of this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct)
    {
        IQueryable<Fee> fees = db.Set<Fee>();
        if (status is { } wanted)
            fees = fees.Where(f => f.Status == wanted);
        if (organisation is { } owner)
            fees = fees.Where(f => f.TenantId == owner);
        return page.ById(fees, FeeView.Of, ct);
    }
}
