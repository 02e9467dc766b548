using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>How use cases come by a fee.</summary>
internal static class Fees
{
    public const string Priced = "fee.priced";
    public const string Waived = "fee.waived";

    /// <summary>One to change, its row locked; before it the organisation's, as the sweep that drafts invoices locks them.</summary>
    public static async Task<Fee> Lock(FranchiseDb db, Id<Fee> id, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>(
            $"""
            SELECT o.tenant_id AS "Value" FROM franchise.organisations o
            WHERE o.tenant_id = (SELECT f.tenant_id FROM franchise.fees f WHERE f.id = {id.Value}) FOR NO KEY UPDATE
            """).ToListAsync(ct);
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.fees WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        return await db.Set<Fee>().SingleOrDefaultAsync(f => f.Id == id, ct) ?? throw Refusal.NotFound();
    }

    /// <summary>Says what somebody decided of a fee. What she wrote stands with the fee and not here.</summary>
    public static Task Say(FranchiseDb db, Fee fee, string type, CancellationToken ct) =>
        db.WriteEventsAsync(
            [(fee.TenantId, new(type, fee.Id.ToString(), new Dictionary<string, object?> { ["kind"] = fee.Kind, ["unitAmount"] = fee.UnitAmount, ["currency"] = fee.Currency }))], ct);
}
