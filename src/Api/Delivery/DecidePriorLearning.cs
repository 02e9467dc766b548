using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Decides about prior learning, on its evidence.</summary>
internal static class DecidePriorLearning
{
    /// <param name="Outcome">`granted` or `declined`.</param>
    public sealed record Request(RecognitionOutcome Outcome)
    {
        public static Request Example => new(RecognitionOutcome.Granted);
    }

    public static async Task<Changed<EnrolmentView>> Handle(
        Id<Enrolment> id, Id<Recognition> recognitionId, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Enrolments.Lock(db, id, ifMatch, clock, ct);
        at.Enrolment.Decide(recognitionId, request.Outcome, actor, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
