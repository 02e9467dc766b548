using CsCheck;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Billing.Given;

namespace Franchise.Domain.Tests.Billing;

/// <summary>Pennies: rounding, dividing, proration, what is earned when.</summary>
public class MoneyTests
{
    private static readonly Gen<long> amounts = Gen.Long[-10 * Money.Most, 10 * Money.Most];

    private static readonly Gen<Term> terms = Gen.Select(Gen.Int[0, 20_000], Gen.Int[1, 800], (first, days) =>
        new Term(new DateOnly(2014, 1, 1).AddDays(first), new DateOnly(2014, 1, 1).AddDays(first + days - 1)));

    [Theory]
    [InlineData(1, 1, 2, 1)]
    [InlineData(-1, 1, 2, -1)]
    [InlineData(100, 1, 3, 33)]
    [InlineData(200, 1, 3, 67)]
    [InlineData(1005, 2000, 10000, 201)]
    [InlineData(1002, 2000, 10000, 200)]
    [InlineData(0, 5, 7, 0)]
    public void A_share_is_rounded_to_the_nearest_penny_and_half_a_penny_away_from_nothing(long amount, long part, long whole, long share) =>
        Assert.Equal(share, Rounding.Share(amount, part, whole));

    [Fact]
    public void A_share_is_never_more_than_half_a_penny_off_and_rounds_a_credit_as_its_charge() =>
        Gen.Select(amounts, Gen.Long[0, 20_000], Gen.Long[1, 20_000]).Sample((amount, part, whole) =>
        {
            var share = Rounding.Share(amount, part, whole);
            Assert.True(Int128.Abs((((Int128)amount * part) - ((Int128)share * whole)) * 2) <= whole);
            Assert.Equal(-share, Rounding.Share(-amount, part, whole));
        });

    [Fact]
    public void What_is_divided_adds_up_and_no_part_is_a_penny_off() =>
        Gen.Select(amounts, Gen.Long[0, 1_000_000].Array[1, 40].Where(w => w.Sum() > 0)).Sample((amount, weights) =>
        {
            var parts = Rounding.Split(amount, weights);
            Assert.Equal(amount, parts.Sum());
            Assert.All(parts.Zip(weights), p => Assert.True(Math.Abs(p.First - ((decimal)amount * p.Second / weights.Sum())) <= 1));
        });

    [Fact]
    public void Nothing_can_be_divided_by_nothing_and_something_cannot()
    {
        Assert.Equal([0, 0], Rounding.Split(0, [0, 0]));
        Assert.Throws<ArgumentException>(() => Rounding.Split(1, [0, 0]));
    }

    [Fact]
    public void A_change_of_package_keeps_every_penny_of_the_old_price() =>
        Gen.Select(terms, Gen.Long[0, Money.Most], Gen.Long[0, Money.Most], Gen.Int[0, 799]).Sample((term, old, next, day) =>
        {
            var on = term.First.AddDays(day % term.Days);
            var plan = PackageChange.Plan(term, new(old, "GBP"), new(next, "GBP"), on);
            Assert.Equal(old, plan.Used.Amount + plan.Credit.Amount);
            Assert.InRange(plan.Charge.Amount, 0, next);
            Assert.Equal(plan.Charge.Amount - plan.Credit.Amount, plan.Difference.Amount);
            // To the same price nothing is owed but what rounding may leave; on the first day nothing at all.
            Assert.InRange(PackageChange.Plan(term, new(old, "GBP"), new(old, "GBP"), on).Difference.Amount, -1, 1);
            Assert.Equal(next - old, PackageChange.Plan(term, new(old, "GBP"), new(next, "GBP"), term.First).Difference.Amount);
        });

    [Fact]
    public void A_change_into_a_package_of_the_same_price_costs_nothing_but_a_rounded_penny() =>
        Gen.Select(terms, Gen.Long[0, Money.Most], Gen.Int[0, 799]).Sample((term, price, day) =>
        {
            var plan = PackageChange.Plan(term, new(price, "GBP"), new(price, "GBP"), term.First.AddDays(day % term.Days));
            Assert.InRange(plan.Difference.Amount, -1, 1);
            // Changed on the first day, nothing was used; each later day has used as much or more.
            Assert.Equal(0, PackageChange.Plan(term, new(price, "GBP"), new(price, "GBP"), term.First).Used.Amount);
            Assert.Equal(price, PackageChange.Plan(term, new(price, "GBP"), new(price, "GBP"), term.First).Charge.Amount);
        });

    [Fact]
    public void The_later_a_package_is_changed_the_more_was_used_and_the_less_is_charged() =>
        Gen.Select(terms, Gen.Long[0, Money.Most], Gen.Long[0, Money.Most], Gen.Int[0, 799]).Where(x => x.Item1.Days > 1).Sample((term, old, next, day) =>
        {
            var on = term.First.AddDays(day % (term.Days - 1));
            var (one, other) = (PackageChange.Plan(term, new(old, "GBP"), new(next, "GBP"), on), PackageChange.Plan(term, new(old, "GBP"), new(next, "GBP"), on.AddDays(1)));
            Assert.True(one.Used.Amount <= other.Used.Amount);
            Assert.True(one.Charge.Amount >= other.Charge.Amount);
        });

    [Fact]
    public void A_change_of_package_by_the_day_comes_to_what_one_would_reckon()
    {
        // A year of 365 days; 1 July leaves 184.
        var plan = PackageChange.Plan(Days("2027-01-01", "2027-12-31"), new(365_000, "GBP"), new(730_000, "GBP"), new(2027, 7, 1));
        Assert.Equal((181_000, 184_000, 368_000, 184_000), (plan.Used.Amount, plan.Credit.Amount, plan.Charge.Amount, plan.Difference.Amount));
        Assert.Equal(Days("2027-07-01", "2027-12-31"), plan.Left);
    }

    [Fact]
    public void A_change_of_package_outside_the_term_or_into_another_currency_is_refused()
    {
        var term = Days("2027-01-01", "2027-12-31");
        Refused.With("no_term_on_day", () => PackageChange.Plan(term, new(1, "GBP"), new(1, "GBP"), new(2028, 1, 1)));
        Refused.With("currency_mismatch", () => PackageChange.Plan(term, new(1, "GBP"), new(1, "EUR"), new(2027, 2, 1)));
    }

    [Fact]
    public void What_is_paid_in_advance_is_earned_by_the_month_and_wholly_by_the_last_day() =>
        Gen.Select(terms, Gen.Long[0, Money.Most]).Sample((term, amount) =>
        {
            var months = Earned.ByMonth(amount, term);
            Assert.Equal(amount, months.Sum(m => m.Amount));
            Assert.Equal(term.Last, months[^1].On);
            Assert.All(months, m => Assert.True(term.Covers(m.On) && m.Amount >= 0));
            Assert.Equal(months.Count, months.Select(m => (m.On.Year, m.On.Month)).Distinct().Count());
        });

    [Fact]
    public void Extra_learners_are_charged_once_in_whatever_order_their_use_is_read() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[1, 5].Array[0, 30], Gen.Bool.Array[30]).Sample((included, uses, seen) =>
        {
            var (used, charged) = (0, 0);
            for (var i = 0; i < uses.Length; i++)
            {
                used += uses[i];
                // Several uses may be there before any of them is read.
                if (seen[i] || i == uses.Length - 1)
                    charged += ExtraLearners.ToCharge(included, used, charged);
            }
            Assert.Equal(Math.Max(0, used - included), charged);
        });
}
