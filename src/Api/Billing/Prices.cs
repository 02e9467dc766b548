using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Billing;

/// <summary>How use cases come by a price version.</summary>
internal static class Prices
{
    /// <summary>Those that the session may know of: a partner's, what is published of the packages that were offered to it.</summary>
    public static IQueryable<PriceVersion> Visible(FranchiseDb db)
    {
        var prices = db.Set<PriceVersion>().Include(p => p.Items);
        return db.Session.Across
            ? prices
            : prices.Where(p => p.Status == PriceStatus.Published && db.Set<Licence>().Any(l => l.Offer != null && l.Grant.Package == p.Package));
    }

    /// <summary>Whether the session may know of a package: a partner, of what was offered to it.</summary>
    public static async Task<bool> KnowsPackage(FranchiseDb db, string package, CancellationToken ct) =>
        db.Session.Across || await db.Set<Licence>().AnyAsync(l => l.Offer != null && l.Grant.Package == package, ct);

    /// <summary>One to change, its row locked, if the caller has seen how it stands.</summary>
    public static async Task<PriceVersion> Lock(FranchiseDb db, Id<PriceVersion> id, IfMatch ifMatch, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.price_versions WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var price = await Visible(db).SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
        ifMatch.Demand(price.Version);
        return price;
    }

    /// <summary>Cohort 4's own time: its prices begin on its days.</summary>
    public static OwnTime Time(TimeProvider clock) => new(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/London"));
}
