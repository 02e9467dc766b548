using Franchise.Domain.Delivery;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Franchise.Infrastructure.Delivery;

/// <summary>
/// Sessions as an iCalendar file (RFC 5545). It lies on phones and in other firms' clouds: it says when, and the code of the unit; never who, for whom,
/// where, or by which link.
/// </summary>
public static class CalendarFile
{
    /// <summary>Its media type.</summary>
    public const string ContentType = "text/calendar";

    /// <summary>Writes it. Cancelled sessions stay in, marked so, that calendars take them away.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="revision">A number that grows whenever a session changes: calendars heed no change without it.</param>
    /// <param name="now">The time.</param>
    public static byte[] Of(IEnumerable<Session> sessions, Func<Session, int> revision, DateTimeOffset now)
    {
        var calendar = new Calendar { ProductId = "-//Franchise//Sessions//EN", Method = "PUBLISH" };
        calendar.AddProperty("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
        foreach (var session in sessions.OrderBy(s => s.StartsAt))
            calendar.Events.Add(new CalendarEvent
            {
                Uid = session.Id.ToString(),
                Sequence = revision(session),
                DtStamp = At(now),
                Start = At(session.StartsAt),
                End = At(session.EndsAt),
                Summary = $"Session {string.Join(", ", session.Units)}",
                Status = session.Stands ? EventStatus.Confirmed : EventStatus.Cancelled,
                Class = "PRIVATE",
            });
        return System.Text.Encoding.UTF8.GetBytes(new CalendarSerializer().SerializeToString(calendar) ?? "");
    }

    // In UTC: every calendar shows it in its owner's own time, and no table of zones has to travel with it.
    private static CalDateTime At(DateTimeOffset instant) => new(instant.UtcDateTime, "UTC");
}
