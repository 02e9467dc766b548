using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>A course with what nearly every verb of it asks for.</summary>
internal sealed record CourseAtHand(Course Course, Organisation Organisation, OwnTime Time)
{
    public Changed<CourseView> Changed() => new(CourseView.Of(Course), Course.Version);
}

/// <summary>How use cases come by a course. Absent, foreign and, for who signs in as a trainer, another's are one and the same: not found.</summary>
internal static class Courses
{
    /// <summary>Loads a course with its units and sessions.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<CourseAtHand> Find(FranchiseDb db, Id<Course> id, TimeProvider clock, CancellationToken ct)
    {
        var course =
            await CoursesOnFile.Courses(db).AsSplitQuery().Include(c => c.Units).Include(c => c.Sessions).ThenInclude(s => s.Trainers).Include(c => c.Schedule).SingleOrDefaultAsync(c => c.Id == id, ct)
            ?? throw Refusal.NotFound();
        var tenant = course.TenantId;
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == tenant, ct);
        return new(course, organisation, OwnTime.Of(organisation, clock.GetUtcNow()));
    }

    /// <summary>Loads a course to change it. Its row is locked until the transaction ends.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<CourseAtHand> Lock(FranchiseDb db, Id<Course> id, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.courses WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        return await Find(db, id, clock, ct);
    }

    /// <summary>Loads a course to change it, if the caller has seen how it stands.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>stale</c>.</exception>
    public static async Task<CourseAtHand> Lock(FranchiseDb db, Id<Course> id, IfMatch ifMatch, TimeProvider clock, CancellationToken ct)
    {
        var at = await Lock(db, id, clock, ct);
        ifMatch.Demand(at.Course.Version);
        return at;
    }

    /// <summary>The same, after the trainers of its sessions, or of one, and others who may come to be booked.</summary>
    public static async Task<CourseAtHand> LockWithTrainers(
        FranchiseDb db, Id<Course> id, IfMatch ifMatch, IEnumerable<Id<Trainer>> others, TimeProvider clock, CancellationToken ct)
    {
        // Read before the locks: if it changes meanwhile, the version tells.
        var booked = await CoursesOnFile.Courses(db).Where(c => c.Id == id).SelectMany(c => c.Sessions).SelectMany(s => s.Trainers).Select(t => t.TrainerId).Distinct().ToListAsync(ct);
        await CoursesOnFile.LockTrainersAsync(db, booked.Concat(others), ct);
        return await Lock(db, id, ifMatch, clock, ct);
    }

    /// <summary>Refuses unless the session may know of the course: for lists that hang from it.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task Demand(FranchiseDb db, Id<Course> id, CancellationToken ct)
    {
        if (!await CoursesOnFile.Courses(db).AnyAsync(c => c.Id == id, ct))
            throw Refusal.NotFound();
    }

    /// <summary>What decides whether the sessions that are still to come may be held.</summary>
    public static Task<DeliveryFacts> Facts(FranchiseDb db, CourseAtHand at, TimeProvider clock, CancellationToken ct) =>
        CoursesOnFile.FactsAsync(
            db, at.Course, at.Organisation, [.. at.Course.Sessions.Where(s => s.Stands && s.StartsAt > at.Time.Now).Select((s, i) => s.AsPlan(i))], null, false, clock.GetUtcNow(), ct);

    /// <summary>Refuses unless every trainer named is there.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public static void DemandTrainers(IReadOnlyList<SessionRequest> sessions, IReadOnlyCollection<Id<Trainer>> there)
    {
        var faults = new Faults();
        for (var i = 0; i < sessions.Count; i++)
            for (var j = 0; j < sessions[i].Who.Count; j++)
                faults.Unless(there.Contains(sessions[i].Who[j]), $"/sessions/{i}/trainers/{j}", "There is no such trainer.");
        faults.Refuse();
    }
}
