using System.Globalization;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>When a session is, as people say it: a day and two times of day where the course is.</summary>
/// <param name="Date">The day on which it begins.</param>
/// <param name="From">When it begins, as <c>09:30</c>.</param>
/// <param name="Until">When it ends, later that day.</param>
/// <param name="UtcOffset">As <c>+01:00</c>: which of the two is meant where the clock shows a time twice; null where it does not.</param>
public sealed record SessionHours(DateOnly Date, string From, string Until, string? UtcOffset = null)
{
    /// <summary>The shortest session.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMinutes(15);

    /// <summary>The longest session.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromHours(12);

    /// <summary>The instants in UTC.</summary>
    /// <exception cref="Refusal"><c>local_time_skipped</c>, <c>local_time_repeated</c>, <c>validation_failed</c>.</exception>
    public (DateTimeOffset StartsAt, DateTimeOffset EndsAt) Resolve(TimeZoneInfo zone, string pointer)
    {
        var faults = new Faults();
        var from = Time(faults, $"{pointer}/from", From);
        var until = Time(faults, $"{pointer}/until", Until);
        var offset = Offset(faults, $"{pointer}/utcOffset");
        faults.Refuse();
        var start = Instant(from, offset, zone, $"{pointer}/from");
        var end = Instant(until, offset, zone, $"{pointer}/until");
        // Counted by instants: on the night of a clock change the hands of the clock say something else.
        new Faults().When(end - start < Least || end - start > Most, $"{pointer}/until", "A session lasts 15 minutes to 12 hours.").Refuse();
        return (start, end);
    }

    private DateTimeOffset Instant(TimeOnly time, TimeSpan? offset, TimeZoneInfo zone, string pointer)
    {
        var local = Date.ToDateTime(time);
        if (zone.IsInvalidTime(local))
        {
            throw Refusal.Invalid(
                DeliveryCodes.LocalTimeSkipped, pointer, "The clock goes forward over this time: it does not exist on that day.", "Choose a time before or after.");
        }
        TimeSpan[] possible = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local) : [zone.GetUtcOffset(local)];
        if (possible.Length == 1)
            return new DateTimeOffset(local, possible[0]).ToUniversalTime();
        if (offset is not { } chosen)
        {
            throw Refusal.Invalid(
                DeliveryCodes.LocalTimeRepeated,
                pointer,
                "The clock goes back over this time: it comes twice on that day.",
                $"Say which in utcOffset: {string.Join(" or ", possible.OrderDescending().Select(Shown))}.");
        }
        return possible.Contains(chosen)
            ? new DateTimeOffset(local, chosen).ToUniversalTime()
            : throw Refusal.Invalid([new(pointer, $"At this time the offset is {string.Join(" or ", possible.OrderDescending().Select(Shown))}.")]);
    }

    /// <summary>A time of day, as <c>09:30</c>.</summary>
    internal static TimeOnly Time(Faults faults, string pointer, string? text)
    {
        faults.Unless(
            TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time), pointer, "This must be a time of day, as 09:30.");
        return time;
    }

    private TimeSpan? Offset(Faults faults, string pointer)
    {
        if (UtcOffset is null)
            return null;
        var ok = UtcOffset.Length == 6 && UtcOffset[0] is '+' or '-';
        ok &= TimeSpan.TryParseExact(ok ? UtcOffset[1..] : "", "hh\\:mm", CultureInfo.InvariantCulture, out var offset);
        faults.Unless(ok, pointer, "This must be an offset from UTC, as +01:00.");
        return UtcOffset.StartsWith('-') ? -offset : offset;
    }

    private static string Shown(TimeSpan offset) => $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}";
}
