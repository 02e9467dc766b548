using System.ComponentModel;
using Franchise.Domain.Billing;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>VAT by month of the tax point, treatment and rate, less what was credited, with control totals for each currency and, of VAT, in sterling together.</summary>
internal static class ExportVat
{
    private static readonly string[] header = ["month", "currency", "treatment", "rate", "net", "vat", "vatInSterling"];

    public static async Task<IResult> Handle(
        [Description("The first day of the tax points; a year before the last where it is left out.")] DateOnly? from,
        [Description("The last, inclusive; at most two years after the first. Today where it is left out.")] DateOnly? until,
        FranchiseDb db,
        TimeProvider clock,
        CancellationToken ct)
    {
        var (first, last) = Days.Of(from, until, await Exported.Today(db, clock, ct));
        var charged = await Exported.Of(db.Set<Invoice>(), db)
            .Where(i => i.Number != null && i.TaxPoint >= first && i.TaxPoint <= last)
            .SelectMany(i => i.Lines, (i, l) => new Part(i.TaxPoint!.Value, i.Currency, l.Treatment, l.RateBasisPoints, l.Net, l.VatAmount,
                i.Currency == ExchangeRate.Sterling ? l.VatAmount : l.VatInSterling ?? 0))
            .ToListAsync(ct);
        var credited = await Exported.Of(db.Set<CreditNote>(), db)
            .Where(n => n.IssuedOn >= first && n.IssuedOn <= last)
            .SelectMany(n => n.Lines, (n, l) => new Part(n.IssuedOn, n.Currency, l.Treatment, l.RateBasisPoints, -l.Net, -l.VatAmount,
                n.Currency == ExchangeRate.Sterling ? -l.VatAmount : -(l.VatInSterling ?? 0)))
            .ToListAsync(ct);
        List<Part> parts = [.. charged, .. credited];
        var rows = parts
            .GroupBy(p => (Month: p.On.ToString("yyyy-MM"), p.Currency, p.Treatment, p.RateBasisPoints))
            .OrderBy(g => g.Key)
            .Select(g => Row(g.Key.Month, g.Key.Currency, Stored.Word(g.Key.Treatment), BillingFiles.Major(g.Key.RateBasisPoints), g))
            .Concat(parts.GroupBy(p => p.Currency).OrderBy(g => g.Key).Select(g => Row("control total", g.Key, "", null, g)))
            .Concat(InSterling(parts));
        return TypedResults.Bytes(CsvTable.Of(header, rows), $"{CsvTable.ContentType}; charset=utf-8");
    }

    // Of several currencies nothing adds up but this.
    private static IEnumerable<IReadOnlyList<object?>> InSterling(List<Part> parts)
    {
        if (parts.DistinctBy(p => p.Currency).Skip(1).Any())
            yield return ["control total", "", "", null, null, null, BillingFiles.Major(parts.Sum(p => p.Sterling))];
    }

    private static IReadOnlyList<object?> Row(string month, string currency, string treatment, decimal? rate, IEnumerable<Part> parts) =>
        [month, currency, treatment, rate, BillingFiles.Major(parts.Sum(p => p.Net)), BillingFiles.Major(parts.Sum(p => p.Vat)), BillingFiles.Major(parts.Sum(p => p.Sterling))];

    private sealed record Part(DateOnly On, string Currency, VatTreatment Treatment, int RateBasisPoints, long Net, long Vat, long Sterling);
}
