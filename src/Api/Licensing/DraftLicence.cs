using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Licensing;

/// <summary>Writes a draft. The package is copied as it stands: a later change of it does not reach the licence.</summary>
internal static class DraftLicence
{
    /// <param name="OrganisationId">For whom.</param>
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
        Id<Organisation> OrganisationId,
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
        public static Request Example => new(ExampleOf.Id<Organisation>(), "RM-CORE", ExampleOf.Id<LicencePolicyVersion>(), new(2027, 1, 1), Seats: 24);
    }

    public static async Task<Created<LicenceView>> Handle(Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.TenantId == request.OrganisationId, ct);
        if (organisation is null || organisation.Kind == OrganisationKind.Franchisor)
            throw Refusal.Invalid([new("/organisationId", "There is no partner by that id.")]);
        var policy = await Drafts.Policy(db, request.PolicyVersionId, ct);
        var grant = await Drafts.Grant(db, request, policy, organisation, ct);
        var licence = Licence.Draft(organisation.TenantId, policy, grant, organisation.Now(clock.GetUtcNow()));
        db.Add(licence);
        await db.SaveChangesAsync(ct);
        return new($"/v1/licences/{licence.Id}", LicenceView.Of(licence), licence.Version);
    }
}
