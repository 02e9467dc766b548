using Franchise.Domain.Accreditation;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>What comes next for an accreditation, and everything that is missing for it: by the function that the step itself asks.</summary>
internal static class GetAccreditationReadiness
{
    /// <param name="Next">The next step.</param>
    /// <param name="Missing">What is missing for it today, each with what removes it; empty when it may be taken.</param>
    public sealed record Response(AccreditationStep Next, IReadOnlyList<AccreditationReason> Missing)
    {
        public static Response Example =>
            new(
                AccreditationStep.Renewal,
                [new(AccreditationCodes.CpdMissing, "8.5 of 12 hours of CPD within a year are on record.", "Record what is missing, or let her take part in more.", "")]);
    }

    public static async Task<Response> Handle(Id<UnitAccreditation> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Accreditations.Find(db, id, clock, ct);
        if (await TrainersOnFile.NextPolicyAsync(db, at.Accreditation.PolicyVersionId, ct) is not { } policy)
            return new(AccreditationStep.None, [new(LicensingCodes.PolicyVersionNotPublished, "No accreditation policy is published yet.", "Cohort 4 publishes one.", "")]);
        var readiness = at.Accreditation.Readiness(await TrainersOnFile.FactsAsync(db, at.Accreditation, policy, at.Organisation, at.Time, ct), at.Time);
        return new(readiness.Next, [.. readiness.Missing.Select(AccreditationReason.Of)]);
    }
}
