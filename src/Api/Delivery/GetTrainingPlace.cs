using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>One place on a training of trainers.</summary>
internal static class GetTrainingPlace
{
    public static async Task<Found<TrainingPlaceView>> Handle(Id<TrainingPlace> id, FranchiseDb db, CancellationToken ct)
    {
        var place = await db.Set<TrainingPlace>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
        return new(TrainingPlaceView.Of(place), place.Version);
    }
}
