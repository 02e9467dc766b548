using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Organisations;

internal static class CreateOrganisation
{
    /// <param name="Name">Legal name.</param>
    /// <param name="Kind">What sort it is.</param>
    /// <param name="Registration">Its public register and number.</param>
    /// <param name="Country">Where it is established, ISO 3166-1 alpha-2.</param>
    /// <param name="TimeZone">IANA time zone, as <c>Europe/London</c>.</param>
    /// <param name="Currency"><c>GBP</c> or <c>EUR</c>.</param>
    /// <param name="Language">BCP 47 tag in which it is written to.</param>
    /// <param name="RegisteredAddress">Its registered or head office.</param>
    /// <param name="PostalAddress">Where post goes, where that is another place.</param>
    /// <param name="TradingName">The name it is known by, where that is another.</param>
    /// <param name="IsSandbox">Whether it is for trying things out, with a clock of its own.</param>
    public sealed record Request(
        [StringLength(200, MinimumLength = 1)] string Name,
        OrganisationKind Kind,
        RegistrationBody Registration,
        [RegularExpression("^[A-Z]{2}$"), StringLength(2)] string Country,
        [StringLength(64, MinimumLength = 1)] string TimeZone,
        [RegularExpression("^(GBP|EUR)$"), StringLength(3)] string Currency,
        [StringLength(Domain.Shared.Language.Most, MinimumLength = 2)] string Language,
        AddressBody RegisteredAddress,
        AddressBody? PostalAddress = null,
        [StringLength(200)] string? TradingName = null,
        bool IsSandbox = false
    )
    {
        public static Request Example
        {
            get
            {
                var e = OrganisationRequest.Example;
                return new(e.Name, e.Kind, e.Registration, e.Country, e.TimeZone, e.Currency, e.Language, e.RegisteredAddress, null, e.TradingName);
            }
        }

        internal OrganisationDetails Details =>
            new OrganisationRequest(Name, Kind, Registration, Country, TimeZone, Currency, Language, RegisteredAddress, PostalAddress, TradingName).Details;
    }

    public static async Task<Created<OrganisationResponse>> Handle(Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var organisation = new Organisation(request.Details, request.IsSandbox, now);
        db.Add(organisation);
        await db.SaveChangesAsync(ct);
        return new($"/v1/organisations/{organisation.TenantId}", OrganisationResponse.Of(organisation, now), organisation.Version);
    }
}
