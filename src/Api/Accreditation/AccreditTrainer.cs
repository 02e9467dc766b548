using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Accredits an observed trainer from today.</summary>
internal static class AccreditTrainer
{
    /// <param name="PolicyVersionId">The published policy version that the record follows.</param>
    public sealed record Request(Id<AccreditationPolicyVersion> PolicyVersionId)
    {
        public static Request Example => new(ExampleOf.Id<AccreditationPolicyVersion>());
    }

    public static async Task<Changed<AccreditationView>> Handle(
        Id<UnitAccreditation> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Accreditations.Lock(db, id, ifMatch, clock, ct);
        var policy = await Accreditations.Policy(db, request.PolicyVersionId, ct);
        at.Accreditation.Accredit(await TrainersOnFile.FactsAsync(db, at.Accreditation, policy, at.Organisation, at.Time, ct), actor, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
