using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;

namespace Franchise.Api.Delivery;

/// <summary>A session, or one that comes every week.</summary>
/// <param name="Date">Its day where the course is.</param>
/// <param name="From">When it begins there, as `09:30`. A time that the clock skips or shows twice that day is refused.</param>
/// <param name="Until">When it ends there, later that day.</param>
/// <param name="Units">The codes of the units taught; null for all of the course.</param>
/// <param name="Trainers">Who teaches; may be left out until the course is opened.</param>
/// <param name="Place">Where, for one in person; null for one online. Other organisations never see it.</param>
/// <param name="Link">The private link to one online. Only those with the permission to join are ever shown it.</param>
/// <param name="UtcOffset">As `+01:00`: which is meant where the clock shows a time twice.</param>
/// <param name="RepeatWeekly">How many weeks running it takes place, at the same local time.</param>
internal sealed record SessionRequest(
    DateOnly Date,
    [StringLength(5, MinimumLength = 5)] string From,
    [StringLength(5, MinimumLength = 5)] string Until,
    [Length(1, 20)] IReadOnlyList<string>? Units = null,
    [MaxLength(10)] IReadOnlyList<Id<Trainer>>? Trainers = null,
    [StringLength(200, MinimumLength = 1)] string? Place = null,
    [StringLength(500, MinimumLength = 10)] string? Link = null,
    [StringLength(6, MinimumLength = 6)] string? UtcOffset = null,
    [Range(1, 52)] int RepeatWeekly = 1
)
{
    public static SessionRequest Example =>
        new(new(2027, 3, 2), "09:30", "12:30", Trainers: [ExampleOf.Id<Trainer>()], Link: "https://meet.example.org/spring-tuesdays", RepeatWeekly: 2);

    internal IReadOnlyList<Id<Trainer>> Who => Trainers ?? [];

    /// <summary>The sessions that the requests stand for, in their order.</summary>
    /// <exception cref="Refusal"><c>local_time_skipped</c>, <c>local_time_repeated</c>, <c>validation_failed</c>.</exception>
    public static IReadOnlyList<SessionPlan> Plans(IReadOnlyList<SessionRequest> requests, Course course)
    {
        if (requests.Sum(r => r.RepeatWeekly) > Course.MostSessions)
            throw Refusal.Invalid([new("/sessions", $"A course has at most {Course.MostSessions} sessions.")]);
        return [.. requests.SelectMany((r, i) => Enumerable.Range(0, r.RepeatWeekly).Select(week => r.Plan(course, i, week, $"/sessions/{i}")))];
    }

    public SessionPlan Plan(Course course, int entry, int week, string pointer, IReadOnlyList<Id<Trainer>>? who = null)
    {
        var faults = new Faults();
        faults.Unless(Date.Year is >= 2000 and < 2200, $"{pointer}/date", "This is no date of a session.");
        faults.Unless(
            Link is null || (Uri.TryCreate(Link, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps), $"{pointer}/link", "This must be a link that begins with https://.");
        faults.Unless(Link is null || Place is null, $"{pointer}/link", "A session in person has a place and no link.");
        faults.Refuse();
        var date = Date.AddDays(7 * week);
        var (starts, ends) = new SessionHours(date, From, Until, UtcOffset).Resolve(course.Zone, pointer);
        return new(entry, date, starts, ends, Units ?? [.. course.Units.Select(u => u.Unit)], string.IsNullOrWhiteSpace(Place) ? null : Place.Trim(), who ?? Who);
    }

    /// <summary>Seals the links of sessions just made from these requests.</summary>
    public static void SetLinks(Course course, IReadOnlyList<Session> added, IReadOnlyList<SessionPlan> plans, IReadOnlyList<SessionRequest> requests, LearnerBox box)
    {
        foreach (var (session, plan) in added.Zip(plans.OrderBy(p => p.StartsAt)))
            if (requests[plan.Entry].Link is { } link)
                course.SetLink(session.Id, box.SealLink(course.TenantId, session.Id, link));
    }
}
