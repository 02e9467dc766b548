using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Puts other terms in the place of a draft's.</summary>
internal static class ChangeLicenceDraft
{
    /// <param name="Package">The code of the package that it grants.</param>
    /// <param name="PolicyVersionId">The published policy version that it follows.</param>
    /// <param name="StartsOn">The first day of the first term, in the organisation's time zone.</param>
    /// <param name="Price">What one term costs, in the organisation's currency; null for the yearly fee of the price list or the package, by the policy's term.</param>
    /// <param name="ExtraLearnerFee">What each learner above the included ones costs; null for the package's.</param>
    /// <param name="Seats">Learners included in each term; null for as many as the package includes.</param>
    /// <param name="Units">Which of the package's units; null for all of them.</param>
    /// <param name="Territories">Where: ISO 3166 codes such as `GB` or `GB-ENG`; null for the organisation's country.</param>
    /// <param name="Languages">In which languages, as `en`; null for the organisation's.</param>
    /// <param name="Modes">How: `in_person`, `online` or both; null for both.</param>
    public sealed record Request(
        [MaxLength(40)] string Package,
        Id<LicencePolicyVersion> PolicyVersionId,
        DateOnly StartsOn,
        Money? Price = null,
        Money? ExtraLearnerFee = null,
        [Range(1, 100_000)] int? Seats = null,
        IReadOnlyList<string>? Units = null,
        IReadOnlyList<string>? Territories = null,
        IReadOnlyList<string>? Languages = null,
        [MaxLength(2)] IReadOnlyList<string>? Modes = null
    ) : IDraftTerms
    {
        public static Request Example => new("RM-CORE", ExampleOf.Id<LicencePolicyVersion>(), new(2027, 1, 1), new(225_000, "GBP"), Seats: 24);
    }

    public static async Task<Changed<LicenceView>> Handle(
        Id<Licence> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.None, clock, ct);
        var policy = await Drafts.Policy(db, request.PolicyVersionId, ct);
        at.Licence.Change(policy, await Drafts.Grant(db, request, policy, at.Organisation, ct));
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
