using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>How use cases come by a fee.</summary>
internal static class Fees
{
    /// <summary>One to change, its row locked.</summary>
    public static async Task<Fee> Lock(FranchiseDb db, Id<Fee> id, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.fees WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        return await db.Set<Fee>().SingleOrDefaultAsync(f => f.Id == id, ct) ?? throw Refusal.NotFound();
    }
}
