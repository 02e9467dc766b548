using CsCheck;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Accreditation.Given;

namespace Franchise.Domain.Tests.Accreditation;

public class CalendarTests
{
    // Any life: an anchor, and what the policy in force says each time that it is renewed, however early that is.
    private static readonly Gen<(DateOnly Anchor, (int Validity, double Early)[] Renewals)> lives = Gen.Select(
        Gen.Int[0, 20_000].Select(n => new DateOnly(2014, 1, 1).AddDays(n)),
        Gen.Select(Gen.Int[1, 60], Gen.Double[0, 1]).Array[1, 12]);

    private static AccreditationCalendar Renew(AccreditationCalendar calendar, double early, AccreditationPolicyVersion policy) =>
        calendar.Next(calendar.LastDay.AddDays(-(int)(early * (calendar.LastDay.DayNumber - calendar.Days.First.DayNumber))), policy);

    [Fact]
    public void Records_tile_the_days_from_the_anchor_on_however_early_each_is_renewed_and_however_its_validity_changes() =>
        lives.Sample(life =>
        {
            var calendar = AccreditationCalendar.Begin(life.Anchor, 1, Policy(Rules(life.Renewals[0].Validity, opens: 0)));
            Assert.Equal(life.Anchor, calendar.Days.First);
            var months = life.Renewals[0].Validity;
            foreach (var (validity, early) in life.Renewals)
            {
                var next = Renew(calendar, early, Policy(Rules(validity, opens: 0)));
                Assert.Equal(calendar.LastDay.AddDays(1), next.Days.First);
                Assert.True(next.LastDay >= next.Days.First);
                Assert.Equal(calendar.RecordNumber + 1, next.RecordNumber);
                months += validity;
                // From the anchor, never from the last date: AddMonths of the whole is what the sum of its parts comes to.
                Assert.Equal(life.Anchor.AddMonths(months).AddDays(-1), next.LastDay);
                calendar = next;
            }
        });

    [Fact]
    public void Early_renewal_keeps_the_anniversary() =>
        lives.Sample(life =>
        {
            var policy = Policy(Rules(12, opens: 0));
            var (early, late) = (AccreditationCalendar.Begin(life.Anchor, 1, policy), AccreditationCalendar.Begin(life.Anchor, 1, policy));
            foreach (var (_, when) in life.Renewals)
            {
                (early, late) = (Renew(early, when, policy), Renew(late, 0, policy));
                Assert.Equal(late.Days, early.Days);
                var first = early.Days.First;
                Assert.Equal((life.Anchor.Month, Math.Min(life.Anchor.Day, DateTime.DaysInMonth(first.Year, first.Month))), (first.Month, first.Day));
            }
        });

    [Fact]
    public void What_falls_due_lies_within_the_record_in_order_and_milestones_come_once_each() =>
        Gen.Select(lives, Gen.Int[1, 730].Array[0, 6].Select(d => d.Distinct().ToArray())).Sample((life, milestones) =>
        {
            var policy = Policy(Rules(life.Renewals[0].Validity, milestones, opens: 0));
            var trainer = Trainer();
            var accreditation = Accredited(trainer, policy, $"{life.Anchor:yyyy-MM-dd}");
            var (days, plan) = (accreditation.Calendar!.Days, accreditation.Plan(policy, London));
            Assert.Single(plan, p => p.Kind == AccreditationActionKind.Lapse && p.DueOn == days.Last.AddDays(1));
            var announced = plan.Where(p => p.Kind == AccreditationActionKind.Milestone).ToList();
            Assert.Equal(milestones.Where(d => days.Last.AddDays(-d) >= days.First).OrderDescending(), announced.Select(p => p.Days));
            Assert.All(announced, p => Assert.Equal(days.Last.AddDays(-p.Days), p.DueOn));
            Assert.All(plan, p => Assert.Equal(Term.StartOf(p.DueOn, London), p.DueAt));
            Assert.Equal(plan.Count, plan.Select(p => p.Key).Distinct().Count());
        });

    [Fact]
    public void Granted_on_29_February_it_ends_on_27_in_common_years_and_on_28_in_leap_years()
    {
        var policy = Policy(Rules(12));
        var calendar = AccreditationCalendar.Begin(Day("2024-02-29"), 1, policy);
        List<string> lasts = [$"{calendar.LastDay:yyyy-MM-dd}"];
        for (var i = 0; i < 4; i++)
        {
            calendar = calendar.Next(calendar.LastDay, policy);
            lasts.Add($"{calendar.LastDay:yyyy-MM-dd}");
        }
        Assert.Equal(["2025-02-27", "2026-02-27", "2027-02-27", "2028-02-28", "2029-02-27"], lasts);
    }

    [Fact]
    public void Anchored_on_the_31st_it_comes_back_to_it_though_the_validity_changed_on_the_way()
    {
        var calendar = AccreditationCalendar.Begin(Day("2026-08-31"), 1, Policy(Rules(6)));
        Assert.Equal(Day("2027-02-27"), calendar.LastDay);
        calendar = calendar.Next(Day("2027-02-01"), Policy(Rules(3, opens: 60)));
        Assert.Equal(new Term(Day("2027-02-28"), Day("2027-05-30")), calendar.Days);
        Assert.Equal(new Term(Day("2027-05-31"), Day("2029-05-30")), calendar.Next(Day("2027-05-01"), Policy()).Days);
    }

    [Fact]
    public void A_refresher_helps_for_whole_months_counted_from_the_anchor()
    {
        var calendar = AccreditationCalendar.Begin(Day("2026-08-31"), 1, Policy(Rules(6, refresher: 6)));
        Assert.Equal(Day("2027-08-30"), calendar.RefresherLastDay);
        Assert.Equal(calendar.LastDay, AccreditationCalendar.Begin(Day("2026-08-31"), 1, Policy(Rules(6, refresher: 0))).RefresherLastDay);
    }
}
