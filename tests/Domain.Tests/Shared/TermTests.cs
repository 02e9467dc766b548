using CsCheck;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Tests.Shared;

public class TermTests
{
    private static readonly string[] zones = ["Europe/London", "Europe/Madrid", "America/Havana", "Africa/Cairo", "Pacific/Auckland"];

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);

    private static DateTimeOffset Utc(int year, int month, int day, int hour = 0, int minute = 0) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);

    [Fact]
    public void Both_ends_belong()
    {
        var term = new Term(new(2026, 1, 1), new(2026, 1, 31));
        Assert.Equal(31, term.Days);
        Assert.True(term.Covers(term.First));
        Assert.True(term.Covers(term.Last));
        Assert.False(term.Covers(term.First.AddDays(-1)));
        Assert.False(term.Covers(term.Last.AddDays(1)));
        Assert.True(term.Overlaps(new(term.Last, new(2026, 2, 5))));
        Assert.False(term.Overlaps(new(term.Last.AddDays(1), new(2026, 2, 5))));
    }

    [Fact]
    public void A_last_day_on_which_clocks_go_back_lasts_25_hours()
    {
        var day = new Term(new(2026, 10, 25), new(2026, 10, 25));
        Assert.Equal(Utc(2026, 10, 24, 23), day.StartsAt(Zone("Europe/London")));
        Assert.Equal(Utc(2026, 10, 26), day.EndsAt(Zone("Europe/London")));
    }

    [Fact]
    public void A_last_day_on_which_clocks_go_forward_lasts_23_hours()
    {
        var day = new Term(new(2026, 3, 29), new(2026, 3, 29));
        Assert.Equal(TimeSpan.FromHours(23), day.EndsAt(Zone("Europe/London")) - day.StartsAt(Zone("Europe/London")));
    }

    [Fact]
    public void Where_clocks_skip_midnight_the_day_begins_when_they_have_skipped_it() =>
        Assert.Equal(Utc(2024, 3, 10, 5), Term.StartOf(new(2024, 3, 10), Zone("America/Havana")));

    [Fact]
    public void Where_clocks_repeat_midnight_the_day_begins_the_first_time() =>
        Assert.Equal(Utc(2024, 11, 3, 4), Term.StartOf(new(2024, 11, 3), Zone("America/Havana")));

    [Fact]
    public void East_of_Greenwich_a_day_begins_on_the_day_before_in_UTC() =>
        Assert.Equal(Utc(2026, 5, 31, 18, 15), Term.StartOf(new(2026, 6, 1), Zone("Asia/Kathmandu")));

    [Fact]
    public void An_organisations_date_turns_at_the_start_of_its_day() =>
        Gen.Select(Gen.Int[0, zones.Length - 1], Gen.Int[0, 10_000])
            .Sample((place, offset) =>
            {
                var (zone, day) = (Zone(zones[place]), new DateOnly(2015, 1, 1).AddDays(offset));
                var start = Term.StartOf(day, zone);
                Assert.Equal(TimeSpan.Zero, start.Offset);
                Assert.Equal(day, new OwnTime(start, zone).Today);
                Assert.Equal(day.AddDays(-1), new OwnTime(start.AddTicks(-1), zone).Today);
            });
}
