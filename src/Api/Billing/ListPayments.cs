using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>Payments, newest first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListPayments
{
    public static Task<Page<PaymentView>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only payments of this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct)
    {
        IQueryable<Payment> payments = db.Set<Payment>().Include(p => p.Allocations);
        return page.ById(organisation is { } owner ? payments.Where(p => p.TenantId == owner) : payments, PaymentView.Of, ct);
    }
}
