using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Replaces what is on record of a learner as a whole.</summary>
internal static class ChangeLearner
{
    public static async Task<Changed<LearnerView>> Handle(
        Id<Learner> id, LearnerRequest request, IfMatch ifMatch, FranchiseDb db, LearnerBox box, TimeProvider clock, CancellationToken ct)
    {
        var learner = await Learners.Lock(db, id, ifMatch, ct);
        var details = request.Details(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        var kept = box.Seal(learner.TenantId, id, details);
        // Who was told apart once need not be told apart again: only a name, a date or a number that is new is compared.
        if (!Same(kept.NameKey, learner.NameKey) || !Same(kept.BirthKey, learner.BirthKey) || !Same(kept.UlnKey, learner.UlnKey))
            Learner.DemandAcknowledged((await Learners.Alike(db, learner.TenantId, kept, id, ct)).Select(l => l.Id), request.OtherPeople ?? []);
        learner.Change(kept);
        await db.SaveChangesAsync(ct);
        return new(LearnerView.Of(learner, details, whole: true), learner.Version);
    }

    private static bool Same(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);
}
