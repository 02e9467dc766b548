using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Licensing.Given;

namespace Franchise.Domain.Tests.Licensing;

public class ReadinessTests
{
    private readonly LicencePolicyVersion policy = Policy();

    [Fact]
    public void Everything_missing_is_named_at_once_and_activation_refuses_with_the_same_list()
    {
        var licence = Offered(policy);
        var facts = new LicenceFacts(policy, false, false, false, false, false, ["RM3-99"]);
        var missing = licence.Readiness(facts, Day("2026-01-30"));
        Assert.Equal(
            [
                "offer_not_accepted", "organisation_not_active", "head_missing", "coordinator_missing", "safeguarding_lead_missing",
                "finance_contact_missing", "no_unit_published", "start_not_reached",
            ],
            missing.Select(m => m.Code));
        Assert.All(missing, m => Assert.NotEmpty(m.Remedy));
        var refusal = Refused("licence_not_ready", () => licence.Activate(facts, On("2026-01-30")));
        Assert.Equal(missing.Select(m => (m.Code, m.Remedy)), refusal.Errors.Select(e => (e.Code!, e.Remedy!)));
        Assert.Equal(LicenceStatus.Offered, licence.Status);
        Assert.Empty(licence.Terms);
        Assert.Empty(licence.Entitlements);
    }

    [Fact]
    public void With_nothing_missing_it_begins_on_its_first_day_with_term_and_rights()
    {
        var licence = Accepted(policy);
        Assert.Empty(licence.Readiness(Facts(policy), Day("2026-01-31")));
        licence.Activate(Facts(policy), On("2026-01-31"));
        Assert.Equal(LicenceStatus.Active, licence.Status);
        var term = Assert.Single(licence.Terms);
        Assert.Equal((1, new Term(Day("2026-01-31"), Day("2027-01-30")), new Money(120_000, "GBP"), 10), (term.Number, term.Days, term.Price, term.Seats));
        Assert.Equal(
            ["Unit RM3-01", "Unit RM3-02", "Resource HANDBOOK", "Tool MATCHING", "Language en", "Territory GB-ENG", "Territory IE", "Mode in_person"],
            licence.Entitlements.Select(e => $"{e.Kind} {e.Code}"));
        Assert.All(licence.Entitlements, e => Assert.Equal((Day("2026-01-31"), null), (e.From, e.Until)));
        Assert.All(licence.Terms.Select(t => t.TenantId).Concat(licence.Entitlements.Select(e => e.TenantId)), id => Assert.Equal(Partner, id));
    }

    [Fact]
    public void Begun_late_the_first_term_still_begins_on_the_agreed_day()
    {
        var licence = Accepted(policy);
        licence.Activate(Facts(policy), On("2026-03-15"));
        Assert.Equal(Day("2026-01-31"), licence.Calendar!.Anchor);
        Assert.Equal(Day("2027-01-30"), licence.Calendar.LastDay);
    }

    [Fact]
    public void A_first_term_that_would_be_over_already_does_not_begin() =>
        Assert.Equal("first_term_over", Assert.Single(Accepted(policy).Readiness(Facts(policy), Day("2027-01-31"))).Code);

    [Fact]
    public void A_policy_withdrawn_before_the_start_stops_it()
    {
        var set = new LicencePolicy("SET", "Set", On("2026-01-01").Now);
        var version = set.Draft(Rules(), On("2026-01-01").Now);
        set.Publish(version.Id, On("2026-01-01").Now);
        var licence = Accepted(version);
        set.Withdraw(version.Id, On("2026-01-31").Now);
        Assert.Equal("policy_version_not_published", Assert.Single(licence.Readiness(Facts(version), Day("2026-01-31"))).Code);
    }

    [Fact]
    public void One_published_unit_is_enough() =>
        Assert.Empty(Accepted(policy).Readiness(Facts(policy) with { PublishedUnits = ["RM3-02"] }, Day("2026-01-31")));

    [Fact]
    public void It_does_not_begin_twice()
    {
        var licence = Active(policy);
        Assert.Equal("licence_already_begun", Assert.Single(licence.Readiness(Facts(policy), Day("2026-02-01"))).Code);
        Refused("licence_not_ready", () => licence.Activate(Facts(policy), On("2026-02-01")));
        Assert.Single(licence.Terms);
    }

    [Fact]
    public void An_accepted_licence_begins_by_itself_on_its_first_day()
    {
        var licence = Accepted(policy);
        licence.CarryDue(policy, On("2026-01-30"), Facts(policy));
        Assert.Equal(LicenceStatus.Accepted, licence.Status);
        licence.CarryDue(policy, On("2026-02-03"), Facts(policy));
        Assert.Equal(LicenceStatus.Active, licence.Status);
        Assert.Equal(Day("2026-01-31"), licence.Calendar!.AgreedOn);
    }

    [Fact]
    public void If_something_is_missing_then_that_is_announced_and_a_person_begins_it_later()
    {
        var licence = Accepted(policy);
        licence.CarryDue(policy, On("2026-02-03"), Facts(policy) with { HasHead = false, HasFinanceContact = false });
        Assert.Equal(LicenceStatus.Accepted, licence.Status);
        Assert.Equal("head_missing finance_contact_missing", licence.Event("licence.activation_blocked").Data!["missing"]);
        licence.Activate(Facts(policy), On("2026-02-10"));
        Assert.Equal(LicenceStatus.Active, licence.Status);
    }

    [Fact]
    public void Without_facts_the_start_is_not_guessed() =>
        Assert.Throws<InvalidOperationException>(() => Accepted(policy).CarryDue(policy, On("2026-02-03")));
}
