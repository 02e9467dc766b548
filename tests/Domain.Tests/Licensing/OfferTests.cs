using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using static Franchise.Domain.Tests.Licensing.Given;

namespace Franchise.Domain.Tests.Licensing;

public class OfferTests
{
    private readonly LicencePolicyVersion policy = Policy();

    [Fact]
    public void An_offer_is_accepted_by_its_text_and_the_acceptance_says_who_when_and_from_where()
    {
        var licence = Offered(policy);
        Assert.Equal(LicenceStatus.Offered, licence.Status);
        licence.Accept(licence.Offer!.TextHash.ToUpperInvariant(), true, policy, Coordinator, On("2026-02-01"));
        Assert.Equal(LicenceStatus.Accepted, licence.Status);
        Assert.True(licence.AutoRenews);
        Assert.Equal(
            new LicenceAcceptance("usr_coordinator", Role.Coordinator, On("2026-02-01").Now, "192.0.2.1", LicenceOffer.HashOf(Agreement)), licence.Acceptance);
        Assert.DoesNotContain(licence.Story(), line => line.Contains("usr_") || line.Contains("192.0.2.1"));
    }

    [Fact]
    public void The_hash_is_that_of_the_text_in_UTF_8() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", LicenceOffer.HashOf("abc"));

    [Fact]
    public void A_text_that_was_not_offered_is_not_accepted()
    {
        var licence = Offered(policy);
        var version = licence.Version;
        Refused("agreement_text_changed", () => licence.Accept(LicenceOffer.HashOf(Agreement + " "), false, policy, Coordinator, On("2026-02-01")));
        Refused("agreement_text_changed", () => licence.Accept("", false, policy, Coordinator, On("2026-02-01")));
        Assert.Equal((LicenceStatus.Offered, version), (licence.Status, licence.Version));
        Assert.Null(licence.Acceptance);
    }

    [Fact]
    public void An_offer_is_open_on_its_last_day_and_not_after_though_no_sweep_came_by()
    {
        var hash = LicenceOffer.HashOf(Agreement);
        var late = Offered(policy);
        Refused("offer_lapsed", () => late.Accept(hash, false, policy, Coordinator, On("2026-02-21")));
        Refused("offer_lapsed", () => late.Decline(policy, On("2026-02-21")));
        late.Accept(hash, false, policy, Coordinator, On("2026-02-20"));
    }

    [Fact]
    public void An_unanswered_offer_lapses_by_itself()
    {
        var licence = Offered(policy);
        licence.CarryDue(policy, On("2026-02-20"));
        Assert.Equal(LicenceStatus.Offered, licence.Status);
        licence.CarryDue(policy, On("2026-02-21"));
        Assert.Equal(LicenceStatus.Lapsed, licence.Status);
        Assert.Equal(Day("2026-02-20"), licence.Event("licence.offer_lapsed").Data!["validUntil"]);
        Refused("offer_lapsed", () => licence.Accept(LicenceOffer.HashOf(Agreement), false, policy, Coordinator, On("2026-02-21")));
    }

    [Fact]
    public void A_withdrawn_or_declined_offer_is_closed()
    {
        var withdrawn = Offered(policy);
        withdrawn.Withdraw(policy, On("2026-02-01"));
        var declined = Offered(policy);
        declined.Decline(policy, On("2026-02-01"));
        foreach (var licence in new[] { withdrawn, declined })
        {
            Refused("licence_not_offered", () => licence.Accept(LicenceOffer.HashOf(Agreement), false, policy, Coordinator, On("2026-02-01")));
            Refused("licence_not_offered", () => licence.Decline(policy, On("2026-02-01")));
            Refused("licence_not_offered", () => licence.Withdraw(policy, On("2026-02-01")));
            Assert.Equal("offer_closed", Assert.Single(licence.Readiness(Facts(policy), Day("2026-02-01"))).Code);
            Assert.DoesNotContain(licence.Schedule, a => a.IsPending);
        }
    }

    [Fact]
    public void An_accepted_licence_is_neither_accepted_again_nor_withdrawn()
    {
        var licence = Accepted(policy);
        Refused("licence_not_offered", () => licence.Accept(LicenceOffer.HashOf(Agreement), false, policy, Coordinator, On("2026-02-01")));
        Refused("licence_not_offered", () => licence.Withdraw(policy, On("2026-02-01")));
    }

    [Fact]
    public void What_a_licence_grants_changes_only_while_it_is_a_draft()
    {
        var licence = Draft(policy);
        licence.Change(policy, Grant() with { Seats = 20 });
        Assert.Equal(20, licence.Grant.Seats);
        licence.MakeOffer(Agreement, Day("2026-02-20"), policy, ["RM3-01", "RM3-02"], Administrator, On("2026-02-01"));
        Refused("licence_not_draft", () => licence.Change(policy, Grant()));
        Refused("licence_not_draft", () => licence.MakeOffer(Agreement, Day("2026-02-20"), policy, [], Administrator, On("2026-02-01")));
    }

    [Fact]
    public void A_unit_that_is_not_published_cannot_be_offered()
    {
        var licence = Draft(policy);
        var refusal = Refused(
            "units_not_published", () => licence.MakeOffer(Agreement, Day("2026-02-20"), policy, ["RM3-01"], Administrator, On("2026-02-01")));
        Assert.Contains("RM3-02", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(LicenceStatus.Draft, licence.Status);
    }

    [Theory]
    [InlineData("", "2026-02-20", "/agreementText")]
    [InlineData("x", "2026-01-31", "/validUntil")]
    [InlineData("x", "2027-02-02", "/validUntil")]
    public void An_offer_needs_a_text_and_a_day_ahead(string text, string validUntil, string pointer) =>
        RefusedAt([pointer], () => Draft(policy).MakeOffer(text, Day(validUntil), policy, ["RM3-01", "RM3-02"], Administrator, On("2026-02-01")));

    [Fact]
    public void Nothing_is_drafted_or_offered_under_a_version_that_is_not_published()
    {
        var set = new LicencePolicy("SET", "Set", On("2026-01-01").Now);
        var version = set.Draft(Rules(), On("2026-01-01").Now);
        Refused("policy_version_not_published", () => Draft(version));
        set.Publish(version.Id, On("2026-01-01").Now);
        var licence = Draft(version);
        set.Withdraw(version.Id, On("2026-01-01").Now);
        Refused(
            "policy_version_not_published",
            () => licence.MakeOffer(Agreement, Day("2026-02-20"), version, ["RM3-01", "RM3-02"], Administrator, On("2026-02-01")));
        Refused("policy_version_not_published", () => licence.Change(version, Grant()));
    }

    [Fact]
    public void Another_policy_version_than_the_pinned_one_is_a_bug_and_no_refusal() =>
        Assert.Throws<InvalidOperationException>(() => Offered(policy).Withdraw(Policy(), On("2026-02-01")));

    [Fact]
    public void Everything_wrong_with_a_grant_is_named_at_once() =>
        RefusedAt(
            [
                "/package", "/price", "/extraLearnerFee", "/extraLearnerFee/currency", "/seats", "/startsOn", "/units", "/resources", "/tools", "/languages",
                "/territories", "/modes",
            ],
            () => Licence.Draft(
                Partner,
                policy,
                new("", new(-1, "GBP"), new(1, "XXX"), 0, Day("2013-12-31"), [], ["A B"], ["T1", "T1"], ["England"], ["EN"], ["by_post"]),
                On("2026-01-01").Now));

    [Fact]
    public void A_null_inside_a_list_of_codes_is_a_fault_and_no_crash() =>
        RefusedAt(["/units"], () => Licence.Draft(Partner, policy, Grant() with { Units = ["RM3-01", null!] }, On("2026-01-01").Now));
}
