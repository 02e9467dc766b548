using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Refused;

namespace Franchise.Domain.Tests.Organisations;

public class OrganisationTests
{
    private static readonly Address office = new("1 High Street", null, "Leeds", null, "LS1 1AA", "GB");

    internal static readonly OrganisationDetails Charity = new(
        "Haven Women's Aid", null, OrganisationKind.Charity, new(Register.CharityCommission, "1123456"), "GB", "Europe/London", "GBP", "en", office
    );

    private static Organisation Partner(bool isSandbox = false) => new(Charity, isSandbox, Now);

    [Fact]
    public void A_new_organisation_is_active_quiet_and_says_that_it_is_there()
    {
        var partner = Partner();
        Assert.True(partner.IsActive);
        Assert.Equal(DisclosurePolicy.Prohibited, partner.DisclosurePolicy);
        Assert.Equal(TimeSpan.Zero, partner.ClockOffset);
        Assert.Equal(1, partner.Version);
        var said = Assert.Single(partner.Events);
        Assert.Equal("organisation.created", said.Type);
        Assert.Equal(partner.TenantId.ToString(), said.Subject);
        Assert.Equal(partner.TenantId, partner.Owner);
    }

    [Fact]
    public void Every_member_at_fault_is_named_at_once() =>
        At(
            ["/name", "/tradingName", "/registration/number", "/country", "/registration/register", "/timeZone", "/currency", "/language",
                "/registeredAddress/line1", "/registeredAddress/town", "/registeredAddress/postcode", "/postalAddress/country"],
            () => _ = new Organisation(
                new(" ", new string('x', 201), OrganisationKind.Charity, new(Register.CharityCommission, "12"), "XX", "Mars/Olympus", "USD", "english",
                    new("", null, "a\nb", null, "nowhere", "GB"), office with { Country = "gb" }),
                false, Now));

    [Theory]
    [InlineData(Register.CharityCommission, "123456", "123456")]
    [InlineData(Register.CharityCommission, "1123456-1", "1123456-1")]
    [InlineData(Register.CharityCommission, " 1123456 ", "1123456")]
    [InlineData(Register.Oscr, "sc 012345", "SC012345")]
    [InlineData(Register.Ccni, "NIC101234", "NIC101234")]
    [InlineData(Register.CompaniesHouse, "01234567", "01234567")]
    [InlineData(Register.CompaniesHouse, "oc301234", "OC301234")]
    public void A_number_of_its_register_is_taken_as_that_register_writes_it(Register register, string number, string kept)
    {
        var partner = new Organisation(Charity with { Kind = OrganisationKind.WomensOrganisation, Registration = new(register, number) }, false, Now);
        Assert.Equal(new Registration(register, kept), partner.Registration);
    }

    [Theory]
    [InlineData(Register.CharityCommission, "12345")]
    [InlineData(Register.CharityCommission, "12345678")]
    [InlineData(Register.CharityCommission, "1123456-")]
    [InlineData(Register.CharityCommission, "1123456-0")]
    [InlineData(Register.CharityCommission, "1123456\n")]
    [InlineData(Register.CharityCommission, "١١٢٣٤٥٦")]
    [InlineData(Register.CharityCommission, null)]
    [InlineData(Register.Oscr, "SC12345")]
    [InlineData(Register.Oscr, "1123456")]
    [InlineData(Register.Ccni, "NI101234")]
    [InlineData(Register.Ccni, "NIC1012345")]
    [InlineData(Register.CompaniesHouse, "1234567")]
    [InlineData(Register.CompaniesHouse, "XX123456")]
    [InlineData(Register.CompaniesHouse, "SC12345")]
    [InlineData(Register.None, "1123456")]
    public void A_number_of_another_shape_is_refused(Register register, string? number) =>
        At("/registration/number", () => _ = new Organisation(
            Charity with { Kind = OrganisationKind.WomensOrganisation, Registration = new(register, number) }, false, Now));

    [Fact]
    public void A_foreign_number_is_taken_as_it_stands_but_not_from_the_United_Kingdom()
    {
        var greek = Charity with
        {
            Kind = OrganisationKind.WomensOrganisation,
            Registration = new(Register.Foreign, "ΓΕΜΗ 1234/5"),
            Country = "GR",
            TimeZone = "Europe/Athens",
            Currency = "EUR",
            Language = "el",
            RegisteredAddress = new("Ermou 1", null, "Athina", null, null, "GR"),
        };
        Assert.Equal("ΓΕΜΗ 1234/5", new Organisation(greek, false, Now).Registration.Number);
        At("/registration/register", () => _ = new Organisation(greek with { Country = "GB" }, false, Now));
        At("/registration/number", () => _ = new Organisation(greek with { Registration = new(Register.Foreign, null) }, false, Now));
    }

    [Theory]
    [InlineData(OrganisationKind.Charity, Register.None, null)]
    [InlineData(OrganisationKind.Charity, Register.CompaniesHouse, "01234567")]
    [InlineData(OrganisationKind.CommunityInterestCompany, Register.CharityCommission, "1123456")]
    [InlineData(OrganisationKind.Company, Register.None, null)]
    public void A_kind_stands_in_a_register_that_fits_it(OrganisationKind kind, Register register, string? number) =>
        At("/registration/register", () => _ = new Organisation(Charity with { Kind = kind, Registration = new(register, number) }, false, Now));

    [Fact]
    public void A_British_register_means_a_British_organisation() =>
        At("/registration/register", () => _ = new Organisation(Charity with { Country = "IE" }, false, Now));

    [Fact]
    public void A_council_needs_no_register() =>
        Assert.Null(new Organisation(Charity with { Kind = OrganisationKind.LocalAuthority, Registration = Registration.Nowhere }, false, Now).Registration.Number);

    [Theory]
    [InlineData("Europe/London", true)]
    [InlineData("America/Argentina/Buenos_Aires", true)]
    [InlineData("UTC", true)]
    [InlineData("GMT Standard Time", false)]
    [InlineData("right/Europe/London", false)]
    [InlineData("posix/Europe/London", false)]
    [InlineData("../../etc/passwd", false)]
    [InlineData("Europe/Atlantis", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_time_zone_is_one_of_the_zone_database(string? zone, bool known) => Assert.Equal(known, Organisation.IsTimeZone(zone));

    [Theory]
    [InlineData("sw1a1aa", "SW1A 1AA")]
    [InlineData("M1 1AE", "M1 1AE")]
    public void A_British_postcode_is_kept_as_it_is_written(string given, string kept) =>
        Assert.Equal(kept, new Organisation(Charity with { RegisteredAddress = office with { Postcode = given } }, false, Now).RegisteredAddress.Postcode);

    [Fact]
    public void The_franchisor_has_its_fixed_id_and_nobody_else_is_one()
    {
        var franchisor = Organisation.Franchisor(Charity with { Kind = OrganisationKind.Franchisor }, Now);
        Assert.Equal(Organisation.FranchisorId, franchisor.TenantId);
        At("/kind", () => _ = new Organisation(Charity with { Kind = OrganisationKind.Franchisor }, false, Now));
        At("/kind", () => franchisor.Change(Charity));
    }

    [Fact]
    public void The_franchisor_stays()
    {
        var franchisor = Organisation.Franchisor(Charity with { Kind = OrganisationKind.Franchisor }, Now);
        With("franchisor_must_stay", () => franchisor.Suspend("x", Now));
        With("franchisor_must_stay", () => franchisor.Close("x", Now));
    }

    [Fact]
    public void A_refused_change_leaves_everything_as_it_was()
    {
        var partner = Loaded(Partner());
        At("/currency", () => partner.Change(Charity with { Name = "Other", Currency = "XXX" }));
        Assert.Equal("Haven Women's Aid", partner.Name);
        Assert.Empty(partner.Events);
    }

    [Fact]
    public void The_currency_stays_once_something_is_billed()
    {
        var partner = Loaded(Partner());
        With("currency_fixed", () => partner.Change(Charity with { Currency = "EUR" }, isBilled: true));
        Assert.Equal("GBP", partner.Currency);
        partner.Change(Charity with { Name = "Other" }, isBilled: true);
        partner.Change(Charity with { Currency = "EUR" });
        Assert.Equal("EUR", partner.Currency);
    }

    [Fact]
    public void Suspension_is_lifted_and_closing_is_for_good()
    {
        var partner = Partner();
        With("organisation_not_suspended", () => partner.Reinstate(Now));
        At("/reason", () => partner.Suspend("", Now));
        partner.Suspend("No insurance", Now);
        Assert.False(partner.IsActive);
        Assert.Equal("No insurance", partner.StatusReason);
        With("organisation_not_active", () => partner.Suspend("again", Now));
        partner.Reinstate(Now.AddDays(1));
        Assert.True(partner.IsActive);
        Assert.Null(partner.StatusReason);
        partner.Close("It merged", Now.AddDays(2));
        Assert.Equal(Now.AddDays(2), partner.StatusSince);
        With("organisation_closed", () => partner.Close("again", Now));
        With("organisation_closed", () => partner.Change(Charity));
        With("organisation_closed", () => partner.Decide(DisclosurePolicy.Open));
        With("organisation_closed", () => partner.MoveClock(TimeSpan.FromDays(1)));
        With("organisation_not_suspended", () => partner.Reinstate(Now));
        With("organisation_not_active", () => partner.Suspend("x", Now));
        // The reason is Cohort 4's own free text: it is not in events.
        Assert.All(partner.Events, e => Assert.DoesNotContain("insurance", string.Join(' ', e.Data?.Values ?? [])));
    }

    [Fact]
    public void The_disclosure_policy_is_decided_once_however_often_it_is_said()
    {
        var partner = Loaded(Partner());
        partner.Decide(DisclosurePolicy.Consented);
        partner.Decide(DisclosurePolicy.Consented);
        Assert.Equal(DisclosurePolicy.Consented, partner.DisclosurePolicy);
        Assert.Equal("organisation.disclosure_policy_changed", Assert.Single(partner.Events).Type);
        At("/disclosurePolicy", () => partner.Decide((DisclosurePolicy)9));
    }

    [Fact]
    public void Only_a_sandbox_has_a_clock_and_it_only_moves_forward_and_not_too_far()
    {
        With("not_a_sandbox", () => Partner().MoveClock(TimeSpan.FromDays(1)));
        var sandbox = Partner(isSandbox: true);
        With("clock_out_of_range", () => sandbox.MoveClock(TimeSpan.Zero));
        With("clock_out_of_range", () => sandbox.MoveClock(TimeSpan.FromDays(-1)));
        sandbox.MoveClock(TimeSpan.FromDays(30));
        Assert.Equal(Now.AddDays(30), sandbox.Now(Now));
        With("clock_out_of_range", () => sandbox.MoveClock(Organisation.MostClockOffset));
        With("clock_out_of_range", () => sandbox.MoveClock(TimeSpan.MaxValue));
        sandbox.MoveClock(Organisation.MostClockOffset - TimeSpan.FromDays(30));
    }

    [Fact]
    public void Its_date_is_that_of_its_zone()
    {
        var athens = new Organisation(
            Charity with { Kind = OrganisationKind.WomensOrganisation, Registration = Registration.Nowhere, Country = "GR", TimeZone = "Europe/Athens" }, false, Now);
        var late = new DateTimeOffset(2026, 3, 31, 22, 30, 0, TimeSpan.Zero);
        Assert.Equal(new DateOnly(2026, 4, 1), athens.Today(late));
        // London is an hour ahead of UTC in summer, and midnight there is eleven in the evening.
        Assert.Equal(new DateOnly(2026, 3, 31), Partner().Today(late));
        Assert.Equal(new DateOnly(2026, 4, 1), Partner().Today(late.AddMinutes(30)));
    }

    private static T Loaded<T>(T thing)
        where T : Aggregate
    {
        thing.ForgetEvents();
        return thing;
    }
}
