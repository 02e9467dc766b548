using System.ComponentModel;
using Franchise.Domain.Billing;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>The sales day book for the accountant: every invoice and credit note issued, with control totals for each currency and, of VAT, in sterling together.</summary>
internal static class ExportSalesDayBook
{
    private static readonly string[] header = ["date", "type", "number", "invoice", "customer", "currency", "net", "vat", "total", "vatInSterling"];

    public static async Task<IResult> Handle(
        [Description("The first day of issue; a year before the last where it is left out.")] DateOnly? from,
        [Description("The last, inclusive; at most two years after the first. Today where it is left out.")] DateOnly? until,
        FranchiseDb db,
        TimeProvider clock,
        CancellationToken ct)
    {
        var (first, last) = Days.Of(from, until, await Exported.Today(db, clock, ct));
        var rows = await Documents(db, first, last, ct);
        var totals = rows
            .GroupBy(r => r.Currency)
            .OrderBy(g => g.Key)
            .Select(g => new Row(last, "control total", $"{g.Count()} documents", "", "", g.Key, g.Sum(r => r.Net), g.Sum(r => r.Vat), g.Sum(r => r.Sterling)));
        var table = CsvTable.Of(
            header,
            rows.Concat(totals).Select(r => (IReadOnlyList<object?>)
                [
                    r.On, r.Type, r.Number, r.Invoice, r.Customer, r.Currency, BillingFiles.Major(r.Net), BillingFiles.Major(r.Vat), BillingFiles.Major(r.Net + r.Vat),
                    BillingFiles.Major(r.Sterling),
                ]).Concat(InSterling(rows)));
        return TypedResults.Bytes(table, $"{CsvTable.ContentType}; charset=utf-8");
    }

    // Of several currencies nothing adds up but this.
    private static IEnumerable<IReadOnlyList<object?>> InSterling(List<Row> rows)
    {
        if (rows.DistinctBy(r => r.Currency).Skip(1).Any())
            yield return ["", "control total", $"{rows.Count} documents", "", "", "", null, null, null, BillingFiles.Major(rows.Sum(r => r.Sterling))];
    }

    private static async Task<List<Row>> Documents(FranchiseDb db, DateOnly first, DateOnly last, CancellationToken ct)
    {
        var invoices = await Exported.Of(db.Set<Invoice>(), db)
            .AsNoTracking()
            .Where(i => i.Number != null && i.IssuedOn >= first && i.IssuedOn <= last)
            .Select(i => new Row(i.IssuedOn!.Value, "invoice", i.Number!, i.Number!, i.Parties.CustomerName, i.Currency, i.Net, i.Vat,
                i.Currency == ExchangeRate.Sterling ? i.Vat : i.VatInSterling ?? 0))
            .ToListAsync(ct);
        var notes = await Exported.Of(db.Set<CreditNote>(), db)
            .AsNoTracking()
            .Where(n => n.IssuedOn >= first && n.IssuedOn <= last)
            .Join(
                db.Set<Invoice>(), n => new { n.TenantId, Id = n.InvoiceId }, i => new { i.TenantId, i.Id },
                (n, i) => new Row(n.IssuedOn, "credit note", n.Number, n.InvoiceNumber, i.Parties.CustomerName, n.Currency, -n.Net, -n.Vat,
                    n.Currency == ExchangeRate.Sterling ? -n.Vat : -(n.VatInSterling ?? 0)))
            .ToListAsync(ct);
        return [.. invoices.Concat(notes).OrderBy(r => r.On).ThenBy(r => r.Number, StringComparer.Ordinal)];
    }

    private sealed record Row(DateOnly On, string Type, string Number, string Invoice, string Customer, string Currency, long Net, long Vat, long Sterling);
}
