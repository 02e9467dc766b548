using Franchise.Domain.Accreditation;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>What others know that decides whether a result may be entered. What is null is not there.</summary>
/// <param name="Course">The course.</param>
/// <param name="Enrolment">The learner's place on it.</param>
/// <param name="Learner">Who she is.</param>
/// <param name="Version">The version of the unit that the course pins.</param>
/// <param name="Assessor">What is on file of the assessor about the unit.</param>
/// <param name="Assessment">What was decided so far.</param>
/// <param name="Overturned">Decisions that internal quality assurance has overturned.</param>
public sealed record ResultFacts(
    Course Course,
    Enrolment? Enrolment,
    Person? Learner,
    UnitVersion? Version,
    TrainerFile? Assessor,
    UnitAssessment? Assessment,
    IReadOnlySet<Id<AssessmentDecision>> Overturned
);

/// <summary>Whether a result may be entered. It names everything that stands in the way at once, over all entries of a call.</summary>
public static class ResultGuard
{
    /// <summary>Looks at one entry.</summary>
    /// <param name="entry">What was decided.</param>
    /// <param name="at">JSON pointer to the entry; empty where it is the whole request.</param>
    /// <param name="facts">What others know.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <param name="faults">Takes what is wrong with the entry itself.</param>
    /// <param name="reasons">Takes what stands in its way as things are.</param>
    public static void Check(ResultEntry entry, string at, ResultFacts facts, OwnTime time, Faults faults, ICollection<Reason> reasons)
    {
        var (course, enrolment, _, version, _, _, _) = facts;
        var begun = course.BegunOn ?? course.FirstSession?.Date;
        faults.Unless(enrolment is not null, $"{at}/enrolmentId", "The course has no such enrolment.");
        faults.Unless(version is not null, $"{at}/unit", "This is no unit of the course.");
        faults.Unless(facts.Assessor is not null, $"{at}/assessorId", "There is no such trainer.");
        faults.Unless(entry.DecidedOn <= time.Today, $"{at}/decidedOn", "She decided today at the latest.");
        faults.Unless(!(entry.DecidedOn < begun), $"{at}/decidedOn", "The course had not begun then.");
        if (enrolment is { Status: EnrolmentStatus.Withdrawn })
            reasons.Add(new(DeliveryCodes.EnrolmentWithdrawn, "She has withdrawn.", "Enrol her anew if she comes back.", $"{at}/enrolmentId", []));
        if (enrolment is not null && UnitResult.RecognitionOf(enrolment, entry.Unit) is not null)
            reasons.Add(new(AssuranceCodes.UnitRecognised, "Prior learning is recognised for this unit.", "There is nothing to assess.", $"{at}/unit", []));
        if (facts.Assessor is { } assessor)
            CheckAssessor(entry, at, assessor, facts.Learner, reasons);
        if (version is not null)
            CheckDecisions(entry, at, version, facts, faults, reasons);
    }

    private static void CheckAssessor(ResultEntry entry, string at, TrainerFile assessor, Person? learner, ICollection<Reason> reasons)
    {
        var answer = AccreditationCheck.Of(assessor, entry.DecidedOn);
        foreach (var reason in answer.Reasons)
            reasons.Add(new(AssuranceCodes.AssessorNotAccredited, reason.Sentence, reason.Remedy, $"{at}/assessorId", reason.Dates));
        if (learner is not null && SamePerson.Are(learner, new(assessor.Trainer.UserId, assessor.Trainer.Name, assessor.Trainer.Email)))
            reasons.Add(new(AssuranceCodes.AssessorIsLearner, "The assessor has the learner's name or mailbox.", "Have her assessed by another.", $"{at}/assessorId", []));
    }

    private static void CheckDecisions(ResultEntry entry, string at, UnitVersion version, ResultFacts facts, Faults faults, ICollection<Reason> reasons)
    {
        var criteria = UnitResult.Criteria(version);
        faults.Unless(entry.Decisions.Count > 0, $"{at}/decisions", "Say what was decided.");
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < entry.Decisions.Count; i++)
        {
            var (decided, here) = (entry.Decisions[i], $"{at}/decisions/{i}");
            faults.Unless(criteria.Contains(decided.Criterion), $"{here}/criterion", "The unit has no such criterion.");
            faults.Unless(seen.Add(decided.Criterion), $"{here}/criterion", "This criterion stands here twice.");
            faults.Known($"{here}/outcome", decided.Outcome);
            var reason = faults.OptionalText($"{here}/reason", decided.Reason, 500);
            faults.Unless(decided.Corrects is null || reason is not null, $"{here}/reason", "Say why the earlier decision was wrong.");
            faults.Unless(decided.Corrects is not null || reason is null, $"{here}/reason", "A reason is said of a correction.");
            var latest = facts.Assessment?.Latest(decided.Criterion);
            if (decided.Corrects is { } corrects && corrects != latest?.Id)
            {
                var known = facts.Assessment?.Decisions.Any(d => d.Id == corrects && d.Criterion == decided.Criterion) == true;
                faults.Unless(known, $"{here}/corrects", "There is no such decision about this criterion.");
                if (known)
                    reasons.Add(new(AssuranceCodes.DecisionSuperseded, "A later decision stands in the place of this one.", "Correct the last one.", $"{here}/corrects", []));
            }
            if (latest is null || facts.Overturned.Contains(latest.Id) || decided.Corrects is not null)
                continue;
            faults.Unless(entry.DecidedOn >= latest.DecidedOn, $"{at}/decidedOn", $"It was decided about {decided.Criterion} later than that already.");
            if (latest.Outcome == DecisionOutcome.Met)
                reasons.Add(new(AssuranceCodes.CriterionMet, "The criterion is met already.", "Correct that decision, with a reason, if it was wrong.", $"{here}/criterion", []));
        }
    }
}
