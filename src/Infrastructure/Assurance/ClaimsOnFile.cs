using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Assurance;

/// <summary>How claims, and what they rest on, are read. Each question takes a handful of queries, however many learners there are.</summary>
public static class ClaimsOnFile
{
    /// <summary>The enrolments of a course with prior learning.</summary>
    public static Task<List<Enrolment>> EnrolmentsAsync(FranchiseDb db, Course course, CancellationToken ct)
    {
        var (tenant, id) = (course.TenantId, course.Id);
        return db.Set<Enrolment>().AsNoTracking().Include(e => e.Recognitions).Where(e => e.TenantId == tenant && e.CourseId == id).OrderBy(e => e.Id).ToListAsync(ct);
    }

    /// <summary>What decides whether results can be claimed. Read it while the course's row is locked: results are entered and settled under the same lock.</summary>
    public static async Task<ClaimFacts> FactsAsync(
        FranchiseDb db, Course course, IReadOnlyCollection<(Id<Enrolment> Enrolment, string Unit)> lines, CancellationToken ct)
    {
        var wanted = lines.Select(l => l.Enrolment).ToHashSet();
        var enrolments = (await EnrolmentsAsync(db, course, ct)).Where(e => wanted.Contains(e.Id)).ToDictionary(e => e.Id);
        var results = (await AssuranceOnFile.ResultsAsync(db, course, enrolments.Values, ct)).ToDictionary(r => (r.EnrolmentId, r.Unit));
        var (tenant, id) = (course.TenantId, course.Id);
        var plans = db.Set<SamplingPlan>().Where(p => p.TenantId == tenant && p.CourseId == id);
        var samples = await plans
            .SelectMany(p => p.Samples)
            .GroupBy(_ => 1)
            .Select(g => new
            {
                Undecided = g.Count(s => s.Outcome == SampleOutcome.Pending),
                Open = g.Count(s => s.Outcome == SampleOutcome.ActionRequired && s.ActionClosedOn == null),
            })
            .SingleOrDefaultAsync(ct);
        var sampled = lines.All(l => results[l].Recognised) || await plans.AnyAsync(ct);
        return new(lines.ToDictionary(l => l, l => Of(results[l], enrolments[l.Enrolment])), sampled, samples?.Undecided ?? 0, samples?.Open ?? 0);
    }

    /// <summary>The results of a course that are achieved and stand in no live claim.</summary>
    public static async Task<IReadOnlyList<(Id<Enrolment> Enrolment, string Unit)>> ClaimableAsync(FranchiseDb db, Course course, CancellationToken ct)
    {
        var enrolments = await EnrolmentsAsync(db, course, ct);
        var covers = enrolments.ToDictionary(e => e.Id);
        var claimed = (await LiveAsync(db, course, ct)).Select(l => (l.EnrolmentId, l.Unit)).ToHashSet();
        return
        [
            .. (await AssuranceOnFile.ResultsAsync(db, course, enrolments, ct))
                .Where(r => r.Achieved && !claimed.Contains((r.EnrolmentId, r.Unit)) && covers[r.EnrolmentId].Covers(r.AchievedOn!.Value))
                .Select(r => (r.EnrolmentId, r.Unit)),
        ];
    }

    /// <summary>How many results of a course are achieved and not awarded.</summary>
    /// <param name="db">The database.</param>
    /// <param name="course">The course, with its units.</param>
    /// <param name="now">A claim that is being awarded, and not saved yet.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<int> UnawardedAsync(FranchiseDb db, Course course, IEnumerable<ClaimLine> now, CancellationToken ct)
    {
        var enrolments = await EnrolmentsAsync(db, course, ct);
        var awarded = (await LiveAsync(db, course, ct)).Where(l => l.AwardedOn is not null).Concat(now).Select(l => (l.EnrolmentId, l.Unit)).ToHashSet();
        var covers = enrolments.ToDictionary(e => e.Id);
        return (await AssuranceOnFile.ResultsAsync(db, course, enrolments, ct))
            .Count(r => r.Achieved && covers[r.EnrolmentId].Covers(r.AchievedOn!.Value) && !awarded.Contains((r.EnrolmentId, r.Unit)));
    }

    /// <summary>The lines of a course's claims that count.</summary>
    public static Task<List<ClaimLine>> LiveAsync(FranchiseDb db, Course course, CancellationToken ct)
    {
        var (tenant, id) = (course.TenantId, course.Id);
        return db.Set<Claim>().AsNoTracking().Where(c => c.TenantId == tenant && c.CourseId == id).SelectMany(c => c.Lines).Where(l => l.Live).ToListAsync(ct);
    }

    private static ClaimLineFacts Of(UnitResult result, Enrolment enrolment) =>
        new(
            result.AchievedOn, result.Achieved ? [] : [.. result.Standings.Where(s => !s.Met).Select(s => s.Criterion)],
            enrolment.RegisteredOn, enrolment.WithdrawnOn);
}
