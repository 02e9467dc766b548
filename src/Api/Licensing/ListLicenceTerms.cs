using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>The dated, priced terms of a licence, the first one first. They are only ever added.</summary>
internal static class ListLicenceTerms
{
    /// <param name="Id">Its id.</param>
    /// <param name="Number">1 for the first, one more for each after.</param>
    /// <param name="FirstDay">Its first day.</param>
    /// <param name="LastDay">Its last day, inclusive.</param>
    /// <param name="Price">What it costs.</param>
    /// <param name="Seats">Learners included.</param>
    /// <param name="MadeAt">When it was added.</param>
    public sealed record Row(Id<LicenceTerm> Id, int Number, DateOnly FirstDay, DateOnly LastDay, Money Price, int Seats, DateTimeOffset MadeAt)
    {
        public static Row Example => new(ExampleOf.Id<LicenceTerm>(), 1, new(2027, 1, 1), new(2027, 12, 31), new(250_000, "GBP"), 24, ExampleOf.Time);
    }

    public static async Task<Page<Row>> Handle(Id<Licence> id, FranchiseDb db, PageQuery page, CancellationToken ct)
    {
        await Licences.Demand(db, id, ct);
        return await page.ById(
            db.Set<LicenceTerm>().Where(t => t.LicenceId == id),
            t => new Row(t.Id, t.Number, t.FirstDay, t.LastDay, t.Price, t.Seats, t.MadeAt),
            ct,
            newestFirst: false);
    }
}
