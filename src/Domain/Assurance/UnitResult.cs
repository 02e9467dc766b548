using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>Where a learner stands with one criterion.</summary>
/// <param name="Criterion">Its number.</param>
/// <param name="Decision">The decision that counts; null where there is none, or the last was overturned.</param>
/// <param name="Overturned">Whether the last was overturned and waits for another.</param>
public sealed record CriterionStanding(string Criterion, AssessmentDecision? Decision, bool Overturned)
{
    /// <summary>Whether it is met.</summary>
    public bool Met => Decision?.Outcome == DecisionOutcome.Met;
}

/// <summary>
/// Where a learner stands with one unit of her course. It is achieved when the last decision about each criterion says met and was not overturned, or
/// when prior learning is recognised for it.
/// </summary>
/// <param name="EnrolmentId">Whose.</param>
/// <param name="Unit">The code of the unit.</param>
/// <param name="UnitVersionId">The version that the course pins.</param>
/// <param name="AssessmentId">The assessment; null where nothing was decided yet.</param>
/// <param name="RecognisedOn">The day on which prior learning was recognised; null where it was not.</param>
/// <param name="Standings">Where she stands with each criterion, in the unit's order.</param>
public sealed record UnitResult(
    Id<Enrolment> EnrolmentId,
    string Unit,
    Id<UnitVersion> UnitVersionId,
    Id<UnitAssessment>? AssessmentId,
    DateOnly? RecognisedOn,
    IReadOnlyList<CriterionStanding> Standings
)
{
    /// <summary>Whether prior learning stands for it.</summary>
    public bool Recognised => RecognisedOn is not null;

    /// <summary>How many criteria are met.</summary>
    public int Met => Standings.Count(s => s.Met);

    /// <summary>How many criteria have no decision that counts; none where prior learning is recognised.</summary>
    public int Undecided => Recognised ? 0 : Standings.Count(s => s.Decision is null);

    /// <summary>Whether the unit is achieved.</summary>
    public bool Achieved => Recognised || (Standings.Count > 0 && Standings.All(s => s.Met));

    /// <summary>The day on which it was; null where it is not.</summary>
    public DateOnly? AchievedOn => RecognisedOn ?? (Achieved ? Standings.Max(s => s.Decision!.DecidedOn) : null);

    /// <summary>Where a learner stands.</summary>
    /// <param name="enrolment">Her place, with prior learning.</param>
    /// <param name="unit">The unit of her course.</param>
    /// <param name="version">The version that it pins.</param>
    /// <param name="assessment">What was decided; null for nothing yet.</param>
    /// <param name="overturned">Decisions that internal quality assurance has overturned.</param>
    public static UnitResult Of(Enrolment enrolment, CourseUnit unit, UnitVersion version, UnitAssessment? assessment, IReadOnlySet<Id<AssessmentDecision>> overturned) =>
        new(
            enrolment.Id, unit.Unit, unit.UnitVersionId, assessment?.Id, RecognitionOf(enrolment, unit.Unit)?.DecidedOn,
            [
                .. version.Outcomes.SelectMany(o => o.Criteria).Select(c =>
                {
                    var latest = assessment?.Latest(c.Number);
                    var gone = latest is not null && overturned.Contains(latest.Id);
                    return new CriterionStanding(c.Number, gone ? null : latest, gone);
                }),
            ]);

    /// <summary>The numbers of a version's criteria.</summary>
    public static IReadOnlySet<string> Criteria(UnitVersion version) => version.Outcomes.SelectMany(o => o.Criteria).Select(c => c.Number).ToHashSet(StringComparer.Ordinal);

    /// <summary>Prior learning that stands for a unit; null where there is none.</summary>
    public static Recognition? RecognitionOf(Enrolment enrolment, string unit) =>
        enrolment.Recognitions.FirstOrDefault(r => r.Unit == unit && r.Outcome == RecognitionOutcome.Granted);
}
