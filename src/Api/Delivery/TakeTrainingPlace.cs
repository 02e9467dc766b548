using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>The partner puts a trainer forward for its place: one who is nominated for a unit of the training.</summary>
internal static class TakeTrainingPlace
{
    /// <param name="AccreditationId">The accreditation that she is to be trained for.</param>
    public sealed record Request(Id<UnitAccreditation> AccreditationId)
    {
        public static Request Example => new(ExampleOf.Id<UnitAccreditation>());
    }

    public static async Task<Changed<TrainingPlaceView>> Handle(Id<TrainingPlace> id, Request request, IfMatch ifMatch, FranchiseDb db, CancellationToken ct)
    {
        var place = await TrainingPlaces.Lock(db, id, ifMatch, ct);
        place.Take(
            await TrainingPlaces.Accreditation(db, place, request.AccreditationId, ct)
                ?? throw Refusal.Invalid([new("/accreditationId", "There is no such accreditation.")]));
        await db.SaveChangesAsync(ct);
        return new(TrainingPlaceView.Of(place), place.Version);
    }
}
