using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Adds a learner, unless someone on record may be the same person and nobody has looked.</summary>
internal static class AddLearner
{
    public static async Task<Created<LearnerView>> Handle(LearnerRequest request, FranchiseDb db, Actor actor, LearnerBox box, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var details = request.Details(DateOnly.FromDateTime(now.UtcDateTime));
        var id = Id<Learner>.New(now);
        var kept = box.Seal(actor.Organisation, id, details);
        Learner.DemandAcknowledged((await Learners.Alike(db, actor.Organisation, kept, null, ct)).Select(l => l.Id), request.OtherPeople ?? []);
        var learner = new Learner(actor.Organisation, id, kept, now);
        db.Add(learner);
        await db.SaveChangesAsync(ct);
        return new($"/v1/learners/{id}", LearnerView.Of(learner, details, whole: true), learner.Version);
    }
}
