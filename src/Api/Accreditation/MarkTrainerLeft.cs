using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Says that a trainer has left.</summary>
internal static class MarkTrainerLeft
{
    /// <param name="On">The first day on which she is no longer there; null for today.</param>
    public sealed record Request(DateOnly? On = null)
    {
        public static Request Example => new();
    }

    public static async Task<Changed<TrainerView>> Handle(
        Id<Trainer> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (trainer, _, time) = await Trainers.Lock(db, id, clock, ct);
        ifMatch.Demand(trainer.Version);
        trainer.Leave(request.On ?? time.Today, time);
        await db.SaveChangesAsync(ct);
        return new(TrainerView.Of(trainer), trainer.Version);
    }
}
