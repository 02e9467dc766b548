using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>The organisation says what it has done about a finding. That stops the clock of an essential action.</summary>
internal static class AnswerFinding
{
    /// <param name="Text">What was done, without learners' names.</param>
    public sealed record Request([StringLength(2_000, MinimumLength = 1)] string Text)
    {
        public static Request Example => new("A new form names the criterion; it is in use since March.");
    }

    public static async Task<Changed<VisitView>> Handle(
        Id<ExternalVisit> id, Id<VisitFinding> findingId, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Visits.Lock(db, id, ifMatch, clock, ct);
        at.Visit.Answer(findingId, request.Text, actor, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
