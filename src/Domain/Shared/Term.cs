using System.Runtime.InteropServices;

namespace Franchise.Domain.Shared;

/// <summary>A run of days, both ends included.</summary>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day, inclusive: the whole of it belongs.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Term(DateOnly First, DateOnly Last)
{
    /// <summary>How many days it has.</summary>
    public int Days => Last.DayNumber - First.DayNumber + 1;

    /// <summary>Whether a day belongs.</summary>
    public bool Covers(DateOnly day) => First <= day && day <= Last;

    /// <summary>Whether any day belongs to both.</summary>
    public bool Overlaps(Term other) => First <= other.Last && other.First <= Last;

    /// <summary>The instant at which it begins in a zone.</summary>
    public DateTimeOffset StartsAt(TimeZoneInfo zone) => StartOf(First, zone);

    /// <summary>The instant at which it is over in a zone: the start of the day after the last.</summary>
    public DateTimeOffset EndsAt(TimeZoneInfo zone) => StartOf(Last.AddDays(1), zone);

    /// <summary>
    /// The instant at which a day begins in a zone, in UTC. Where clocks skip midnight it is the first moment there is; where they repeat it, the
    /// earlier of the two.
    /// </summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
