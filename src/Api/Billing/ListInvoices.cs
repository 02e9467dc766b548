using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Invoices, newest first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListInvoices
{
    public static Task<Page<InvoiceSummary>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only invoices that stand so.")] InvoiceStatus? status,
        [Description("Only invoices of this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        CancellationToken ct)
    {
        IQueryable<Invoice> invoices = db.Set<Invoice>();
        if (status is { } wanted)
            invoices = invoices.Where(i => i.Status == wanted);
        if (organisation is { } owner)
            invoices = invoices.Where(i => i.TenantId == owner);
        return page.ById(invoices, InvoiceSummary.Of, ct);
    }
}
