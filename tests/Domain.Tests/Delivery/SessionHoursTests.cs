using CsCheck;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Accreditation.Given;

namespace Franchise.Domain.Tests.Delivery;

public sealed class SessionHoursTests
{
    [Theory]
    [InlineData("2027-01-12", "09:30", "12:30", null, "2027-01-12T09:30:00Z", "2027-01-12T12:30:00Z")]
    [InlineData("2027-07-13", "09:30", "12:30", null, "2027-07-13T08:30:00Z", "2027-07-13T11:30:00Z")]
    // The night on which the clock goes back: one o'clock comes twice, and the offset says which.
    [InlineData("2027-10-31", "01:15", "03:00", "+01:00", "2027-10-31T00:15:00Z", "2027-10-31T03:00:00Z")]
    [InlineData("2027-10-31", "01:15", "03:00", "+00:00", "2027-10-31T01:15:00Z", "2027-10-31T03:00:00Z")]
    // Over the hour that is skipped: two hours on the clock, one in the room.
    [InlineData("2027-03-28", "00:30", "02:30", null, "2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z")]
    public void A_session_is_at_its_local_time(string day, string from, string until, string? offset, string starts, string ends) =>
        Assert.Equal((Instant(starts), Instant(ends)), new SessionHours(Day(day), from, until, offset).Resolve(London, ""));

    [Theory]
    [InlineData("2027-03-28", "01:30", "04:00", null, DeliveryCodes.LocalTimeSkipped)]
    [InlineData("2027-03-28", "00:30", "01:30", "+01:00", DeliveryCodes.LocalTimeSkipped)]
    [InlineData("2027-10-31", "01:15", "03:00", null, DeliveryCodes.LocalTimeRepeated)]
    [InlineData("2027-10-31", "00:15", "01:45", null, DeliveryCodes.LocalTimeRepeated)]
    [InlineData("2027-10-31", "01:15", "03:00", "+02:00", "validation_failed")]
    [InlineData("2027-10-31", "01:15", "03:00", "1", "validation_failed")]
    [InlineData("2027-01-12", "12:30", "09:30", null, "validation_failed")]
    [InlineData("2027-01-12", "09:30", "09:40", null, "validation_failed")]
    [InlineData("2027-01-12", "9:30", "12:30", null, "validation_failed")]
    [InlineData("2027-01-12", "24:00", "12:30", null, "validation_failed")]
    // Two o'clock follows on one o'clock at once: an hour that is none.
    [InlineData("2027-03-28", "00:59", "02:04", null, "validation_failed")]
    public void What_the_clock_does_not_show_once_is_refused(string day, string from, string until, string? offset, string code)
    {
        var refused = Refused(code, () => new SessionHours(Day(day), from, until, offset).Resolve(London, "/sessions/3"));
        Assert.All(refused.Errors, e => Assert.StartsWith("/sessions/3/", e.Pointer, StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_resolves_shows_that_time_on_a_clock_there()
    {
        var zones = new[] { "Europe/London", "Europe/Athens", "Atlantic/Azores", "Australia/Lord_Howe" }.Select(TimeZoneInfo.FindSystemTimeZoneById).ToArray();
        Gen.Select(Gen.Int[0, 3000], Gen.Int[0, 23 * 60], Gen.Int[0, 3], Gen.Bool).Sample((day, minute, zone, second) =>
        {
            var (date, from) = (Day("2026-01-01").AddDays(day), TimeOnly.FromTimeSpan(TimeSpan.FromMinutes(minute)));
            try
            {
                var (starts, ends) = new SessionHours(date, $"{from:HH:mm}", "23:59").Resolve(zones[zone], "");
                Assert.Equal(date.ToDateTime(from), TimeZoneInfo.ConvertTime(starts, zones[zone]).DateTime);
                Assert.True(ends - starts >= SessionHours.Least && starts.Offset == TimeSpan.Zero);
            }
            catch (Refusal refused)
            {
                var local = date.ToDateTime(from);
                Assert.True(
                    refused.Code == DeliveryCodes.LocalTimeSkipped ? zones[zone].IsInvalidTime(local)
                    : refused.Code == DeliveryCodes.LocalTimeRepeated ? zones[zone].IsAmbiguousTime(local)
                    : minute < 12 * 60 || minute > 23 * 60 + 30, $"{date} {from} {zones[zone].Id}: {refused.Code}");
            }
        });
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
