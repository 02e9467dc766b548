using System.Text.RegularExpressions;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Organisations;

/// <summary>What sort of organisation it is.</summary>
public enum OrganisationKind
{
    /// <summary>A registered charity.</summary>
    Charity,

    /// <summary>A council or a team of one.</summary>
    LocalAuthority,

    /// <summary>A community interest company.</summary>
    CommunityInterestCompany,

    /// <summary>A women's organisation that is none of the others, as a European association.</summary>
    WomensOrganisation,

    /// <summary>Another public body: a prison, a health trust, a probation service.</summary>
    PublicBody,

    /// <summary>Another company.</summary>
    Company,

    /// <summary>Cohort 4 itself; there is one.</summary>
    Franchisor,
}

/// <summary>Whether its people may record lived experience, and when it is shown.</summary>
public enum DisclosurePolicy
{
    /// <summary>Lived-experience fields are refused and never returned.</summary>
    Prohibited,

    /// <summary>Each needs a woman's live consent for that purpose.</summary>
    Consented,

    /// <summary>Recorded and shown to those with the permission.</summary>
    Open,
}

/// <summary>Whether an organisation may use Franchise.</summary>
public enum OrganisationStatus
{
    /// <summary>It may.</summary>
    Active,

    /// <summary>For now it may not; its tokens are refused.</summary>
    Suspended,

    /// <summary>It has left for good.</summary>
    Closed,
}

/// <summary>What Cohort 4 records of an organisation.</summary>
/// <param name="Name">Legal name.</param>
/// <param name="TradingName">The name it is known by, or null where it is the legal one.</param>
/// <param name="Kind">What sort it is.</param>
/// <param name="Registration">Its public register and number.</param>
/// <param name="Country">Where it is established, ISO 3166-1 alpha-2.</param>
/// <param name="TimeZone">IANA time zone, as <c>Europe/London</c>. Licences begin and end at its midnight.</param>
/// <param name="Currency"><c>GBP</c> or <c>EUR</c>.</param>
/// <param name="Language">BCP 47 tag in which it is written to.</param>
/// <param name="RegisteredAddress">Its registered or head office.</param>
/// <param name="PostalAddress">Where post goes, or null where that is the same.</param>
public sealed record OrganisationDetails(
    string Name,
    string? TradingName,
    OrganisationKind Kind,
    Registration Registration,
    string Country,
    string TimeZone,
    string Currency,
    string Language,
    Address RegisteredAddress,
    Address? PostalAddress = null
);

/// <summary>A licensed charity, council or group (the tenant), or Cohort 4 itself. Cohort 4 writes it; the organisation reads its own.</summary>
[IdPrefix("org")]
public sealed class Organisation : Aggregate, ITenantOwned, IPlatformOwned
{
    /// <summary>Cohort 4's own organisation, whose members run the platform.</summary>
    public static readonly Id<Organisation> FranchisorId = new(new Guid("00000000-0000-7000-8000-000000000001"));

    /// <summary>How far a sandbox's clock may run ahead: ten years.</summary>
    public static readonly TimeSpan MostClockOffset = TimeSpan.FromDays(3653);

    /// <summary>How many years a sandbox's clock may be moved in one go.</summary>
    public const int MostYearsAtOnce = 2;

    /// <summary>A live organisation has real time and no other.</summary>
    public const string NotASandbox = "not_a_sandbox";

    /// <summary>It has agreed to a licence, or something was charged or paid: its currency stays.</summary>
    public const string CurrencyFixed = "currency_fixed";

    /// <summary>The clock does not go there: it is past that, or it is too far.</summary>
    public const string ClockOutOfRange = "clock_out_of_range";

    // The folders posix/ and right/ of the zone database hold the same places by other rules (right/ counts leap seconds).
    private static readonly Regex zoneShape = Pattern.Whole(@"(UTC|[A-Z][A-Za-z]+(/[A-Za-z0-9_+-]+){1,2})");

    private Organisation() { }

    /// <summary>Takes on a partner.</summary>
    /// <param name="details">Its particulars.</param>
    /// <param name="isSandbox">Whether it is for trying things out, with a clock of its own. Fixed for good.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Refusal"><c>validation_failed</c> with every member at fault.</exception>
    public Organisation(OrganisationDetails details, bool isSandbox, DateTimeOffset now)
        : this(Id<Organisation>.New(now), details, isSandbox, now) { }

    private Organisation(Id<Organisation> id, OrganisationDetails details, bool isSandbox, DateTimeOffset now)
    {
        IsNew();
        TenantId = id;
        IsSandbox = isSandbox;
        CreatedAt = StatusSince = now;
        Set(details);
        Raise("organisation.created", id.ToString(), ("kind", Kind), ("country", Country), ("isSandbox", isSandbox));
    }

    /// <summary>Cohort 4 itself, under its fixed id; made once, when an installation is set up.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public static Organisation Franchisor(OrganisationDetails details, DateTimeOffset now) => new(FranchisorId, details, isSandbox: false, now);

    /// <summary>Its id, which is every tenant-owned row's <c>TenantId</c>.</summary>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>Legal name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The name it is known by, where it is another.</summary>
    public string? TradingName { get; private set; }

    /// <summary>What sort it is.</summary>
    public OrganisationKind Kind { get; private set; }

    /// <summary>Its public register and number.</summary>
    public Registration Registration { get; private set; } = Registration.Nowhere;

    /// <summary>Where it is established, ISO 3166-1 alpha-2.</summary>
    public string Country { get; private set; } = "GB";

    /// <summary>IANA time zone.</summary>
    public string TimeZone { get; private set; } = "Europe/London";

    /// <summary><c>GBP</c> or <c>EUR</c>.</summary>
    public string Currency { get; private set; } = "GBP";

    /// <summary>BCP 47 tag in which it is written to.</summary>
    public string Language { get; private set; } = "en";

    /// <summary>Its registered or head office.</summary>
    public Address RegisteredAddress { get; private set; } = null!;

    /// <summary>Where post goes, where that is another place.</summary>
    public Address? PostalAddress { get; private set; }

    /// <summary>Whether its people may record lived experience; <see cref="DisclosurePolicy.Prohibited"/> until it decides otherwise.</summary>
    public DisclosurePolicy DisclosurePolicy { get; private set; } = DisclosurePolicy.Prohibited;

    /// <summary>Whether it may use Franchise.</summary>
    public OrganisationStatus Status { get; private set; }

    /// <summary>Since when the status stands.</summary>
    public DateTimeOffset StatusSince { get; private set; }

    /// <summary>Why it is suspended or closed, in Cohort 4's words; null while active.</summary>
    public string? StatusReason { get; private set; }

    /// <summary>Whether it is for trying things out.</summary>
    public bool IsSandbox { get; private set; }

    /// <summary>How far a sandbox organisation's clock is ahead; zero for live organisations.</summary>
    public TimeSpan ClockOffset { get; private set; }

    /// <summary>When it was taken on.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Whether it may use Franchise.</summary>
    public bool IsActive => Status == OrganisationStatus.Active;

    /// <summary>The organisation's own time.</summary>
    public DateTimeOffset Now(DateTimeOffset utcNow) => utcNow + ClockOffset;

    /// <summary>The organisation's own date: its time, in its zone.</summary>
    public DateOnly Today(DateTimeOffset utcNow) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now(utcNow), TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).DateTime);

    /// <summary>Records new particulars.</summary>
    /// <param name="details">All of them.</param>
    /// <param name="isBilled">Whether it has agreed to a licence or owes, or has paid, something: then what it owes stays in one currency.</param>
    /// <exception cref="Refusal"><c>validation_failed</c>; <c>organisation_closed</c>; <c>currency_fixed</c>.</exception>
    public void Change(OrganisationDetails details, bool isBilled = false)
    {
        RefuseIfClosed();
        if (isBilled && details.Currency != Currency)
            throw Refusal.Conflict(CurrencyFixed, $"The organisation is billed in {Currency} already.", "Leave its currency as it is.");
        Set(details);
        Raise("organisation.changed", TenantId.ToString());
    }

    /// <summary>Decides about lived experience. The organisation's own decision.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>; <c>organisation_closed</c>.</exception>
    public void Decide(DisclosurePolicy policy)
    {
        RefuseIfClosed();
        var faults = new Faults();
        faults.Known("/disclosurePolicy", policy);
        faults.Refuse();
        if (policy == DisclosurePolicy)
            return;
        var before = DisclosurePolicy;
        DisclosurePolicy = policy;
        Raise("organisation.disclosure_policy_changed", TenantId.ToString(), ("from", before), ("to", policy));
    }

    /// <summary>Stops its use of Franchise for now: every token of its people and systems is refused within a minute.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>; <c>franchisor_must_stay</c>; <c>organisation_not_active</c>.</exception>
    public void Suspend(string reason, DateTimeOffset now)
    {
        RefuseIfFranchisor();
        if (Status != OrganisationStatus.Active)
            throw Refusal.Conflict("organisation_not_active", "Only an active organisation can be suspended.", "Look at its status.");
        Move(OrganisationStatus.Suspended, Reason(reason), now);
        Raise("organisation.suspended", TenantId.ToString());
    }

    /// <summary>Lets a suspended organisation in again.</summary>
    /// <exception cref="Refusal"><c>organisation_not_suspended</c>.</exception>
    public void Reinstate(DateTimeOffset now)
    {
        if (Status != OrganisationStatus.Suspended)
            throw Refusal.Conflict("organisation_not_suspended", "Only a suspended organisation can be reinstated.", "Look at its status.");
        Move(OrganisationStatus.Active, null, now);
        Raise("organisation.reinstated", TenantId.ToString());
    }

    /// <summary>Ends its use of Franchise for good. What must be kept is kept.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>; <c>franchisor_must_stay</c>; <c>organisation_closed</c>.</exception>
    public void Close(string reason, DateTimeOffset now)
    {
        RefuseIfFranchisor();
        RefuseIfClosed();
        Move(OrganisationStatus.Closed, Reason(reason), now);
        Raise("organisation.closed", TenantId.ToString());
    }

    /// <summary>Moves a sandbox's clock forward and leaves what falls due in between to the sweeps: an outage.</summary>
    /// <exception cref="Refusal"><c>not_a_sandbox</c>; <c>clock_out_of_range</c>: backwards, or more than ten years ahead.</exception>
    public void MoveClock(TimeSpan forward)
    {
        RefuseIfClosed();
        DemandSandbox();
        if (forward <= TimeSpan.Zero || forward > MostClockOffset - ClockOffset)
            throw Refusal.Invalid(
                ClockOutOfRange,
                "/forward",
                "The clock moves forward only, and at most ten years ahead of real time.",
                "Name a time after the sandbox's own present; for a fresh start take a new sandbox."
            );
        ClockOffset += forward;
        ClockArrived();
    }

    /// <summary>Refuses a time to which its clock cannot be moved in one go.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="utcNow">Real time.</param>
    /// <exception cref="Refusal"><c>organisation_closed</c>; <c>not_a_sandbox</c>; <c>clock_out_of_range</c>.</exception>
    public void DemandClockMovable(DateTimeOffset to, DateTimeOffset utcNow)
    {
        RefuseIfClosed();
        DemandSandbox();
        var now = Now(utcNow);
        if (to <= now || to > LatestClock(utcNow))
            throw Refusal.Invalid(
                ClockOutOfRange,
                "/advanceTo",
                $"The clock moves forward only, at most {MostYearsAtOnce} years at once and at most ten years ahead of real time.",
                "Read the clock: it says what time it is there and how far it can be moved. For a fresh start take a new sandbox."
            );
    }

    /// <summary>How far its clock can be moved in one go.</summary>
    public DateTimeOffset LatestClock(DateTimeOffset utcNow)
    {
        var (once, ever) = (Now(utcNow).AddYears(MostYearsAtOnce), utcNow + MostClockOffset);
        return once < ever ? once : ever;
    }

    /// <summary>Puts the clock at a moment on the way to where it is being moved. Nothing is said of it until it is there: see <see cref="ClockArrived"/>.</summary>
    public void StandAt(DateTimeOffset moment, DateTimeOffset utcNow)
    {
        DemandSandbox();
        if (moment > Now(utcNow))
            ClockOffset = moment - utcNow;
    }

    /// <summary>Says that the clock has been moved, once all that was due on the way is done.</summary>
    public void ClockArrived() => Raise("organisation.clock_moved", TenantId.ToString(), ("offsetSeconds", (long)ClockOffset.TotalSeconds));

    /// <summary>Refuses unless it has a clock of its own.</summary>
    /// <exception cref="Refusal"><c>not_a_sandbox</c>.</exception>
    public void DemandSandbox()
    {
        if (!IsSandbox)
            throw Refusal.Conflict(NotASandbox, "Only a sandbox organisation has a clock of its own.", "Use a sandbox organisation.");
    }

    /// <summary>Whether this is an IANA time zone that this machine knows.</summary>
    public static bool IsTimeZone(string? zone) => zone is not null && zone.Length <= 64 && zoneShape.IsMatch(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _);

    private void Set(OrganisationDetails details)
    {
        var faults = new Faults();
        var name = faults.Text("/name", details.Name, 200);
        var tradingName = faults.OptionalText("/tradingName", details.TradingName, 200);
        faults.Known("/kind", details.Kind);
        faults.Unless(
            (details.Kind == OrganisationKind.Franchisor) == (TenantId == FranchisorId),
            "/kind",
            "There is one franchisor: no other organisation can be one, and it can be nothing else."
        );
        var registration = details.Registration.Check(faults, "/registration");
        faults.Unless(
            details.Kind != OrganisationKind.Charity || registration.IsOfCharities || registration.Register == Register.Foreign,
            "/registration/register",
            "A charity stands in a register of charities: CCEW, OSCR, CCNI, or a foreign one."
        );
        faults.Unless(
            details.Kind is not (OrganisationKind.CommunityInterestCompany or OrganisationKind.Company)
                || registration.Register is Register.CompaniesHouse or Register.Foreign,
            "/registration/register",
            "A company stands in the register of Companies House, or in a foreign one."
        );
        faults.Unless(Shared.Country.IsKnown(details.Country), "/country", "This must be an ISO 3166-1 alpha-2 code, as GB.");
        faults.Unless(
            !registration.IsBritish || details.Country == "GB",
            "/registration/register",
            "An organisation in a register of the United Kingdom is established there: its country must be GB."
        );
        faults.Unless(
            registration.Register != Register.Foreign || details.Country != "GB",
            "/registration/register",
            "An organisation established in the United Kingdom is not in a foreign register."
        );
        faults.Unless(IsTimeZone(details.TimeZone), "/timeZone", "This must be an IANA time zone, as Europe/London.");
        faults.Unless(Money.Currencies.Contains(details.Currency), "/currency", $"This must be one of {string.Join(", ", Money.Currencies)}.");
        faults.Unless(Shared.Language.IsValid(details.Language), "/language", Shared.Language.Rule);
        var registeredAddress = details.RegisteredAddress.Check(faults, "/registeredAddress");
        var postalAddress = details.PostalAddress?.Check(faults, "/postalAddress");
        faults.Refuse();

        (Name, TradingName, Kind, Registration) = (name, tradingName, details.Kind, registration);
        (Country, TimeZone, Currency, Language) = (details.Country, details.TimeZone, details.Currency, details.Language);
        (RegisteredAddress, PostalAddress) = (registeredAddress, postalAddress);
    }

    private static string Reason(string reason)
    {
        var faults = new Faults();
        var text = faults.Text("/reason", reason, 500);
        faults.Refuse();
        return text;
    }

    private void Move(OrganisationStatus status, string? reason, DateTimeOffset now) => (Status, StatusReason, StatusSince) = (status, reason, now);

    private void RefuseIfClosed()
    {
        if (Status == OrganisationStatus.Closed)
            throw Refusal.Conflict("organisation_closed", "This organisation has left for good.", "Take it on again as a new organisation.");
    }

    private void RefuseIfFranchisor()
    {
        if (TenantId == FranchisorId)
            throw Refusal.Conflict("franchisor_must_stay", "The franchisor runs the platform: it can be neither suspended nor closed.", "Name a partner.");
    }
}
