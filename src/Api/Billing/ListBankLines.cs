using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>What came in on Cohort 4's account, newest first; the open ones with what they may pay.</summary>
internal static class ListBankLines
{
    public static async Task<Page<BankLineView>> Handle(
        FranchiseDb db, PageQuery page, [Description("Only lines that have come so far.")] BankLineStatus? status, CancellationToken ct)
    {
        IQueryable<BankLine> lines = db.Set<BankLine>();
        if (status is { } wanted)
            lines = lines.Where(l => l.Status == wanted);
        var found = await page.ById(lines, l => l, ct);
        var owed = await BankLines.Owed(db, [.. found.Data.Where(l => l.Status == BankLineStatus.Open)], ct);
        return new([.. found.Data.Select(l => BankLineView.Of(l, owed))], found.Next);
    }
}
