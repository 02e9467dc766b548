using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Replaces a trainer's particulars as a whole.</summary>
internal static class ChangeTrainer
{
    public static async Task<Changed<TrainerView>> Handle(
        Id<Trainer> id, TrainerRequest request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var (trainer, _, _) = await Trainers.Lock(db, id, clock, ct);
        ifMatch.Demand(trainer.Version);
        trainer.Change(request.Details, await Trainers.User(db, trainer.TenantId, request.MemberId, id, ct));
        await db.SaveChangesAsync(ct);
        return new(TrainerView.Of(trainer), trainer.Version);
    }
}
