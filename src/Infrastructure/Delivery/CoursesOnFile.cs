using Franchise.Domain.Accreditation;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Licensing;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Delivery;

/// <summary>
/// How courses, learners and enrolments are read, for every capability that asks about them. Who signs in as a trainer sees the courses that she is
/// booked on and the learners enrolled there; every query begins here, so that all else is as absent to her as what does not exist.
/// </summary>
public static class CoursesOnFile
{
    /// <summary>The courses that the actor may see.</summary>
    public static IQueryable<Course> Courses(FranchiseDb db) =>
        db.Actor.OnlyOwnOf is { } user
            ? db.Set<Course>().Where(c => c.Sessions.Any(s => s.Trainers.Any(b => db.Set<Trainer>().Any(t => t.TenantId == b.TenantId && t.Id == b.TrainerId && t.UserId == user))))
            : db.Set<Course>();

    /// <summary>The enrolments that the actor may see.</summary>
    public static IQueryable<Enrolment> Enrolments(FranchiseDb db) =>
        db.Actor.OnlyOwnOf is null ? db.Set<Enrolment>() : db.Set<Enrolment>().Where(e => Courses(db).Any(c => c.TenantId == e.TenantId && c.Id == e.CourseId));

    /// <summary>The learners that the actor may see.</summary>
    public static IQueryable<Learner> Learners(FranchiseDb db) =>
        db.Actor.OnlyOwnOf is null ? db.Set<Learner>() : db.Set<Learner>().Where(l => Enrolments(db).Any(e => e.TenantId == l.TenantId && e.LearnerId == l.Id));

    /// <summary>How many women have a place on a course.</summary>
    public static Task<int> EnrolledAsync(FranchiseDb db, Course course, CancellationToken ct)
    {
        var (tenant, id) = (course.TenantId, course.Id);
        return db.Set<Enrolment>().CountAsync(e => e.TenantId == tenant && e.CourseId == id && e.Status == EnrolmentStatus.Enrolled, ct);
    }

    /// <summary>
    /// Locks trainers until the transaction ends. Whoever books one and whoever looks at her bookings again holds this lock, so that neither misses what
    /// the other does. Trainers come before courses, and courses before licences: else two would wait for each other.
    /// </summary>
    public static async Task<IReadOnlyCollection<Id<Trainer>>> LockTrainersAsync(FranchiseDb db, IEnumerable<Id<Trainer>> trainers, CancellationToken ct)
    {
        Guid[] ids = [.. trainers.Select(t => t.Value).Distinct()];
        if (ids.Length == 0)
            return [];
        var found = await db.Database
            .SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.trainers WHERE id = ANY ({ids}) ORDER BY id FOR UPDATE""")
            .ToListAsync(ct);
        return [.. found.Select(id => new Id<Trainer>(id))];
    }

    /// <summary>The version of each unit that a new course pins: the latest published. A unit that has none is not in the answer.</summary>
    public static async Task<IReadOnlyDictionary<string, Id<UnitVersion>>> PinnedAsync(FranchiseDb db, IReadOnlyCollection<string> codes, CancellationToken ct)
    {
        var units = await db.Set<Unit>().AsNoTracking().Where(u => codes.Contains(u.Code)).Include(u => u.Versions).ToListAsync(ct);
        return units.Where(u => u.Current is not null).ToDictionary(u => u.Code, u => u.Current!.Id, StringComparer.Ordinal);
    }

    /// <summary>What decides whether sessions may be held. Read it while the trainers' rows are locked.</summary>
    /// <param name="db">The database.</param>
    /// <param name="course">The course.</param>
    /// <param name="organisation">Whose it is.</param>
    /// <param name="plans">The sessions as they are to be.</param>
    /// <param name="except">A session that is put off by this; null for none.</param>
    /// <param name="seats">Whether seats matter.</param>
    /// <param name="now">The time.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<DeliveryFacts> FactsAsync(
        FranchiseDb db, Course course, Organisation organisation, IReadOnlyCollection<SessionPlan> plans, Id<Session>? except, bool seats, DateTimeOffset now,
        CancellationToken ct)
    {
        var licence = course.LicenceId is { } id ? await LicencesOnFile.FindAsync(db, id, ct) : null;
        var time = OwnTime.Of(organisation, now);
        Dictionary<string, EligibilityFacts> units = new(StringComparer.Ordinal);
        EligibilityFacts? common = null;
        Dictionary<(Id<Trainer>, string), TrainerFile> files = [];
        if (licence is not null)
            foreach (var unit in plans.SelectMany(p => p.Units).Distinct())
            {
                // What is the licence's own is read once, for whichever unit comes first.
                units[unit] = common is null
                    ? common = await LicencesOnFile.FactsAsync(db, licence, organisation, time, unit, seats, ct)
                    : common with { Unit = await UnitsOnFile.FactsAsync(db, unit, time.Zone, ct) };
                foreach (var trainer in plans.Where(p => p.Units.Contains(unit)).SelectMany(p => p.Trainers).Distinct())
                    if (await TrainersOnFile.FileAsync(db, trainer, unit, now, ct) is { } file && file.Trainer.TenantId == course.TenantId)
                        files[(trainer, unit)] = file;
            }
        return new(licence?.Licence, units, files, await EngagementsAsync(db, course, plans, except, ct));
    }

    private static async Task<IReadOnlyCollection<Engagement>> EngagementsAsync(
        FranchiseDb db, Course course, IReadOnlyCollection<SessionPlan> plans, Id<Session>? except, CancellationToken ct)
    {
        Id<Trainer>[] trainers = [.. plans.SelectMany(p => p.Trainers).Distinct()];
        if (trainers.Length == 0)
            return [];
        var (tenant, from, until) = (course.TenantId, plans.Min(p => p.StartsAt), plans.Max(p => p.EndsAt));
        return await db.Set<Session>()
            .Where(s => s.TenantId == tenant && s.CancelledAt == null && s.StartsAt < until && s.EndsAt > from && s.Id != except)
            .SelectMany(s => s.Trainers.Where(t => trainers.Contains(t.TrainerId)), (s, t) => new Engagement(t.TrainerId, s.Id, s.StartsAt, s.EndsAt))
            .ToListAsync(ct);
    }
}
