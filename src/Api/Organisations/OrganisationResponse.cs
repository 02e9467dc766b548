using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Organisations;

/// <summary>A postal address: an office or a PO box, never a refuge or any place whose address must stay secret.</summary>
/// <param name="Line1">First line.</param>
/// <param name="Town">Town or city.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Line2">Second line.</param>
/// <param name="Region">County, province or state.</param>
/// <param name="Postcode">Postcode; required in the United Kingdom.</param>
public sealed record AddressBody(
    [StringLength(100, MinimumLength = 1)] string Line1,
    [StringLength(100, MinimumLength = 1)] string Town,
    [RegularExpression("^[A-Z]{2}$"), StringLength(2)] string Country,
    [StringLength(100)] string? Line2 = null,
    [StringLength(100)] string? Region = null,
    [StringLength(16)] string? Postcode = null
)
{
    internal Address Address => new(Line1, Line2, Town, Region, Postcode, Country);

    internal static AddressBody Of(Address a) => new(a.Line1, a.Town, a.Country, a.Line2, a.Region, a.Postcode);
}

/// <summary>Where an organisation is registered.</summary>
/// <param name="Register">The public register.</param>
/// <param name="Number">
/// The number in it; absent where the register is <c>none</c>. Charity Commission: 6 or 7 digits, a linked charity with its suffix (<c>1123456-1</c>).
/// OSCR: <c>SC</c> and 6 digits. CCNI: <c>NIC</c> and 6 digits. Companies House: 8 characters.
/// </param>
public sealed record RegistrationBody(Register Register, [StringLength(50)] string? Number = null)
{
    internal Registration Registration => new(Register, Number);
}

/// <summary>An organisation.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Legal name.</param>
/// <param name="TradingName">The name it is known by, where that is another.</param>
/// <param name="Kind">What sort it is.</param>
/// <param name="Registration">Its public register and number.</param>
/// <param name="Country">Where it is established, ISO 3166-1 alpha-2.</param>
/// <param name="TimeZone">IANA time zone. Licences begin and end at its midnight.</param>
/// <param name="Currency">The currency it is invoiced in.</param>
/// <param name="Language">BCP 47 tag in which it is written to.</param>
/// <param name="RegisteredAddress">Its registered or head office.</param>
/// <param name="PostalAddress">Where post goes, where that is another place.</param>
/// <param name="DisclosurePolicy">Whether its people may record lived experience.</param>
/// <param name="Status">Whether it may use Franchise.</param>
/// <param name="StatusSince">Since when the status stands.</param>
/// <param name="StatusReason">Why it is suspended or closed; null while active.</param>
/// <param name="IsSandbox">Whether it is for trying things out.</param>
/// <param name="Now">Its own present: real time, or ahead of it for a sandbox whose clock was moved.</param>
/// <param name="Today">Its own date, in its time zone.</param>
/// <param name="CreatedAt">When it was taken on.</param>
public sealed record OrganisationResponse(
    Id<Organisation> Id,
    string Name,
    string? TradingName,
    OrganisationKind Kind,
    RegistrationBody Registration,
    string Country,
    string TimeZone,
    string Currency,
    string Language,
    AddressBody RegisteredAddress,
    AddressBody? PostalAddress,
    DisclosurePolicy DisclosurePolicy,
    OrganisationStatus Status,
    DateTimeOffset StatusSince,
    string? StatusReason,
    bool IsSandbox,
    DateTimeOffset Now,
    DateOnly Today,
    DateTimeOffset CreatedAt
)
{
    public static OrganisationResponse Example =>
        new(
            ExampleOf.Id<Organisation>(), "Safe Harbour Women's Aid", "Safe Harbour", OrganisationKind.Charity, new(Register.CharityCommission, "1123456"),
            "GB", "Europe/London", "GBP", "en-GB", OrganisationRequest.Example.RegisteredAddress, null, DisclosurePolicy.Prohibited, OrganisationStatus.Active,
            ExampleOf.Time, null, false, ExampleOf.Time, new(2027, 3, 1), ExampleOf.Time);

    internal static OrganisationResponse Of(Organisation o, DateTimeOffset utcNow) =>
        new(
            o.TenantId, o.Name, o.TradingName, o.Kind, new(o.Registration.Register, o.Registration.Number), o.Country, o.TimeZone, o.Currency, o.Language,
            AddressBody.Of(o.RegisteredAddress), o.PostalAddress is null ? null : AddressBody.Of(o.PostalAddress), o.DisclosurePolicy, o.Status,
            o.StatusSince, o.StatusReason, o.IsSandbox, o.Now(utcNow), o.Today(utcNow), o.CreatedAt);
}

/// <summary>What is recorded of an organisation.</summary>
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
public sealed record OrganisationRequest(
    [StringLength(200, MinimumLength = 1)] string Name,
    OrganisationKind Kind,
    RegistrationBody Registration,
    [RegularExpression("^[A-Z]{2}$"), StringLength(2)] string Country,
    [StringLength(64, MinimumLength = 1)] string TimeZone,
    [RegularExpression("^(GBP|EUR)$"), StringLength(3)] string Currency,
    [StringLength(Domain.Shared.Language.Most, MinimumLength = 2)] string Language,
    AddressBody RegisteredAddress,
    AddressBody? PostalAddress = null,
    [StringLength(200)] string? TradingName = null
)
{
    public static OrganisationRequest Example =>
        new(
            "Safe Harbour Women's Aid", OrganisationKind.Charity, new(Register.CharityCommission, "1123456"), "GB", "Europe/London", "GBP", "en-GB",
            new("1 Quay Street", "Liverpool", "GB", Postcode: "L1 1AA"), null, "Safe Harbour");

    internal OrganisationDetails Details =>
        new(
            Name, TradingName, Kind, Registration.Registration, Country, TimeZone, Currency, Language, RegisteredAddress.Address, PostalAddress?.Address);
}
