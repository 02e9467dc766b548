using System.ComponentModel.DataAnnotations;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Who on record may be the same person, before anybody is added. A search by name too: names stand in no address and no query.</summary>
internal static class CheckDuplicates
{
    /// <param name="LegalName">The name. Accents, case and order of its words make no difference.</param>
    /// <param name="DateOfBirth">Her date of birth; null where it is not known, and then it tells nobody apart.</param>
    /// <param name="Uln">Her Unique Learner Number.</param>
    public sealed record Request(
        [StringLength(200, MinimumLength = 1)] string LegalName, DateOnly? DateOfBirth = null, [StringLength(14, MinimumLength = 10)] string? Uln = null)
    {
        public static Request Example => new("Joanna Example");
    }

    /// <param name="Alike">Those who may be.</param>
    public sealed record Response(IReadOnlyList<LearnerSummary> Alike)
    {
        public static Response Example => new([LearnerSummary.Example]);
    }

    public static async Task<Response> Handle(Request request, FranchiseDb db, Actor actor, LearnerBox box, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var asked = new LearnerRequest(request.LegalName, DateOfBirth: request.DateOfBirth, Uln: request.Uln).Details(DateOnly.FromDateTime(now.UtcDateTime));
        var alike = await Learners.Alike(db, actor.Organisation, box.Seal(actor.Organisation, Id<Learner>.New(now), asked), null, ct);
        return new([.. alike.Select(l => new LearnerSummary(l.Id, box.Open(l).CalledBy, l.MergedIntoId, l.Version))]);
    }
}
