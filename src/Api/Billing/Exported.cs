using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>What the accountant's tables are made of.</summary>
internal static class Exported
{
    /// <summary>Today: of all organisations together Cohort 4's date, of one its own.</summary>
    public static async Task<DateOnly> Today(FranchiseDb db, TimeProvider clock, CancellationToken ct) =>
        db.Session.Across ? Prices.Time(clock).Today : OwnTime.Of(await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == db.TenantId, ct), clock.GetUtcNow()).Today;

    /// <summary>Of all organisations together, what is real: what sandboxes made is nobody's turnover. A sandbox sees its own.</summary>
    public static IQueryable<T> Of<T>(IQueryable<T> documents, FranchiseDb db)
        where T : class, ITenantOwned =>
        db.Session.Across ? documents.Where(d => db.Set<Organisation>().Any(o => o.TenantId == d.TenantId && !o.IsSandbox)) : documents;
}
