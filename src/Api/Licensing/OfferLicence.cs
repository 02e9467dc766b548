using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>Puts the agreement to the organisation. From then on it sees the licence, and what the licence grants no longer changes.</summary>
internal static class OfferLicence
{
    /// <param name="AgreementText">The whole text; what is accepted is this, letter by letter.</param>
    /// <param name="ValidUntil">The last day on which it can be accepted, inclusive: today at the earliest, a year ahead at most.</param>
    public sealed record Request([StringLength(200_000, MinimumLength = 1)] string AgreementText, DateOnly ValidUntil)
    {
        public static Request Example => new("This agreement is made between Cohort 4 and the partner …", new(2026, 12, 31));
    }

    public static async Task<Changed<LicenceView>> Handle(
        Id<Licence> id, Request request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Lock(db, id, ifMatch, Parts.Plan, clock, ct);
        if (!at.Organisation.IsActive)
            throw Refusal.Conflict(LicensingCodes.OrganisationNotActive, "The organisation is not active.", "Make the organisation active first.");
        var published = await Licences.PublishedUnits(db, [.. at.Licence.Grant.Units], ct);
        at.Licence.MakeOffer(request.AgreementText, request.ValidUntil, at.Policy, published, actor, at.Time);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
