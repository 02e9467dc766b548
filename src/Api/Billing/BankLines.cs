using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>How use cases come by a line of a statement.</summary>
internal static class BankLines
{
    /// <summary>One to see to, its row locked: of two who match it, the second finds it seen to.</summary>
    public static async Task<BankLine> LockOpen(FranchiseDb db, Id<BankLine> id, CancellationToken ct)
    {
        var line = await Lock(db, id, ct);
        line.DemandOpen();
        return line;
    }

    /// <summary>One, its row locked.</summary>
    public static async Task<BankLine> Lock(FranchiseDb db, Id<BankLine> id, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.bank_lines WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        return await db.Set<BankLine>().SingleOrDefaultAsync(l => l.Id == id, ct) ?? throw Refusal.NotFound();
    }

    /// <summary>What some lines name and is owed: all of it, however much else is owed.</summary>
    public static Task<List<Invoice>> Named(FranchiseDb db, IReadOnlyCollection<BankLine> lines, CancellationToken ct)
    {
        string[] numbers = [.. lines.SelectMany(l => l.Numbers).Distinct()];
        return db.Set<Invoice>().AsNoTracking().Where(i => i.Status == InvoiceStatus.Finalised && numbers.Contains(i.Number)).OrderBy(i => i.Id).ToListAsync(ct);
    }

    /// <summary>What some lines may pay: what they name, then of each of their amounts the oldest that are owed just that.</summary>
    public static async Task<List<Invoice>> Owed(FranchiseDb db, IReadOnlyCollection<BankLine> lines, CancellationToken ct)
    {
        var named = await Named(db, lines, ct);
        var sums = lines.Select(l => (l.Amount, l.Currency)).Distinct().ToList();
        long[] amounts = [.. sums.Select(s => s.Amount)];
        string[] currencies = [.. sums.Select(s => s.Currency)];
        var alike = await db.Database.SqlQuery<Guid>(
            $"""
            SELECT o.id AS "Value" FROM (
                SELECT i.id, row_number() OVER (PARTITION BY s.amount, s.currency ORDER BY i.id) AS place
                FROM franchise.invoices i JOIN unnest({amounts}, {currencies}) AS s (amount, currency) ON i.total - i.paid - i.credited = s.amount AND i.currency = s.currency
                WHERE i.status = 'finalised') o
            WHERE o.place <= {BankLineView.MostSuggestions}
            """).ToListAsync(ct);
        Id<Invoice>[] ids = [.. alike.Select(id => new Id<Invoice>(id)).Except(named.Select(i => i.Id))];
        return [.. named, .. await db.Set<Invoice>().AsNoTracking().Where(i => ids.Contains(i.Id)).OrderBy(i => i.Id).ToListAsync(ct)];
    }
}
