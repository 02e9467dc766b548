using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>Makes a private calendar of a trainer's sessions, or of a course's. Its address is shown this once.</summary>
internal static class MakeCalendarFeed
{
    /// <param name="TrainerId">Whose sessions; null where courseId says it.</param>
    /// <param name="CourseId">The sessions of which course; null where trainerId says it.</param>
    public sealed record Request(Id<Trainer>? TrainerId = null, Id<Course>? CourseId = null)
    {
        public static Request Example => new(CourseId: ExampleOf.Id<Course>());
    }

    /// <param name="Feed">The feed.</param>
    /// <param name="Path">Its path, which is its secret: shown once and kept nowhere. Whoever has it reads the calendar until it is revoked.</param>
    public sealed record Response(CalendarFeedView Feed, string Path)
    {
        public static Response Example => new(CalendarFeedView.Example, "/v1/calendars/fcf_0000example.ics");
    }

    public static async Task<Created<Response>> Handle(Request request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        if (request.TrainerId is { } trainer && !await TrainersOnFile.Trainers(db).AnyAsync(t => t.Id == trainer, ct))
            throw Refusal.Invalid([new("/trainerId", "There is no such trainer.")]);
        if (request.CourseId is { } course && !await CoursesOnFile.Courses(db).AnyAsync(c => c.Id == course, ct))
            throw Refusal.Invalid([new("/courseId", "There is no such course.")]);
        var token = CalendarToken.Make(actor.Organisation);
        var feed = new CalendarFeed(actor.Organisation, request.TrainerId, request.CourseId, SecretHash.Of(token), actor.Subject, clock.GetUtcNow());
        db.Add(feed);
        await db.SaveChangesAsync(ct);
        return new($"/v1/calendar-feeds/{feed.Id}", new(CalendarFeedView.Of(feed), $"/v1/calendars/{token}.ics"));
    }
}

/// <summary>A private calendar. Its address is not here: it was shown once.</summary>
/// <param name="Id">Its id.</param>
/// <param name="TrainerId">Whose sessions; null where it is a course's.</param>
/// <param name="CourseId">The course's; null where it is a trainer's.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RevokedAt">Since when its address opens nothing; null while it does.</param>
internal sealed record CalendarFeedView(Id<CalendarFeed> Id, Id<Trainer>? TrainerId, Id<Course>? CourseId, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt)
{
    public static CalendarFeedView Example => new(ExampleOf.Id<CalendarFeed>(), null, ExampleOf.Id<Course>(), ExampleOf.Time, null);

    public static CalendarFeedView Of(CalendarFeed f) => new(f.Id, f.TrainerId, f.CourseId, f.CreatedAt, f.RevokedAt);
}
