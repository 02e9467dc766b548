using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Takes a place on a training of trainers back. It can be given to another; what was sold is credited.</summary>
internal static class CancelTrainingPlace
{
    public static async Task<Changed<TrainingPlaceView>> Handle(
        Id<TrainingPlace> id, IfMatch ifMatch, FranchiseDb db, EmailOutbox outbox, TimeProvider clock, CancellationToken ct)
    {
        var place = await TrainingPlaces.Lock(db, id, ifMatch, ct);
        place.Cancel();
        await CoordinatorMail.TellCancelled(db, [place], outbox, clock, ct);
        await db.SaveChangesAsync(ct);
        return new(TrainingPlaceView.Of(place), place.Version);
    }
}
