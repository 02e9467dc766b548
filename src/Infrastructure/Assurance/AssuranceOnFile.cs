using System.Security.Cryptography;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Assurance;

/// <summary>
/// How results, samples and assurers are read, for every capability that asks about them. Who signs in as a trainer sees the results of the courses that
/// she is booked on; as an approved assurer she sees those of her whole organisation, which she has to look at.
/// </summary>
public static class AssuranceOnFile
{
    /// <summary>The courses whose results the actor may see. Results are entered on <see cref="CoursesOnFile.Courses"/> alone.</summary>
    public static IQueryable<Course> Courses(FranchiseDb db) =>
        db.Actor.OnlyOwnOf is not { } user
            ? db.Set<Course>()
            : db.Set<Course>().Where(c =>
                CoursesOnFile.Courses(db).Any(own => own.TenantId == c.TenantId && own.Id == c.Id)
                || Standing(db).Any(a => a.TenantId == c.TenantId && a.UserId == user && a.Status == AssurerStatus.Approved));

    /// <summary>
    /// Assurers who have not stood down and whose place in the organisation is still there: one who was removed, and is invited again later, is nominated
    /// and approved anew.
    /// </summary>
    public static IQueryable<QualityAssurer> Standing(FranchiseDb db) =>
        db.Set<QualityAssurer>().Where(a =>
            a.Status != AssurerStatus.StoodDown && db.Set<Member>().Any(m => m.TenantId == a.TenantId && m.Id == a.MemberId && m.DisabledAt == null));

    /// <summary>The versions that a course pins, by the code of their unit.</summary>
    public static async Task<IReadOnlyDictionary<string, UnitVersion>> VersionsAsync(FranchiseDb db, Course course, CancellationToken ct)
    {
        Id<UnitVersion>[] ids = [.. course.Units.Select(u => u.UnitVersionId).Distinct()];
        var versions = await db.Set<UnitVersion>().AsNoTracking().Where(v => ids.Contains(v.Id)).ToDictionaryAsync(v => v.Id, ct);
        return course.Units.ToDictionary(u => u.Unit, u => versions[u.UnitVersionId], StringComparer.Ordinal);
    }

    /// <summary>Decisions of a course that internal quality assurance has overturned.</summary>
    public static async Task<IReadOnlySet<Id<AssessmentDecision>>> OverturnedAsync(FranchiseDb db, Course course, CancellationToken ct)
    {
        var (tenant, id) = (course.TenantId, course.Id);
        var found = await db.Set<SamplingPlan>()
            .Where(p => p.TenantId == tenant && p.CourseId == id)
            .SelectMany(p => p.Samples.Where(s => s.Outcome == SampleOutcome.Overturned))
            .Select(s => s.DecisionId)
            .ToListAsync(ct);
        return found.ToHashSet();
    }

    /// <summary>Where learners stand with every unit of their course, in the order of enrolments and of the course's units.</summary>
    /// <param name="db">The database.</param>
    /// <param name="course">The course, with its units.</param>
    /// <param name="enrolments">The enrolments, with prior learning.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<IReadOnlyList<UnitResult>> ResultsAsync(FranchiseDb db, Course course, IReadOnlyCollection<Enrolment> enrolments, CancellationToken ct)
    {
        var (tenant, versions, overturned) = (course.TenantId, await VersionsAsync(db, course, ct), await OverturnedAsync(db, course, ct));
        Id<Enrolment>[] ids = [.. enrolments.Select(e => e.Id)];
        var assessments = (await db.Set<UnitAssessment>().AsNoTracking().Include(a => a.Decisions).Where(a => a.TenantId == tenant && ids.Contains(a.EnrolmentId)).ToListAsync(ct))
            .ToDictionary(a => (a.EnrolmentId, a.Unit));
        return
        [
            .. enrolments.SelectMany(e => course.Units
                .OrderBy(u => u.Unit, StringComparer.Ordinal)
                .Select(u => UnitResult.Of(e, u, versions[u.Unit], assessments.GetValueOrDefault((e.Id, u.Unit)), overturned))),
        ];
    }

    /// <summary>A course's sampling plan with all that belongs to it; null before its first results.</summary>
    public static Task<SamplingPlan?> PlanAsync(FranchiseDb db, Course course, CancellationToken ct)
    {
        var (tenant, id) = (course.TenantId, course.Id);
        return db.Set<SamplingPlan>().AsSplitQuery().Include(p => p.Draws).Include(p => p.Samples).Include(p => p.Schedule).SingleOrDefaultAsync(p => p.TenantId == tenant && p.CourseId == id, ct);
    }

    /// <summary>Locks a course's plan until the transaction ends, after the course's own row, so that a sweep does not change it meanwhile.</summary>
    public static async Task<SamplingPlan?> LockPlanAsync(FranchiseDb db, Course course, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>(
            $"""SELECT id AS "Value" FROM franchise.sampling_plans WHERE tenant_id = {course.TenantId.Value} AND course_id = {course.Id.Value} FOR UPDATE""").ToListAsync(ct);
        return await PlanAsync(db, course, ct);
    }

    /// <summary>A seed that nobody can foresee.</summary>
    public static string NewSeed() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Every decision of some strata of a course that is on record.</summary>
    public static async Task<IReadOnlyList<Drawable>> DrawablesAsync(FranchiseDb db, Course course, IReadOnlyCollection<Stratum> strata, CancellationToken ct)
    {
        var (tenant, id) = (course.TenantId, course.Id);
        Id<Trainer>[] assessors = [.. strata.Select(s => s.AssessorId).Distinct()];
        var found = await db.Set<AssessmentDecision>()
            .AsNoTracking()
            .Where(d => d.TenantId == tenant && d.CourseId == id && assessors.Contains(d.AssessorId))
            .ToListAsync(ct);
        return [.. found.Select(Drawable.Of).Where(d => strata.Contains(d.Stratum))];
    }

    /// <summary>
    /// What was found of assessors' decisions in their organisation so far. One that was corrected before anybody had looked at it speaks for nobody.
    /// </summary>
    public static async Task<IReadOnlyDictionary<Id<Trainer>, AssessorRecord>> RecordsAsync(
        FranchiseDb db, Id<Organisation> organisation, IEnumerable<Id<Trainer>> assessors, DateOnly today, CancellationToken ct)
    {
        Id<Trainer>[] ids = [.. assessors.Distinct()];
        var since = today.AddYears(-1);
        var found = await db.Set<Sample>()
            .Where(s => s.TenantId == organisation)
            .Join(db.Set<AssessmentDecision>().Where(d => ids.Contains(d.AssessorId)), s => new { s.TenantId, Id = s.DecisionId }, d => new { d.TenantId, d.Id }, (s, d) => new { d.AssessorId, s.Outcome, s.SettledOn, Corrected = db.Set<AssessmentDecision>().Any(l => l.TenantId == d.TenantId && l.CorrectsId == d.Id) })
            .GroupBy(s => s.AssessorId)
            .Select(g => new { g.Key, Agreed = g.Count(s => s.Outcome == SampleOutcome.Agreed && !s.Corrected), Overturned = g.Count(s => s.Outcome == SampleOutcome.Overturned && s.SettledOn > since) })
            .ToDictionaryAsync(g => g.Key, ct);
        return ids.ToDictionary(id => id, id => found.TryGetValue(id, out var r) ? new AssessorRecord(r.Agreed, r.Overturned) : new(0, 0));
    }

    /// <summary>Everyone who matters to whether an assurer may judge a decision: every account and profile that is hers, or the deciders'.</summary>
    public static async Task<IndependenceFacts> IndependenceAsync(FranchiseDb db, QualityAssurer assurer, AssessmentDecision decision, CancellationToken ct)
    {
        var tenant = assurer.TenantId;
        var members = await db.Set<Member>().AsNoTracking().Where(m => m.TenantId == tenant).ToListAsync(ct);
        var trainers = await db.Set<Trainer>().AsNoTracking().Where(t => t.TenantId == tenant).ToListAsync(ct);
        var enterer = Id<User>.TryRead(decision.EnteredBy, out var user) ? user : (Id<User>?)null;
        var tied = assurer.Ties.Select(t => t.TrainerId).ToHashSet();

        var (hers, herProfiles) = Whole([new(assurer.UserId, "", "")]);
        var (theirs, theirProfiles) = Whole([.. trainers.Where(t => t.Id == decision.AssessorId).Select(Of), .. enterer is { } who ? [new Person(who, "", "")] : Array.Empty<Person>()]);
        var (others, _) = Whole([.. trainers.Where(t => tied.Contains(t.Id)).Select(Of)]);
        return new(hers, Managers(herProfiles), others, theirs, Managers(theirProfiles));

        // From what is known of a person, by account or mailbox, to every account and profile of hers; names come with them.
        (List<Person>, List<Trainer>) Whole(IReadOnlyCollection<Person> known)
        {
            List<Person> persons = [.. known];
            List<Trainer> profiles = [];
            for (var before = -1; before != persons.Count;)
            {
                before = persons.Count;
                foreach (var member in members.Where(m => persons.Exists(p => SamePerson.Are(p, Account(m))) && !persons.Contains(Account(m))))
                    persons.Add(Account(member));
                foreach (var trainer in trainers.Where(t => persons.Exists(p => SamePerson.Are(p, Of(t))) && !profiles.Contains(t)))
                {
                    profiles.Add(trainer);
                    if (!persons.Contains(Of(trainer)))
                        persons.Add(Of(trainer));
                }
            }
            return (persons, profiles);
        }

        static Person Account(Member m) => new(m.UserId, m.DisplayName == Member.Unnamed ? "" : m.DisplayName, m.Email);
        static Person Of(Trainer t) => new(t.UserId, t.Name, t.Email);
        static List<Person> Managers(IEnumerable<Trainer> profiles) => [.. profiles.Where(t => t.LineManager is not null).Select(t => new Person(null, t.LineManager!.Name, t.LineManager.Email))];
    }
}
