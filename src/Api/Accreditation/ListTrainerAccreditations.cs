using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>A trainer's accreditations, unit by unit, newest first.</summary>
internal static class ListTrainerAccreditations
{
    public static async Task<Page<AccreditationSummary>> Handle(Id<Trainer> id, FranchiseDb db, PageQuery page, CancellationToken ct)
    {
        await Trainers.Demand(db, id, ct);
        return await page.ById(db.Set<UnitAccreditation>().Where(a => a.TrainerId == id), AccreditationSummary.Of, ct);
    }
}
