using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>One learner.</summary>
internal static class GetLearner
{
    public static async Task<Found<LearnerView>> Handle(Id<Learner> id, FranchiseDb db, Actor actor, LearnerBox box, CancellationToken ct)
    {
        var learner = await Learners.Find(db, id, ct);
        return new(LearnerView.Of(learner, box.Open(learner), whole: actor.OnlyOwnOf is null), learner.Version);
    }
}
