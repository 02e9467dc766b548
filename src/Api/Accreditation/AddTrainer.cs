using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Adds a trainer to the caller's own organisation.</summary>
internal static class AddTrainer
{
    public static async Task<Created<TrainerView>> Handle(TrainerRequest request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var user = await Trainers.User(db, actor.Organisation, request.MemberId, null, ct);
        var trainer = new Trainer(actor.Organisation, request.Details, user, clock.GetUtcNow());
        db.Add(trainer);
        await db.SaveChangesAsync(ct);
        return new($"/v1/trainers/{trainer.Id}", TrainerView.Of(trainer), trainer.Version);
    }
}
