using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>Invoices, newest first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListInvoices
{
    public static async Task<Page<InvoiceSummary>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only invoices that stand so.")] InvoiceStatus? status,
        [Description("Only invoices of this organisation. To a partner every other organisation's list is empty.")] Id<Organisation>? organisation,
        [Description("Only drafts that wait for approval, or all but those.")] bool? awaitsApproval,
        [Description("Only drafts that would be issued by now and wait for an exchange rate, or all but those.")] bool? awaitsExchangeRate,
        [Description("Only invoices that are disputed, or all but those.")] bool? disputed,
        [Description("Only invoices that are owed and whose due date is over, each by its organisation's own date, or all but those.")] bool? overdue,
        TimeProvider clock,
        CancellationToken ct)
    {
        IQueryable<Invoice> invoices = db.Set<Invoice>();
        if (overdue is { } wantsLate)
        {
            var late = await Overdue(db, clock.GetUtcNow(), ct);
            invoices = invoices.Where(i => late.Contains(i.Id) == wantsLate);
        }
        if (awaitsApproval is { } approval)
            invoices = invoices.Where(i => (i.Status == InvoiceStatus.Draft && i.AwaitsApproval) == approval);
        if (awaitsExchangeRate is { } rate)
            invoices = invoices.Where(i => (i.Status == InvoiceStatus.Draft && i.AwaitsExchangeRate) == rate);
        if (disputed is { } open)
            invoices = invoices.Where(i => (i.DisputedAt != null) == open);
        if (status is { } wanted)
            invoices = invoices.Where(i => i.Status == wanted);
        if (organisation is { } owner)
            invoices = invoices.Where(i => i.TenantId == owner);
        return await page.ById(invoices, InvoiceSummary.Of, ct);
    }

    // Each organisation has a date of its own, which the database works out.
    private static async Task<List<Id<Invoice>>> Overdue(FranchiseDb db, DateTimeOffset now, CancellationToken ct)
    {
        var late = await db.Database.SqlQuery<Guid>(
            $"""
            SELECT i.id AS "Value" FROM franchise.invoices i JOIN franchise.organisations o ON o.tenant_id = i.tenant_id
            WHERE i.status IN ('finalised', 'processing') AND i.due_on < (({now} + o.clock_offset) AT TIME ZONE o.time_zone)::date
            """).ToListAsync(ct);
        return [.. late.Select(id => new Id<Invoice>(id))];
    }
}
