using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Billing;

/// <summary>Somebody says that a line of a statement is no organisation's payment.</summary>
internal static class IgnoreBankLine
{
    public static async Task<BankLineView> Handle(Id<BankLine> id, FranchiseDb db, Actor actor, CancellationToken ct)
    {
        var line = await BankLines.LockOpen(db, id, ct);
        line.Ignore(actor);
        await db.SaveChangesAsync(ct);
        return BankLineView.Of(line, []);
    }
}
