using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>Sessions over all courses, in the order of their planning: what a planner looks at, and what is at risk.</summary>
internal static class ListSessions
{
    public static async Task<Page<SessionView>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only sessions on which this trainer is booked.")] Id<Trainer>? trainer,
        [Description("Only sessions on this day or later.")] DateOnly? from,
        [Description("Only sessions on this day or before.")] DateOnly? until,
        [Description("Only sessions with a trainer who may not teach them as things stand; or only others.")] bool? atRisk,
        CancellationToken ct)
    {
        var courses = CoursesOnFile.Courses(db);
        var sessions = db.Set<Session>().Where(s => courses.Any(c => c.TenantId == s.TenantId && c.Id == s.CourseId));
        if (trainer is { } who)
            sessions = sessions.Where(s => s.Trainers.Any(t => t.TrainerId == who));
        if (from is { } first)
            sessions = sessions.Where(s => s.Date >= first);
        if (until is { } last)
            sessions = sessions.Where(s => s.Date <= last);
        if (atRisk is { } risky)
            sessions = sessions.Where(s => (s.CancelledAt == null && s.Trainers.Any(t => t.Risk != null)) == risky);
        if (page.After<Session>() is { } after)
            sessions = sessions.Where(s => s.Id < after);
        var rows = await sessions
            .AsNoTracking()
            .OrderByDescending(s => s.Id)
            .Take(page.Take)
            .Include(s => s.Trainers)
            .ToListAsync(ct);
        Id<Course>[] ids = [.. rows.Select(s => s.CourseId).Distinct()];
        var zones = await courses.Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.TimeZone }).ToDictionaryAsync(c => c.Id, c => TimeZoneInfo.FindSystemTimeZoneById(c.TimeZone), ct);
        return page.Cut(rows, s => s.Id, s => SessionView.Of(s, zones[s.CourseId]));
    }
}
