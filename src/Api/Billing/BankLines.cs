using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>How use cases come by a line of a statement.</summary>
internal static class BankLines
{
    /// <summary>One to see to, its row locked: of two who match it, the second finds it seen to.</summary>
    public static async Task<BankLine> Lock(FranchiseDb db, Id<BankLine> id, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.bank_lines WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var line = await db.Set<BankLine>().SingleOrDefaultAsync(l => l.Id == id, ct) ?? throw Refusal.NotFound();
        line.DemandOpen();
        return line;
    }

    /// <summary>What some lines may pay: owed, and by number or amount one of theirs.</summary>
    public static Task<List<Invoice>> Owed(FranchiseDb db, IReadOnlyCollection<BankLine> lines, CancellationToken ct)
    {
        string[] numbers = [.. lines.SelectMany(l => l.Numbers).Distinct()];
        long[] amounts = [.. lines.Select(l => l.Amount).Distinct()];
        return db.Set<Invoice>()
            .AsNoTracking()
            .Where(i => i.Status == InvoiceStatus.Finalised && (numbers.Contains(i.Number) || amounts.Contains(i.Total - i.Paid - i.Credited)))
            .OrderBy(i => i.Id)
            .Take(1_000)
            .ToListAsync(ct);
    }
}
