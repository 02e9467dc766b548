using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Notes that a trainer has completed the training. It stands on her accreditation, which goes on to her observation.</summary>
internal static class CompleteTrainingPlace
{
    /// <param name="On">The day on which she did; null for the partner's today.</param>
    public sealed record Request(DateOnly? On = null)
    {
        public static Request Example => new();
    }

    public static async Task<Changed<TrainingPlaceView>> Handle(
        Id<TrainingPlace> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var place = await TrainingPlaces.Lock(db, id, ifMatch, ct);
        var time = await OrganisationsOnFile.TimeAsync(db, place.TenantId, clock, ct);
        var accreditation = place.AccreditationId is { } her ? await TrainingPlaces.Accreditation(db, place, her, ct) : null;
        if (accreditation is null)
            throw Refusal.Conflict(DeliveryCodes.PlaceNotOpen, "Nobody has this place.", "Wait until the partner has put a trainer forward.");
        place.Complete(accreditation, request.On ?? time.Today, time);
        await db.SaveChangesAsync(ct);
        return new(TrainingPlaceView.Of(place), place.Version);
    }
}
