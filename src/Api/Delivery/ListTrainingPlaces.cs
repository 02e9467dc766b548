using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Places on trainings of trainers, newest first: Cohort 4 sees all, a partner its own.</summary>
internal static class ListTrainingPlaces
{
    public static Task<Page<TrainingPlaceView>> Handle(FranchiseDb db, PageQuery page, CancellationToken ct) =>
        page.ById(db.Set<TrainingPlace>(), TrainingPlaceView.Of, ct);
}
