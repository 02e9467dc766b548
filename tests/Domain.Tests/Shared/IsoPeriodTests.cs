using CsCheck;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Tests.Shared;

public class IsoPeriodTests
{
    [Theory]
    [InlineData("P12M", 12, 0, "P12M")]
    [InlineData("P1Y", 12, 0, "P12M")]
    [InlineData("P1Y6M", 18, 0, "P18M")]
    [InlineData("P2W", 0, 14, "P14D")]
    [InlineData("P90D", 0, 90, "P90D")]
    [InlineData("P1M15D", 1, 15, "P1M15D")]
    [InlineData("P0D", 0, 0, "P0D")]
    [InlineData("P10Y", 120, 0, "P120M")]
    public void A_period_is_read_and_shown_as_ISO_8601(string text, int months, int days, string shown)
    {
        Assert.True(IsoPeriod.TryParse(text, null, out var period));
        Assert.Equal((months, days), (period.Months, period.Days));
        Assert.Equal(shown, period.ToString());
        Assert.Equal(months == 0 && days == 0, period.IsZero);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("P1")]
    [InlineData("PM")]
    [InlineData("12M")]
    [InlineData("p12m")]
    [InlineData("P-1M")]
    [InlineData("P+1M")]
    [InlineData("P1.5M")]
    [InlineData("PT12H")]
    [InlineData("P1DT1H")]
    [InlineData("P1M1Y")]
    [InlineData("P1M1M")]
    [InlineData(" P1M")]
    [InlineData("P1M ")]
    [InlineData("P11Y")]
    [InlineData("P3661D")]
    [InlineData("P99999D")]
    [InlineData("P١M")]
    public void Anything_else_is_not_read(string? text)
    {
        Assert.False(IsoPeriod.TryParse(text, null, out _));
        if (text is not null)
            Assert.Throws<FormatException>(() => IsoPeriod.Parse(text, null));
    }

    [Fact]
    public void Periods_are_counted_from_the_anchor_so_the_31st_comes_back()
    {
        var month = new IsoPeriod(1, 0);
        var anchor = new DateOnly(2027, 1, 31);
        Assert.Equal([new(2027, 1, 31), new(2027, 2, 28), new(2027, 3, 31), new(2027, 4, 30)], Enumerable.Range(0, 4).Select(n => month.After(anchor, n)));
        Assert.Equal(new DateOnly(2028, 2, 29), month.After(anchor, 13));
    }

    [Fact]
    public void A_year_from_29_February_ends_on_28_and_29_February_comes_back()
    {
        var year = new IsoPeriod(12, 0);
        var anchor = new DateOnly(2024, 2, 29);
        Assert.Equal([new(2025, 2, 28), new(2026, 2, 28), new(2027, 2, 28), new(2028, 2, 29)], Enumerable.Range(1, 4).Select(n => year.After(anchor, n)));
    }

    [Fact]
    public void A_period_outside_its_bounds_cannot_be_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new IsoPeriod(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new IsoPeriod(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new IsoPeriod(121, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new IsoPeriod(0, 3661));
    }

    [Fact]
    public void No_time_at_all_has_no_days() => Assert.Null(default(IsoPeriod).From(new(2026, 1, 1)));

    [Fact]
    public void What_is_shown_is_read_as_the_same() =>
        Gen.Select(Gen.Int[0, 120], Gen.Int[0, 3660]).Sample((months, days) =>
        {
            var period = new IsoPeriod(months, days);
            return IsoPeriod.Parse(period.ToString(), null) == period;
        });

    [Fact]
    public void It_never_lasts_fewer_days_than_it_says() =>
        Gen.Select(Gen.Int[0, 120], Gen.Int[0, 400], Gen.Int[0, 20_000]).Sample((months, days, offset) =>
        {
            var (period, anchor) = (new IsoPeriod(months, days), new DateOnly(2014, 1, 1).AddDays(offset));
            return period.After(anchor).DayNumber - anchor.DayNumber >= period.LeastDays;
        });
}
