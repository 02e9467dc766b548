using Franchise.Domain.Licensing;
using static Franchise.Domain.Tests.Licensing.Given;

namespace Franchise.Domain.Tests.Licensing;

/// <summary>Anchors on every day of a year, leap day included, for decades: counted from the anchor, months ends come back.</summary>
public class AnchorTests
{
    [Theory]
    [InlineData("P1M", 1)]
    [InlineData("P3M", 3)]
    [InlineData("P6M", 6)]
    [InlineData("P12M", 12)]
    [InlineData("P1Y", 12)]
    [InlineData("P24M", 24)]
    public void From_every_day_of_the_year_terms_tile_and_never_drift(string period, int months)
    {
        var policy = Policy(Rules(period));
        for (var anchor = new DateOnly(2028, 1, 1); anchor.Year == 2028; anchor = anchor.AddDays(1))
        {
            var calendar = LicenceCalendar.Begin(anchor, anchor, policy);
            var before = anchor.AddDays(-1);
            for (var number = 1; number <= 480 / months; number++)
            {
                var days = calendar.Days(number, policy);
                Assert.Equal(before.AddDays(1), days.First);
                // The anchor's own day, or the last of a month that has none; reckoned here from the calendar on the wall.
                var month = (anchor.Year * 12) + anchor.Month - 1 + (months * (number - 1));
                var (year, of) = (month / 12, (month % 12) + 1);
                Assert.Equal(new DateOnly(year, of, Math.Min(anchor.Day, DateTime.DaysInMonth(year, of))), days.First);
                Assert.True(days.Last >= days.First);
                before = days.Last;
            }
        }
    }

    [Theory]
    [InlineData(RenewalBasis.FromExpiry)]
    [InlineData(RenewalBasis.FromNow)]
    [InlineData(RenewalBasis.FromNowIfExpired)]
    public void Renewed_in_time_year_after_year_every_anchor_keeps_its_day_on_every_basis(RenewalBasis basis)
    {
        var policy = Policy(Rules("P12M", basis: basis));
        for (var anchor = new DateOnly(2028, 1, 1); anchor.Year == 2028; anchor = anchor.AddDays(1))
        {
            var calendar = LicenceCalendar.Begin(anchor, anchor, policy);
            for (var year = 1; year <= 12; year++)
            {
                var on = calendar.LastDay.AddDays(year % 3 - 1);
                calendar = calendar.Next(on, policy);
                Assert.Equal((anchor, 1), (calendar.Anchor, calendar.AnchorTerm));
                var first = calendar.Days(calendar.TermNumber, policy).First;
                Assert.Equal((anchor.Month, Math.Min(anchor.Day, DateTime.DaysInMonth(first.Year, anchor.Month))), (first.Month, first.Day));
            }
        }
    }
}
