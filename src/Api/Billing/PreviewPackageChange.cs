using System.ComponentModel.DataAnnotations;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>What a change of package within a term would cost, by the day and by the same code. Changes nothing.</summary>
internal static class PreviewPackageChange
{
    /// <param name="Package">The code of the new package.</param>
    /// <param name="On">The first day with it; null for today.</param>
    public sealed record Request([StringLength(40)] string Package, DateOnly? On = null)
    {
        public static Request Example => new("RM3-FULL");
    }

    /// <param name="FirstDay">The first day with the new package.</param>
    /// <param name="LastDay">The last day of the term, inclusive.</param>
    /// <param name="Used">What the old price, less what was credited of it before, comes to for the days before; it stays charged.</param>
    /// <param name="Credit">What that comes to for the days that are left; it is given back.</param>
    /// <param name="Charge">What the new price comes to for the days that are left.</param>
    /// <param name="Difference">What is to be paid more; below nothing where the organisation gets something back.</param>
    public sealed record View(DateOnly FirstDay, DateOnly LastDay, Money Used, Money Credit, Money Charge, Money Difference)
    {
        public static View Example => new(new(2027, 7, 1), new(2027, 12, 31), new(181_000, "GBP"), new(184_000, "GBP"), new(368_000, "GBP"), new(184_000, "GBP"));
    }

    public static async Task<View> Handle(Id<Licence> id, Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var licence = await db.Set<Licence>().AsNoTracking().Include(l => l.Terms).SingleOrDefaultAsync(l => l.Id == id && l.Offer != null, ct) ?? throw Refusal.NotFound();
        var (_, time) = await Invoices.Organisation(db, licence.TenantId, clock, ct);
        return Of(await PackageChanges.Of(db, licence, request.Package, request.On ?? time.Today, ct));
    }

    /// <summary>What is answered of a change.</summary>
    public static View Of(PackageChangeAtHand change) =>
        new(change.Plan.Left.First, change.Plan.Left.Last, change.Plan.Used, change.Plan.Credit, change.Charge, change.Difference);
}
