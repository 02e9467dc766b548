using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>A course with what nearly every verb of assessment asks for.</summary>
internal sealed record AssessedCourse(Course Course, OwnTime Time);

/// <summary>How use cases come by a course and an assurer. Absent, foreign and not hers to see are one and the same: not found.</summary>
internal static class AssessedCourses
{
    /// <summary>Loads a course.</summary>
    /// <param name="db">The database.</param>
    /// <param name="from">The courses that may be meant: those whose results are hers to see, or hers to enter.</param>
    /// <param name="id">Which.</param>
    /// <param name="clock">The time.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<AssessedCourse> Find(FranchiseDb db, IQueryable<Course> from, Id<Course> id, TimeProvider clock, CancellationToken ct)
    {
        var course =
            await from.AsSplitQuery().Include(c => c.Units).Include(c => c.Sessions).Include(c => c.Schedule).SingleOrDefaultAsync(c => c.Id == id, ct)
            ?? throw Refusal.NotFound();
        var tenant = course.TenantId;
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == tenant, ct);
        return new(course, OwnTime.Of(organisation, clock.GetUtcNow()));
    }

    /// <summary>Loads a course to change what is assessed of it. Its row is locked until the transaction ends.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<AssessedCourse> Lock(FranchiseDb db, IQueryable<Course> from, Id<Course> id, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.courses WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        return await Find(db, from, id, clock, ct);
    }

    /// <summary>The assurer that the actor is at a course's organisation.</summary>
    /// <exception cref="Refusal"><c>not_an_assurer</c>.</exception>
    public static async Task<QualityAssurer> Assurer(FranchiseDb db, Course course, Actor actor, CancellationToken ct)
    {
        var tenant = course.TenantId;
        // A system with credentials of its own is nobody who could judge.
        return Id<User>.TryRead(actor.Subject, out var user) && actor.Kind == ActorKind.User
            && await AssuranceOnFile.Standing(db).Include(a => a.Ties).SingleOrDefaultAsync(a => a.TenantId == tenant && a.UserId == user, ct) is { } assurer
            ? assurer
            : throw NotAnAssurer();
    }

    public static Refusal NotAnAssurer() =>
        new(
            RefusalKind.Forbidden, AssuranceCodes.NotAnAssurer, "You are no internal quality assurer of this organisation.",
            "Have an approved assurer, signed in herself, do this.");
}

/// <summary>A sample with what its verbs ask for.</summary>
/// <param name="At">Its course.</param>
/// <param name="Plan">Its plan, locked.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Assurer">Who is about to judge it: approved, and independent of who made or entered it.</param>
internal sealed record SampleAtHand(AssessedCourse At, SamplingPlan Plan, AssessmentDecision Decision, QualityAssurer Assurer)
{
    /// <summary>Loads a sample for an assurer to judge.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>not_an_assurer</c>, <c>assurer_not_approved</c>, <c>assurer_not_independent</c>, <c>assurer_tied</c>.</exception>
    public static async Task<SampleAtHand> Lock(FranchiseDb db, Id<Sample> id, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var courses = AssuranceOnFile.Courses(db);
        var course = await db.Set<SamplingPlan>().Where(p => p.Samples.Any(s => s.Id == id)).Select(p => (Id<Course>?)p.CourseId).SingleOrDefaultAsync(ct) ?? throw Refusal.NotFound();
        var at = await AssessedCourses.Lock(db, courses, course, clock, ct);
        var plan = await AssuranceOnFile.LockPlanAsync(db, at.Course, ct) ?? throw Refusal.NotFound();
        var (tenant, decisionId) = (plan.TenantId, plan.Find(id).DecisionId);
        var decision = await db.Set<AssessmentDecision>().AsNoTracking().SingleAsync(d => d.TenantId == tenant && d.Id == decisionId, ct);
        var assurer = await AssessedCourses.Assurer(db, at.Course, actor, ct);
        Independence.Demand(assurer, await AssuranceOnFile.IndependenceAsync(db, assurer, decision, ct));
        return new(at, plan, decision, assurer);
    }
}
