using System.ComponentModel;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>A statement of account as a table: each currency with what was owed before and after.</summary>
internal static class ExportAccountStatement
{
    private static readonly string[] header = ["currency", "date", "type", "number", "document", "amount", "balance"];

    public static async Task<IResult> Handle(
        Id<Organisation> id,
        [Description("The first day; a year before the last where it is left out.")] DateOnly? from,
        [Description("The last day, inclusive; at most two years after the first. Today where it is left out.")] DateOnly? until,
        FranchiseDb db,
        TimeProvider clock,
        CancellationToken ct)
    {
        var (organisation, time) = await Invoices.Organisation(db, id, clock, ct);
        var days = Days.Of(from, until, time.Today);
        var accounts = await AccountStatements.Of(db, organisation, days, ct);
        return TypedResults.Bytes(CsvTable.Of(header, accounts.SelectMany(a => Rows(a, days))), $"{CsvTable.ContentType}; charset=utf-8");
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(StatementAccount account, Term days) =>
        [
            [account.Currency, days.First, "opening", null, null, null, BillingFiles.Major(account.Opening.Amount)],
            .. account.Entries.Select(e => (IReadOnlyList<object?>)[account.Currency, e.On, e.Kind, e.Number, e.Document, BillingFiles.Major(e.Amount), BillingFiles.Major(e.Balance)]),
            [account.Currency, days.Last, "closing", null, null, null, BillingFiles.Major(account.Closing.Amount)],
        ];
}
