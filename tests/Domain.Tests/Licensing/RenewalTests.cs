using CsCheck;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Licensing.Given;

namespace Franchise.Domain.Tests.Licensing;

public class RenewalTests
{
    [Theory]
    [InlineData("2026-12-01")] // early
    [InlineData("2027-01-30")] // on the last day
    [InlineData("2027-02-10")] // in grace
    [InlineData("2027-05-01")] // in teach-out
    public void From_expiry_no_day_is_lost_or_given_whenever_it_is_renewed(string renewedOn)
    {
        var policy = Policy();
        var licence = Active(policy);
        var plan = licence.Renew(policy, On(renewedOn));
        Assert.Equal(new Term(Day("2027-01-31"), Day("2028-01-30")), Assert.Single(plan.Terms).Days);
        Assert.Equal((0, 0), (plan.DaysLost, plan.DaysGiven));
        Assert.Equal(Day("2026-01-31"), licence.Calendar!.Anchor);
    }

    [Fact]
    public void From_now_in_grace_the_day_of_renewal_is_the_new_anchor()
    {
        var policy = Policy(Rules(basis: RenewalBasis.FromNow));
        var licence = Active(policy);
        var plan = licence.Renew(policy, On("2027-02-10"));
        Assert.Equal(new Term(Day("2027-02-10"), Day("2028-02-09")), Assert.Single(plan.Terms).Days);
        Assert.Equal((0, 10), (plan.DaysLost, plan.DaysGiven));
        Assert.Equal((Day("2027-02-10"), 2), (licence.Calendar!.Anchor, licence.Calendar.AnchorTerm));
    }

    [Theory]
    [InlineData(RenewalBasis.FromNow)]
    [InlineData(RenewalBasis.FromNowIfExpired)]
    public void Renewed_before_it_is_over_a_term_from_now_begins_when_the_old_one_ends(RenewalBasis basis)
    {
        var policy = Policy(Rules(term: "P1M", basis: basis));
        var licence = Active(policy);
        licence.Renew(policy, On("2026-02-10"));
        licence.Renew(policy, On("2026-02-28"));
        Assert.Equal(
            [new(Day("2026-01-31"), Day("2026-02-27")), new(Day("2026-02-28"), Day("2026-03-30")), new Term(Day("2026-03-31"), Day("2026-04-29"))],
            licence.Terms.Select(t => t.Days));
    }

    [Theory]
    [InlineData(RenewalBasis.FromNow)]
    [InlineData(RenewalBasis.FromNowIfExpired)]
    public void Renewed_on_the_day_after_its_last_it_keeps_the_anchor_so_that_month_ends_do_not_drift(RenewalBasis basis)
    {
        var policy = Policy(Rules(term: "P1M", graceDays: 0, basis: basis));
        var licence = Active(policy, autoRenews: true);
        licence.CarryDue(policy, On("2026-04-02"));
        Assert.Equal(["2026-01-31", "2026-02-28", "2026-03-31"], licence.Terms.Select(t => $"{t.FirstDay:yyyy-MM-dd}"));
    }

    [Theory]
    [InlineData("2027-03-01", "2027-01-31", 0)] // the last day of grace: not expired yet
    [InlineData("2027-03-02", "2027-03-02", 30)] // the day after
    public void From_now_if_expired_means_that_grace_is_over_too(string renewedOn, string firstDay, int given)
    {
        var policy = Policy(Rules(basis: RenewalBasis.FromNowIfExpired));
        var plan = Active(policy).Renew(policy, On(renewedOn));
        Assert.Equal((Day(firstDay), given), (plan.FirstDay, plan.DaysGiven));
    }

    [Fact]
    public void A_late_renewal_from_expiry_catches_up_with_today_and_charges_every_term()
    {
        var policy = Policy(Rules(term: "P1M"));
        var licence = Active(policy);
        var plan = licence.Renew(policy, On("2026-05-15"));
        Assert.Equal([2, 3, 4], plan.Terms.Select(t => t.Number));
        Assert.Equal(new Money(360_000, "GBP"), plan.Price);
        Assert.Equal(Day("2026-05-30"), plan.LastDay);
        Assert.Equal(4, licence.Terms.Count);
    }

    [Fact]
    public void A_licence_of_29_February_has_28_in_common_years_and_29_again_in_leap_years()
    {
        var policy = Policy();
        var licence = Active(policy, "2024-02-29");
        foreach (var day in new[] { "2025-02-01", "2026-02-01", "2027-02-01" })
            licence.Renew(policy, On(day));
        Assert.Equal(["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"], licence.Terms.Select(t => $"{t.FirstDay:yyyy-MM-dd}"));
        licence.Renew(policy, On("2028-02-01"));
        Assert.Equal(new Term(Day("2028-02-29"), Day("2029-02-27")), licence.Terms[^1].Days);
    }

    [Fact]
    public void One_term_at_most_lies_ahead()
    {
        var policy = Policy();
        var licence = Active(policy);
        licence.Renew(policy, On("2026-12-01"));
        var version = licence.Version;
        Refused("licence_already_renewed", () => licence.Renew(policy, On("2026-12-01")));
        Refused("licence_already_renewed", () => licence.PreviewRenewal(policy, Day("2027-01-30")));
        Assert.Equal((2, version), (licence.Terms.Count, licence.Version));
        licence.Renew(policy, On("2027-01-31"));
    }

    [Fact]
    public void What_has_not_begun_or_is_over_is_not_renewed()
    {
        var policy = Policy();
        Refused("licence_not_renewable", () => Draft(policy).PreviewRenewal(policy, Day("2026-02-01")));
        Refused("licence_not_renewable", () => Accepted(policy).PreviewRenewal(policy, Day("2026-02-01")));
        // Over by its dates, though no sweep has noted so.
        Refused("licence_not_renewable", () => Active(policy).Renew(policy, On("2027-09-02")));
        var expired = Active(policy);
        expired.CarryDue(policy, On("2027-09-02"));
        Assert.Equal(LicenceStatus.Expired, expired.Status);
        Refused("licence_not_renewable", () => expired.Renew(policy, On("2027-09-02")));
    }

    [Fact]
    public void A_renewal_may_have_a_price_of_its_own_in_the_licences_currency()
    {
        var policy = Policy();
        var licence = Active(policy);
        RefusedAt(["/price/currency"], () => licence.Renew(policy, On("2027-01-01"), new(1, "EUR")));
        RefusedAt(["/price"], () => licence.Renew(policy, On("2027-01-01"), new(-1, "GBP")));
        Assert.Equal(new Money(99, "GBP"), licence.Renew(policy, On("2027-01-01"), new(99, "GBP")).Price);
        Assert.Equal(new Money(120_000, "GBP"), licence.Terms[0].Price);
    }

    [Fact]
    public void Renewed_in_teach_out_it_is_active_again()
    {
        var policy = Policy();
        var licence = Active(policy);
        licence.CarryDue(policy, On("2027-03-02"));
        Assert.Equal(LicenceStatus.TeachOut, licence.Status);
        licence.Renew(policy, On("2027-04-01"));
        Assert.Equal(LicenceStatus.Active, licence.Status);
        Assert.Equal("termNumber=2", licence.Story().Single(s => s.StartsWith("licence.renewed", StringComparison.Ordinal)).Split(' ')[3]);
        Assert.DoesNotContain(licence.Schedule, a => a.IsPending && a.TermNumber == 1);
    }

    // Any licence: an anchor, a policy, and when within its life it is renewed each time.
    private static readonly Gen<(DateOnly Anchor, IsoPeriod Term, RenewalBasis Basis, int Grace, double[] When)> lives = Gen.Select(
        Gen.Int[0, 20_000].Select(n => new DateOnly(2014, 1, 1).AddDays(n)),
        Gen.OneOf(Gen.Int[1, 24].Select(m => new IsoPeriod(m, 0)), Gen.Int[7, 400].Select(d => new IsoPeriod(0, d)), Gen.Int[0, 20].Select(d => new IsoPeriod(1, d))),
        Gen.Enum<RenewalBasis>(),
        Gen.Int[0, 60],
        Gen.Double[0, 1].Array[1, 20]);

    // Lives the life. Each renewal falls somewhere between the first day of the latest term and the last of teach-out.
    private static void Live(
        (DateOnly Anchor, IsoPeriod Term, RenewalBasis Basis, int Grace, double[] When) life, Action<Licence, LicencePolicyVersion, OwnTime> renew)
    {
        var policy = Policy(Rules(life.Term.ToString(), life.Grace, basis: life.Basis, teachOut: "P90D"));
        var licence = Active(policy, $"{life.Anchor:yyyy-MM-dd}");
        foreach (var when in life.When)
        {
            var (first, last) = (licence.Terms[^1].FirstDay, licence.Calendar!.TeachOutLastDay);
            renew(licence, policy, On(first.AddDays((int)((last.DayNumber - first.DayNumber) * when))));
        }
    }

    [Fact]
    public void Terms_never_overlap_and_leave_no_gap_but_the_days_a_renewal_from_now_says_it_gives() =>
        lives.Sample(life => Live(life, (licence, policy, time) =>
        {
            var before = licence.Terms[^1];
            var plan = licence.Renew(policy, time);
            Assert.Equal(0, plan.DaysLost);
            Assert.Equal(before.LastDay.AddDays(1 + plan.DaysGiven), plan.FirstDay);
            Assert.Equal(plan.DaysGiven > 0, licence.Calendar!.Anchor == plan.FirstDay && licence.Calendar.AnchorTerm == before.Number + 1);
            if (life.Basis == RenewalBasis.FromExpiry)
                Assert.Equal(0, plan.DaysGiven);
            Assert.Equal(Enumerable.Range(1, licence.Terms.Count), licence.Terms.Select(t => t.Number));
            Assert.All(licence.Terms.Skip(before.Number).Zip(licence.Terms.Skip(before.Number + 1)), pair =>
                Assert.Equal(pair.First.LastDay.AddDays(1), pair.Second.FirstDay));
            Assert.All(licence.Terms, t => Assert.True(t.LastDay >= t.FirstDay));
            Assert.True(licence.Terms[^1].LastDay >= time.Today);
        }));

    [Fact]
    public void Terms_do_not_drift_each_begins_on_the_anchors_day_or_the_last_of_a_shorter_month() =>
        lives.Where(l => l.Term.Days == 0).Sample(life => Live(life with { Basis = RenewalBasis.FromExpiry }, (licence, policy, time) =>
        {
            licence.Renew(policy, time);
            Assert.All(licence.Terms, t =>
            {
                Assert.Equal(Math.Min(life.Anchor.Day, DateTime.DaysInMonth(t.FirstDay.Year, t.FirstDay.Month)), t.FirstDay.Day);
                var months = (t.FirstDay.Year - life.Anchor.Year) * 12 + t.FirstDay.Month - life.Anchor.Month;
                Assert.Equal((t.Number - 1) * life.Term.Months, months);
            });
        }));

    [Fact]
    public void A_preview_is_what_the_renewal_then_does() =>
        lives.Sample(life => Live(life, (licence, policy, time) =>
        {
            var count = licence.Terms.Count;
            var preview = licence.PreviewRenewal(policy, time.Today);
            Assert.Equal(count, licence.Terms.Count);
            var plan = licence.Renew(policy, time);
            Assert.Equal(preview.Terms, plan.Terms);
            Assert.Equal(preview.Terms, licence.Terms.Skip(count).Select(t => new PlannedTerm(t.Number, t.Days, t.Price, t.Seats)));
            Assert.Equal((preview.Price, preview.Calendar), (plan.Price, licence.Calendar!));
        }));
}
