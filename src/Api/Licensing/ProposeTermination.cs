using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Proposes to end a licence for cause. Nothing ends until another administrator confirms.</summary>
internal static class ProposeTermination
{
    /// <param name="Cause">For what.</param>
    /// <param name="LearnerProtectionPlan">What happens to the women whose courses have begun, without personal data.</param>
    /// <param name="TeachOutAllowed">Whether courses already begun may go on; may be denied for safeguarding only.</param>
    public sealed record Request(TerminationCause Cause, [StringLength(20_000, MinimumLength = 1)] string LearnerProtectionPlan, bool TeachOutAllowed = true)
    {
        public static Request Example => new(TerminationCause.Quality, "Learners finish with a neighbouring partner.");
    }

    public static async Task<Changed<LicenceView>> Handle(
        Id<Licence> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.None, clock, ct);
        at.Licence.ProposeTermination(request.Cause, request.LearnerProtectionPlan, request.TeachOutAllowed, actor, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
