using CsCheck;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Licensing.Given;

namespace Franchise.Domain.Tests.Licensing;

public class ScheduleTests
{
    private readonly LicencePolicyVersion policy = Policy();

    private static string[] Pending(Licence licence) =>
        [
            .. licence.Schedule.Where(a => a.IsPending).OrderBy(a => a.DueAt).ThenBy(a => a.Kind)
                .Select(a => $"{a.DueOn:yyyy-MM-dd} {a.Kind} {a.TermNumber} {a.Days}"),
        ];

    [Fact]
    public void Everything_to_come_is_written_down_from_the_start()
    {
        Assert.Equal(
            [
                "2026-11-01 Milestone 1 90", "2026-12-01 Milestone 1 60", "2026-12-31 Milestone 1 30", "2027-01-23 Milestone 1 7",
                "2027-01-31 TermEnd 1 0", "2027-03-02 GraceEnd 1 0", "2027-09-02 TeachOutEnd 1 0",
            ],
            Pending(Active(policy)));
        Assert.Contains("2027-01-31 AutoRenew 1 0", Pending(Active(policy, autoRenews: true)));
        Assert.Equal(["2026-01-31 Start 0 0"], Pending(Accepted(policy)));
        Assert.Equal(["2026-02-21 OfferExpires 0 0"], Pending(Offered(policy)));
    }

    [Fact]
    public void A_term_ends_at_the_start_of_the_day_after_its_last_also_across_a_clock_change()
    {
        // The last day is that on which clocks go back: 25 October 2026.
        var licence = Active(Policy(Rules(term: "P9M")), "2026-01-26");
        var end = Assert.Single(licence.Schedule, a => a.Kind == ScheduledActionKind.TermEnd);
        Assert.Equal(new DateTimeOffset(2026, 10, 26, 0, 0, 0, TimeSpan.Zero), end.DueAt);
        var milestone = Assert.Single(licence.Schedule, a => a is { Kind: ScheduledActionKind.Milestone, Days: 7 });
        Assert.Equal(new DateTimeOffset(2026, 10, 17, 23, 0, 0, TimeSpan.Zero), milestone.DueAt);
    }

    [Fact]
    public void The_rows_are_what_the_schedule_says()
    {
        var licence = Active(policy);
        var plans = LicenceSchedule.Of(licence, policy, London);
        Assert.Equal(plans.Select(p => (p.Key, p.DueOn, p.DueAt)), licence.Schedule.Where(a => a.IsPending).Select(a => (a.Key, a.DueOn, a.DueAt)));
        Assert.Equal(plans.OrderBy(p => p.DueAt).Select(p => p.Key), plans.Select(p => p.Key));
    }

    [Fact]
    public void It_runs_out_by_itself()
    {
        var licence = Active(policy);
        licence.CarryDue(policy, On("2027-01-30"));
        Assert.Equal(LicenceStatus.Active, licence.Status);
        licence.CarryDue(policy, On("2027-01-31"));
        Assert.Equal(LicenceStatus.Grace, licence.Status);
        licence.CarryDue(policy, On("2027-03-02"));
        Assert.Equal(LicenceStatus.TeachOut, licence.Status);
        licence.CarryDue(policy, On("2027-09-02"));
        Assert.Equal(LicenceStatus.Expired, licence.Status);
        Assert.Empty(Pending(licence));
    }

    [Fact]
    public void Without_grace_and_teach_out_it_is_over_at_once()
    {
        var bare = Policy(Rules(graceDays: 0, noticeDays: [], teachOut: "P0D"));
        var licence = Active(bare);
        Assert.Equal(["2027-01-31 TermEnd 1 0"], Pending(licence));
        licence.CarryDue(bare, On("2027-01-31"));
        Assert.Equal(["licence.expired expiredOn=" + Day("2027-01-31")], licence.Story());
        var renewing = Active(bare, autoRenews: true);
        renewing.CarryDue(bare, On("2027-02-05"));
        Assert.Equal((LicenceStatus.Active, 2), (renewing.Status, renewing.Terms.Count));
    }

    [Fact]
    public void A_notice_that_is_longer_than_the_term_is_given_once_as_the_term_begins()
    {
        var brief = Policy(Rules(term: "P28D", noticeDays: [90, 60, 30, 7]));
        var licence = Active(brief);
        Assert.Equal(["2026-01-31 Milestone 1 30", "2026-02-20 Milestone 1 7"], Pending(licence).Take(2));
        licence.CarryDue(brief, On("2026-02-01"));
        Assert.Equal(30, licence.Event("licence.milestone_reached").Data!["days"]);
        licence.Renew(brief, On("2026-02-10"));
        Assert.Equal(["2026-02-28 Milestone 2 30", "2026-03-20 Milestone 2 7"], Pending(licence).Take(2));
        // Agreed late, with fewer days to go than a notice has: that is no news.
        var late = Active(Policy(Rules(noticeDays: [90])));
        Assert.Single(Pending(late), p => p.Contains("Milestone", StringComparison.Ordinal));
    }

    [Fact]
    public void After_four_days_of_outage_each_milestone_comes_once_with_its_true_date()
    {
        var dense = Policy(Rules(noticeDays: [9, 8, 7]));
        var licence = Active(dense);
        licence.CarryDue(dense, On("2027-01-25"));
        Assert.Equal(
            [Day("2027-01-21"), Day("2027-01-22"), Day("2027-01-23")],
            licence.Events.Where(e => e.Type == "licence.milestone_reached").Select(e => (DateOnly)e.Data!["dueOn"]!));
        licence.CarryDue(dense, On("2027-01-25"));
        Assert.Equal(3, licence.Events.Count);
    }

    [Fact]
    public void A_job_in_the_hour_that_is_skipped_or_repeated_acts_once()
    {
        foreach (var (start, utc) in new[] { ("2025-03-30", "2026-03-30T00:30Z"), ("2025-10-26", "2026-10-26T00:30Z") })
        {
            var licence = Active(policy, start);
            var end = Assert.Single(licence.Schedule, a => a.Kind == ScheduledActionKind.TermEnd);
            var now = DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture);
            foreach (var hour in new[] { -1, 0, 1 })
                licence.CarryDue(policy, new(now.AddHours(hour), London));
            licence.Carry(end, policy, new(now, London));
            licence.Event("licence.grace_began");
        }
    }

    [Fact]
    public void Nothing_is_carried_out_early_or_on_another_licence()
    {
        var licence = Active(policy);
        var milestone = licence.Schedule.OrderBy(a => a.DueAt).First();
        licence.Carry(milestone, policy, On("2026-10-31"));
        Assert.Null(milestone.DoneAt);
        Assert.Empty(licence.Events);
        Assert.Throws<InvalidOperationException>(() => Active(policy).Carry(milestone, policy, On("2026-11-01")));
    }

    [Fact]
    public void Renewed_early_the_old_terms_milestones_are_moot_and_the_new_ones_stand()
    {
        var licence = Active(policy);
        licence.CarryDue(policy, On("2026-11-15"));
        licence.Renew(policy, On("2026-11-15"));
        Assert.Equal(
            [
                "2027-11-01 Milestone 2 90", "2027-12-01 Milestone 2 60", "2027-12-31 Milestone 2 30", "2028-01-23 Milestone 2 7",
                "2028-01-31 TermEnd 2 0", "2028-03-01 GraceEnd 2 0", "2028-09-01 TeachOutEnd 2 0",
            ],
            Pending(licence));
        licence.CarryDue(policy, On("2027-02-15"));
        Assert.Equal(LicenceStatus.Active, licence.Status);
    }

    [Fact]
    public void Milestones_that_lie_before_the_term_was_agreed_are_no_news()
    {
        var licence = Active(policy);
        licence.Renew(policy, On("2027-02-25"));
        var weekly = Policy(Rules(term: "P2M"));
        Assert.DoesNotContain("Milestone 1 90", string.Join(' ', Pending(Active(weekly))), StringComparison.Ordinal);
        Assert.Contains("Milestone 1 30", string.Join(' ', Pending(Active(weekly))), StringComparison.Ordinal);
    }

    [Fact]
    public void Agreed_it_renews_by_itself_as_of_its_true_day()
    {
        foreach (var basis in Enum.GetValues<RenewalBasis>())
        {
            var renewing = Policy(Rules(basis: basis));
            var licence = Active(renewing, autoRenews: true);
            licence.CarryDue(renewing, On("2027-02-04"));
            Assert.Equal(new Term(Day("2027-01-31"), Day("2028-01-30")), licence.Terms[^1].Days);
            var renewed = licence.Event("licence.renewed").Data!;
            Assert.Equal((true, Day("2027-01-31")), ((bool)renewed["auto"]!, (DateOnly)renewed["renewedOn"]!));
            Assert.DoesNotContain(licence.Events, e => e.Type == "licence.grace_began");
        }
    }

    [Fact]
    public void Held_on_its_true_day_it_goes_into_grace_and_a_person_renews_it()
    {
        var licence = Active(policy, autoRenews: true);
        var hold = licence.PlaceHold(HoldReason.Payment, Day("2027-01-20"), Day("2027-02-20"), null, policy, On("2027-01-20"));
        licence.CarryDue(policy, On("2027-01-31"));
        Assert.Equal(LicenceStatus.Grace, licence.Status);
        licence.Event("licence.auto_renewal_withheld");
        licence.LiftHold(hold.Id, policy, On("2027-02-05"));
        Assert.Equal(0, licence.Renew(policy, On("2027-02-05")).DaysGiven);
        Assert.Equal(LicenceStatus.Active, licence.Status);
    }

    [Fact]
    public void Auto_renewal_can_be_taken_off_and_set_again()
    {
        var licence = Active(policy, autoRenews: true);
        licence.SetAutoRenewal(false, policy, On("2026-03-01"));
        Assert.Contains("2027-01-31 TermEnd 1 0", Pending(licence));
        Assert.DoesNotContain("2027-01-31 AutoRenew 1 0", Pending(licence));
        licence.SetAutoRenewal(true, policy, On("2026-03-02"));
        licence.SetAutoRenewal(true, policy, On("2026-03-02"));
        Assert.DoesNotContain("2027-01-31 TermEnd 1 0", Pending(licence));
        Assert.Contains("2027-01-31 AutoRenew 1 0", Pending(licence));
        Assert.Equal(2, licence.Events.Count);
        Assert.Equal(licence.Schedule.Count, licence.Schedule.Select(a => a.Key).Distinct().Count());
    }

    [Fact]
    public void When_the_organisation_moves_to_another_zone_dates_stay_and_instants_move()
    {
        var licence = Active(policy);
        var before = licence.Schedule.ToDictionary(a => a.Id, a => (a.DueOn, a.DueAt));
        licence.Replan(policy, new(On("2026-03-01").Now, TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid")));
        Assert.Equal(before.Keys, licence.Schedule.Select(a => a.Id));
        Assert.All(licence.Schedule.Where(a => a.IsPending), a => Assert.Equal((before[a.Id].DueOn, before[a.Id].DueAt.AddHours(-1)), (a.DueOn, a.DueAt)));
    }

    // A licence and what was arranged for it at the start; then nobody does anything.
    private static readonly Gen<(int Start, string Term, int Grace, string TeachOut, RenewalBasis Basis, bool Auto, int HoldFrom, int[] Sweeps)> lives = Gen.Select(
        Gen.Int[0, 3_000],
        Gen.Int[0, 5].Select(i => new[] { "P1M", "P3M", "P12M", "P2W", "P90D", "P1M15D" }[i]),
        Gen.Int[0, 40],
        Gen.Int[0, 3].Select(i => new[] { "P0D", "P1D", "P6M", "P45D" }[i]),
        Gen.Enum<RenewalBasis>(),
        Gen.Bool,
        Gen.Int[0, 365],
        Gen.Int[1, 60].Array[1, 8]);

    [Fact]
    public void Carried_out_late_it_comes_to_the_same_state_the_same_terms_and_the_same_story_as_on_time() =>
        lives.Sample(life =>
        {
            var rules = Policy(Rules(life.Term, life.Grace, [60, 30, 7, 1], life.Basis, teachOut: life.TeachOut));
            var start = Day("2024-01-01").AddDays(life.Start);
            var end = start.AddDays(life.Sweeps.Sum());

            Licence Live(IEnumerable<DateOnly> sweeps)
            {
                var licence = Active(rules, $"{start:yyyy-MM-dd}", life.Auto);
                licence.PlaceHold(HoldReason.Quality, start.AddDays(life.HoldFrom), start.AddDays(life.HoldFrom + 5), null, rules, On(start));
                foreach (var day in sweeps)
                    licence.CarryDue(rules, On(day));
                return licence;
            }

            var onTime = Live(Enumerable.Range(0, end.DayNumber - start.DayNumber + 1).Select(start.AddDays));
            var now = start;
            var late = Live(life.Sweeps.Select(days => now = now.AddDays(days)));
            Assert.Equal(onTime.Story(), late.Story());
            Assert.Equal((onTime.Status, onTime.Calendar), (late.Status, late.Calendar));
            Assert.Equal(onTime.Terms.Select(t => (t.Number, t.Days, t.Price)), late.Terms.Select(t => (t.Number, t.Days, t.Price)));
            Assert.Equal(Pending(onTime), Pending(late));
            // Between sweeps, too, the status is what the dates say.
            if (late.Status is LicenceStatus.Active or LicenceStatus.Grace or LicenceStatus.TeachOut)
                Assert.Equal(late.Calendar!.StandingOn(end), late.Status);
        });
}
