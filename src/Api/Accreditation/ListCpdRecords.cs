using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>A trainer's development, newest entry first.</summary>
internal static class ListCpdRecords
{
    public static async Task<Page<CpdRecordView>> Handle(Id<Trainer> id, FranchiseDb db, PageQuery page, CancellationToken ct)
    {
        await Trainers.Demand(db, id, ct);
        return await page.ById(db.Set<CpdRecord>().Where(r => r.TrainerId == id), CpdRecordView.Of, ct);
    }
}
