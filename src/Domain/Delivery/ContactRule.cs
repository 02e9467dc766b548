using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>A way to reach a learner.</summary>
public enum ContactWay
{
    /// <summary>E-mail.</summary>
    Email,

    /// <summary>A letter.</summary>
    Post,

    /// <summary>A call or a text message.</summary>
    Phone,
}

/// <summary>A time of the week at which a message may reach her.</summary>
/// <param name="Day">The day of the week.</param>
/// <param name="From">From when, as <c>09:00</c>, in her organisation's zone.</param>
/// <param name="Until">Until when that day.</param>
public sealed record SafeTime(DayOfWeek Day, string From, string Until);

/// <summary>
/// What a learner has said about being contacted. Somebody else may read her post or see her screen, so that everything that sends asks
/// <see cref="Decide"/> and nothing else decides.
/// </summary>
/// <param name="NoEmail">Never by e-mail.</param>
/// <param name="NoPost">Never by post.</param>
/// <param name="NoPhone">Never by telephone.</param>
/// <param name="SafeTimes">When a message may reach her; empty where any time will do.</param>
public sealed record ContactRule(bool NoEmail, bool NoPost, bool NoPhone, IReadOnlyList<SafeTime> SafeTimes)
{
    /// <summary>Nothing said.</summary>
    public static ContactRule None { get; } = new(false, false, false, []);

    /// <summary>Whether she may be reached this way, and where and from when.</summary>
    /// <param name="way">How.</param>
    /// <param name="learner">What is on record of her.</param>
    /// <param name="now">The time.</param>
    /// <param name="zone">Her organisation's zone.</param>
    public static ContactDecision Decide(ContactWay way, LearnerDetails learner, DateTimeOffset now, TimeZoneInfo zone)
    {
        var rule = learner.ContactRule;
        var (forbidden, there) = way switch
        {
            ContactWay.Email => (rule.NoEmail, learner.Email is not null),
            ContactWay.Post => (rule.NoPost, learner.Post is not null),
            _ => (rule.NoPhone, learner.Phone is not null),
        };
        return new(!forbidden && there, forbidden, SafeFrom(rule.SafeTimes, now, zone));
    }

    /// <summary>The first instant from now on at which a message may arrive.</summary>
    public static DateTimeOffset SafeFrom(IReadOnlyList<SafeTime> times, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (times.Count == 0)
            return now;
        var local = TimeZoneInfo.ConvertTime(now, zone);
        DateTimeOffset? best = null;
        foreach (var safe in times)
            for (var ahead = 0; ahead <= 7; ahead++)
            {
                var day = DateOnly.FromDateTime(local.DateTime).AddDays(ahead);
                if (day.DayOfWeek != safe.Day)
                    continue;
                var (from, until) = (Instant(day, safe.From, zone), Instant(day, safe.Until, zone));
                if (until <= now)
                    continue;
                var first = from > now ? from : now;
                best = best is { } known && known < first ? known : first;
            }
        return best ?? now.AddDays(7);
    }

    internal ContactRule Checked(Faults faults, string pointer)
    {
        faults.Unless(SafeTimes.Count <= 21, $"{pointer}/safeTimes", "Name at most 21 times.");
        for (var i = 0; i < SafeTimes.Count; i++)
        {
            faults.Known($"{pointer}/safeTimes/{i}/day", SafeTimes[i].Day);
            var from = SessionHours.Time(faults, $"{pointer}/safeTimes/{i}/from", SafeTimes[i].From);
            var until = SessionHours.Time(faults, $"{pointer}/safeTimes/{i}/until", SafeTimes[i].Until);
            faults.Unless(until > from, $"{pointer}/safeTimes/{i}/until", "It ends after it begins.");
        }
        return this;
    }

    private static DateTimeOffset Instant(DateOnly day, string time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(SessionHours.Time(new(), "", time));
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}

/// <summary>Whether a learner may be reached in a way.</summary>
/// <param name="Allowed">Whether she may, and there is an address for it.</param>
/// <param name="Forbidden">Whether she has said no to it.</param>
/// <param name="NotBefore">When a message may arrive at the earliest.</param>
public sealed record ContactDecision(bool Allowed, bool Forbidden, DateTimeOffset NotBefore);
