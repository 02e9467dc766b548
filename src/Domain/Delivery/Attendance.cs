using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>Whether she was there.</summary>
public enum Presence
{
    /// <summary>From beginning to end.</summary>
    Present,

    /// <summary>She came late.</summary>
    Late,

    /// <summary>For a part.</summary>
    Partial,

    /// <summary>She was not.</summary>
    Absent,
}

/// <summary>Why she was not there.</summary>
public enum AbsenceReason
{
    /// <summary>It is not said.</summary>
    NotSaid,

    /// <summary>She was ill.</summary>
    Illness,

    /// <summary>Caring for others.</summary>
    Caring,

    /// <summary>Work or an appointment.</summary>
    Work,

    /// <summary>She could not get there, or not online.</summary>
    Access,

    /// <summary>Her safety.</summary>
    Safety,
}

/// <summary>A line of a register.</summary>
/// <param name="EnrolmentId">Whose.</param>
/// <param name="Presence">Whether she was there.</param>
/// <param name="Minutes">How long, where she came late or for a part; else null.</param>
/// <param name="Reason">Why not, where she was absent; else null.</param>
public sealed record RegisterLine(Id<Enrolment> EnrolmentId, Presence Presence, int? Minutes, AbsenceReason? Reason);

/// <summary>That a learner was or was not at a session. Only ever added: the latest counts, and a correction is another.</summary>
[IdPrefix("att")]
public sealed class Attendance : ITenantOwned, IAppendOnly
{
    private Attendance() { }

    private Attendance(Session session, RegisterLine line, string by, DateTimeOffset now)
    {
        Id = Id<Attendance>.New(now);
        (TenantId, SessionId, RecordedBy, RecordedAt) = (session.TenantId, session.Id, by, now);
        (EnrolmentId, Presence, _, Reason) = line;
        Minutes = line.Minutes ?? (line.Presence == Presence.Absent ? 0 : session.Minutes);
    }

    /// <summary>Its id.</summary>
    public Id<Attendance> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The session.</summary>
    public Id<Session> SessionId { get; private set; }

    /// <summary>Whose.</summary>
    public Id<Enrolment> EnrolmentId { get; private set; }

    /// <summary>Whether she was there.</summary>
    public Presence Presence { get; private set; }

    /// <summary>How many minutes she was there.</summary>
    public int Minutes { get; private set; }

    /// <summary>Why she was not; null where she was.</summary>
    public AbsenceReason? Reason { get; private set; }

    /// <summary>The subject of who recorded it.</summary>
    public string RecordedBy { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>What a register adds to what is known: each line once, and nothing for a line that says what stands there already.</summary>
    /// <param name="session">The session.</param>
    /// <param name="lines">The register.</param>
    /// <param name="enrolments">The course's enrolments.</param>
    /// <param name="latest">What counts so far, by enrolment.</param>
    /// <param name="by">The subject of who records it.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Refusal"><c>validation_failed</c> with every line at fault.</exception>
    public static IReadOnlyList<Attendance> Of(
        Session session, IReadOnlyList<RegisterLine> lines, IReadOnlyDictionary<Id<Enrolment>, Enrolment> enrolments,
        IReadOnlyDictionary<Id<Enrolment>, Attendance> latest, string by, DateTimeOffset now)
    {
        var faults = new Faults();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var at = $"/lines/{i}";
            faults.Unless(enrolments.TryGetValue(line.EnrolmentId, out var enrolment), $"{at}/enrolmentId", "The course has no such enrolment.");
            faults.Unless(enrolment?.Covers(session.Date) ?? true, $"{at}/enrolmentId", "She had withdrawn by then.");
            faults.Unless(lines.Take(i).All(l => l.EnrolmentId != line.EnrolmentId), $"{at}/enrolmentId", "She stands here twice.");
            faults.Known($"{at}/presence", line.Presence);
            var some = line.Presence is Presence.Late or Presence.Partial;
            faults.Unless(some == line.Minutes is not null, $"{at}/minutes", "Minutes are said of who came late or for a part.");
            faults.Unless(!(line.Minutes < 1) && !(line.Minutes > session.Minutes), $"{at}/minutes", $"The session has {session.Minutes} minutes.");
            faults.Unless(line.Presence == Presence.Absent || line.Reason is null, $"{at}/reason", "A reason is said of who was absent.");
            faults.Unless(line.Presence != Presence.Absent || line.Reason is not null, $"{at}/reason", "Say why she was absent: notSaid where it is not known.");
            if (line.Reason is { } reason)
                faults.Known($"{at}/reason", reason);
        }
        faults.Refuse();
        return
        [
            .. lines
                .Select(l => new Attendance(session, l, by, now))
                .Where(a => !latest.TryGetValue(a.EnrolmentId, out var was) || (was.Presence, was.Minutes, was.Reason) != (a.Presence, a.Minutes, a.Reason)),
        ];
    }
}
