using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>The standardisation meetings that a trainer took part in, newest entry first.</summary>
internal static class ListStandardisations
{
    public static async Task<Page<StandardisationView>> Handle(Id<Trainer> id, FranchiseDb db, PageQuery page, CancellationToken ct)
    {
        await Trainers.Demand(db, id, ct);
        return await page.ById(db.Set<Standardisation>().Where(s => s.TrainerId == id), StandardisationView.Of, ct);
    }
}
