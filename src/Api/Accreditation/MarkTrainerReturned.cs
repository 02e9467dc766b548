using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Says that a trainer who had left is back.</summary>
internal static class MarkTrainerReturned
{
    public static async Task<Changed<TrainerView>> Handle(Id<Trainer> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (trainer, _, _) = await Trainers.Lock(db, id, clock, ct);
        ifMatch.Demand(trainer.Version);
        trainer.Return();
        await db.SaveChangesAsync(ct);
        return new(TrainerView.Of(trainer), trainer.Version);
    }
}
