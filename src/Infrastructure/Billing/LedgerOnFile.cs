using Franchise.Domain.Billing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Billing;

/// <summary>How very many lines of the ledger are written at once.</summary>
public static class LedgerOnFile
{
    /// <summary>Writes those that were added in one statement, in place of one each. Walls, keys and triggers look at every row as ever.</summary>
    public static async Task WriteAsync(FranchiseDb db, CancellationToken ct)
    {
        var added = db.ChangeTracker.Entries<LedgerEntry>().Where(e => e.State == EntityState.Added).ToList();
        if (added.Count == 0)
            return;
        var n = added.Count;
        Guid[] tenants = new Guid[n], ids = new Guid[n], postings = new Guid[n];
        string[] accounts = new string[n], currencies = new string[n], documents = new string[n];
        var (amounts, days, times) = (new long[n], new DateOnly[n], new DateTimeOffset[n]);
        for (var i = 0; i < n; i++)
        {
            var e = added[i].Entity;
            (tenants[i], ids[i], postings[i], accounts[i], amounts[i]) = (e.TenantId.Value, e.Id.Value, e.PostingId, Conventions.SnakeCase(e.Account.ToString()), e.Amount);
            (currencies[i], days[i], documents[i], times[i]) = (e.Currency, e.On, e.Document, e.At);
        }
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO franchise.ledger_entries (tenant_id, id, posting_id, account, amount, currency, on_day, document, at)
            SELECT * FROM unnest({tenants}, {ids}, {postings}, {accounts}, {amounts}, {currencies}, {days}, {documents}, {times})
            """,
            ct);
        added.ForEach(e => e.State = EntityState.Unchanged);
    }
}
