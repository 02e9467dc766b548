using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Payments;

/// <summary>Refunds, newest first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListRefunds
{
    public static Task<Page<RefundView>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only refunds to this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct) =>
        page.ById(organisation is { } owner ? db.Set<Refund>().Where(r => r.TenantId == owner) : db.Set<Refund>(), RefundView.Of, ct);
}
