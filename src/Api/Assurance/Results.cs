using System.ComponentModel.DataAnnotations;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <param name="Criterion">The criterion's number, as `1.2`.</param>
/// <param name="Outcome">`met`, `notYet` or `referred`.</param>
/// <param name="Borderline">Whether it was close; such a decision is always looked at by internal quality assurance.</param>
/// <param name="Corrects">The decision that was wrong, where one is corrected: the last about this criterion.</param>
/// <param name="Reason">Why it was, without learners' names.</param>
internal sealed record DecisionRequest(
    [StringLength(5, MinimumLength = 3)] string Criterion,
    DecisionOutcome Outcome,
    bool Borderline = false,
    Id<AssessmentDecision>? Corrects = null,
    [MaxLength(500)] string? Reason = null
)
{
    public static DecisionRequest Example => new("1.1", DecisionOutcome.Met);

    public CriterionDecision Decided => new(Criterion, Outcome, Borderline, Corrects, Reason);
}

/// <summary>How results come to be entered, whether for one learner or for many: all or nothing, and the sample drawn with them.</summary>
internal static class Results
{
    /// <summary>One result as it was sent.</summary>
    /// <param name="At">JSON pointer to it; empty where it is the whole request.</param>
    /// <param name="EnrolmentId">Whose.</param>
    /// <param name="Entry">What was decided.</param>
    public sealed record Line(string At, Id<Enrolment> EnrolmentId, ResultEntry Entry);

    /// <summary>Enters results of a course whose row is locked.</summary>
    /// <exception cref="Refusal">
    /// <c>course_state_forbids</c>, <c>enrolment_withdrawn</c>, <c>unit_recognised</c>, <c>assessor_not_accredited</c>, <c>assessor_is_learner</c>,
    /// <c>criterion_met</c>, <c>decision_superseded</c>, <c>validation_failed</c>.
    /// </exception>
    public static async Task<RecordedView> Record(
        FranchiseDb db, AssessedCourse at, IReadOnlyList<Line> lines, ProvisionRisk risk, LearnerBox box, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var (course, time) = at;
        course.DemandResults();
        var (tenant, courseId) = (course.TenantId, course.Id);
        Id<Enrolment>[] ids = [.. lines.Select(l => l.EnrolmentId).Distinct()];
        var enrolments = await db.Set<Enrolment>().AsNoTracking().Include(e => e.Recognitions).Where(e => e.TenantId == tenant && e.CourseId == courseId && ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        Id<Learner>[] learnerIds = [.. enrolments.Values.Select(e => e.LearnerId).Distinct()];
        var learners = (await db.Set<Learner>().AsNoTracking().Where(l => l.TenantId == tenant && learnerIds.Contains(l.Id)).ToListAsync(ct)).ToDictionary(l => l.Id, l => PersonOf(box.Open(l)));
        var versions = await AssuranceOnFile.VersionsAsync(db, course, ct);
        var assessments = (await db.Set<UnitAssessment>().Include(a => a.Decisions).Where(a => a.TenantId == tenant && ids.Contains(a.EnrolmentId)).ToListAsync(ct)).ToDictionary(a => (a.EnrolmentId, a.Unit));
        var plan = await AssuranceOnFile.LockPlanAsync(db, course, ct);
        var overturned = plan?.Overturned ?? new HashSet<Id<AssessmentDecision>>();
        var files = await Files(db, course, lines, clock, ct);

        Check(lines, line => new(
            course, enrolments.GetValueOrDefault(line.EnrolmentId), enrolments.TryGetValue(line.EnrolmentId, out var e) ? learners[e.LearnerId] : null,
            versions.GetValueOrDefault(line.Entry.Unit), files.GetValueOrDefault((line.Entry.AssessorId, line.Entry.Unit)),
            assessments.GetValueOrDefault((line.EnrolmentId, line.Entry.Unit)), overturned), time);

        if (plan is null)
            db.Add(plan = new(course, AssuranceOnFile.NewSeed(), time.Now));
        List<AssessmentDecision> added = [];
        foreach (var (_, enrolment, entry) in lines)
        {
            if (!assessments.TryGetValue((enrolment, entry.Unit), out var assessment))
            {
                assessments[(enrolment, entry.Unit)] = assessment = new(enrolments[enrolment], course.Units.First(u => u.Unit == entry.Unit), time.Now);
                db.Add(assessment);
            }
            added.AddRange(assessment.Record(entry, overturned, plan.NextDraw, actor, time));
        }
        course.TakeResults(time);
        var strata = added.Select(d => new Stratum(d.AssessorId, d.Unit)).ToHashSet();
        var drawables = await AssuranceOnFile.DrawablesAsync(db, course, strata, ct);
        var records = await AssuranceOnFile.RecordsAsync(db, tenant, strata.Select(s => s.AssessorId), time.Today, ct);
        var sampled = plan.Draw([.. drawables, .. added.Select(Drawable.Of)], risk, records, time.Now);
        await db.SaveChangesAsync(ct);
        var results = enrolments.Values.OrderBy(e => e.Id).SelectMany(e => course.Units
            .OrderBy(u => u.Unit, StringComparer.Ordinal)
            .Select(u => UnitResult.Of(e, u, versions[u.Unit], assessments.GetValueOrDefault((e.Id, u.Unit)), overturned)));
        return new([.. results.GroupBy(r => r.EnrolmentId).Select(ResultsView.Of)], added.Count, sampled.Count);
    }

    private static void Check(IReadOnlyList<Line> lines, Func<Line, ResultFacts> factsOf, OwnTime time)
    {
        var faults = new Faults();
        List<Reason> reasons = [];
        HashSet<(Id<Enrolment>, string)> seen = [];
        foreach (var line in lines)
        {
            faults.Unless(seen.Add((line.EnrolmentId, line.Entry.Unit)), $"{line.At}/unit", "This learner and unit stand here twice.");
            ResultGuard.Check(line.Entry, line.At, factsOf(line), time, faults, reasons);
        }
        faults.Refuse();
        if (reasons.Count > 0)
            throw Reason.Refuse(reasons[0].Code, reasons[0].Sentence, reasons[0].Remedy, reasons.Take(200));
    }

    // The same trainer and unit stand in many lines, and are asked about once.
    private static async Task<Dictionary<(Id<Trainer>, string), TrainerFile>> Files(FranchiseDb db, Course course, IReadOnlyList<Line> lines, TimeProvider clock, CancellationToken ct)
    {
        Dictionary<(Id<Trainer>, string), TrainerFile> files = [];
        foreach (var asked in lines.Select(l => (l.Entry.AssessorId, l.Entry.Unit)).Distinct().Where(a => course.Units.Any(u => u.Unit == a.Unit)))
            if (await TrainersOnFile.FileAsync(db, asked.AssessorId, asked.Unit, clock.GetUtcNow(), ct) is { } file && file.Trainer.TenantId == course.TenantId)
                files[asked] = file;
        return files;
    }

    private static Person PersonOf(LearnerDetails learner) => new(null, learner.LegalName, learner.Email ?? "");
}
