using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;

namespace Franchise.Api.Assurance;

/// <summary>Where a learner stands with the units of her course. It names her by her enrolment alone.</summary>
/// <param name="EnrolmentId">Her enrolment.</param>
/// <param name="Units">Each unit.</param>
internal sealed record ResultsView(Id<Enrolment> EnrolmentId, IReadOnlyList<UnitResultView> Units)
{
    public static ResultsView Example => new(ExampleOf.Id<Enrolment>(), [UnitResultView.Example]);

    public static ResultsView Of(IGrouping<Id<Enrolment>, UnitResult> results) => new(results.Key, [.. results.Select(UnitResultView.Of)]);
}

/// <summary>Where a learner stands with one unit.</summary>
/// <param name="Unit">The code of the unit.</param>
/// <param name="UnitVersionId">The version by whose criteria she is assessed.</param>
/// <param name="AssessmentId">The assessment; null where nothing was decided yet.</param>
/// <param name="Achieved">Whether the unit is achieved: every criterion is met, or prior learning is recognised.</param>
/// <param name="AchievedOn">When; null where it is not.</param>
/// <param name="Recognised">Whether prior learning is recognised for it.</param>
/// <param name="Met">How many criteria are met.</param>
/// <param name="Undecided">How many have no decision that counts; none where prior learning is recognised.</param>
/// <param name="Criteria">Each criterion, in the unit's order.</param>
internal sealed record UnitResultView(
    string Unit,
    Id<UnitVersion> UnitVersionId,
    Id<UnitAssessment>? AssessmentId,
    bool Achieved,
    DateOnly? AchievedOn,
    bool Recognised,
    int Met,
    int Undecided,
    [MaxLength(900)] IReadOnlyList<CriterionView> Criteria
)
{
    public static UnitResultView Example =>
        new("RM3-02", ExampleOf.Id<UnitVersion>(), ExampleOf.Id<UnitAssessment>(), true, new(2027, 4, 6), false, 1, 0, [CriterionView.Example]);

    public static UnitResultView Of(UnitResult r) =>
        new(r.Unit, r.UnitVersionId, r.AssessmentId, r.Achieved, r.AchievedOn, r.Recognised, r.Met, r.Undecided, [.. r.Standings.Select(CriterionView.Of)]);
}

/// <summary>Where a learner stands with one criterion.</summary>
/// <param name="Criterion">Its number.</param>
/// <param name="Outcome">What the decision that counts says; null where none does.</param>
/// <param name="DecisionId">That decision; null where none counts.</param>
/// <param name="AssessorId">Who decided.</param>
/// <param name="DecidedOn">When.</param>
/// <param name="Overturned">Whether internal quality assurance has overturned the last decision, and another is to be made.</param>
internal sealed record CriterionView(
    string Criterion, DecisionOutcome? Outcome, Id<AssessmentDecision>? DecisionId, Id<Trainer>? AssessorId, DateOnly? DecidedOn, bool Overturned)
{
    public static CriterionView Example =>
        new("1.1", DecisionOutcome.Met, ExampleOf.Id<AssessmentDecision>(), ExampleOf.Id<Trainer>(), new(2027, 4, 6), false);

    public static CriterionView Of(CriterionStanding s) =>
        new(s.Criterion, s.Decision?.Outcome, s.Decision?.Id, s.Decision?.AssessorId, s.Decision?.DecidedOn, s.Overturned);
}

/// <summary>What was entered, and how many decisions were chosen for internal quality assurance.</summary>
/// <param name="Results">Where the learners of the call stand now.</param>
/// <param name="Decisions">How many decisions were added.</param>
/// <param name="Sampled">How many decisions were chosen.</param>
internal sealed record RecordedView([MaxLength(500)] IReadOnlyList<ResultsView> Results, int Decisions, int Sampled)
{
    public static RecordedView Example => new([ResultsView.Example], 1, 1);
}

/// <summary>The assessment of one learner in one unit.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CourseId">The course.</param>
/// <param name="EnrolmentId">Whose.</param>
/// <param name="Unit">The code of the unit.</param>
/// <param name="UnitVersionId">The version by whose criteria she is assessed.</param>
/// <param name="Decisions">Every decision, the first first.</param>
/// <param name="Evidence">Files that show what she can do.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record AssessmentView(
    Id<UnitAssessment> Id,
    Id<Course> CourseId,
    Id<Enrolment> EnrolmentId,
    string Unit,
    Id<UnitVersion> UnitVersionId,
    [MaxLength(10_000)] IReadOnlyList<DecisionView> Decisions,
    IReadOnlyList<EvidenceOfAssessmentView> Evidence,
    int Version
)
{
    public static AssessmentView Example =>
        new(
            ExampleOf.Id<UnitAssessment>(), ExampleOf.Id<Course>(), ExampleOf.Id<Enrolment>(), "RM3-02", ExampleOf.Id<UnitVersion>(), [DecisionView.Example],
            [EvidenceOfAssessmentView.Example], 2);

    public static AssessmentView Of(UnitAssessment a) =>
        new(
            a.Id, a.CourseId, a.EnrolmentId, a.Unit, a.UnitVersionId, [.. a.Decisions.OrderBy(d => d.EnteredAt).ThenBy(d => d.Criterion, StringComparer.Ordinal).ThenBy(d => d.Number).Select(DecisionView.Of)],
            [.. a.Evidence.OrderBy(e => e.Id).Select(EvidenceOfAssessmentView.Of)], a.Version);
}

/// <summary>A decision about a criterion.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Criterion">The criterion's number.</param>
/// <param name="Number">Its place among the decisions about the criterion; the last counts.</param>
/// <param name="Outcome">What was decided.</param>
/// <param name="Borderline">Whether it was close.</param>
/// <param name="AssessorId">Who decided.</param>
/// <param name="DecidedOn">When.</param>
/// <param name="CorrectsId">The decision in whose place it stands; null for none.</param>
/// <param name="Reason">Why that one was corrected; null where it was overturned, or there is none.</param>
/// <param name="EnteredAt">When it was entered.</param>
internal sealed record DecisionView(
    Id<AssessmentDecision> Id,
    string Criterion,
    int Number,
    DecisionOutcome Outcome,
    bool Borderline,
    Id<Trainer> AssessorId,
    DateOnly DecidedOn,
    Id<AssessmentDecision>? CorrectsId,
    string? Reason,
    DateTimeOffset EnteredAt
)
{
    public static DecisionView Example =>
        new(ExampleOf.Id<AssessmentDecision>(), "1.1", 1, DecisionOutcome.Met, false, ExampleOf.Id<Trainer>(), new(2027, 4, 6), null, null, ExampleOf.Time);

    public static DecisionView Of(AssessmentDecision d) =>
        new(d.Id, d.Criterion, d.Number, d.Outcome, d.Borderline, d.AssessorId, d.DecidedOn, d.CorrectsId, d.Reason, d.EnteredAt);
}

/// <summary>A file that shows what a learner can do.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Criterion">The criterion that it shows; null where it shows several or all.</param>
/// <param name="FileName">Its name.</param>
/// <param name="ContentType">Its media type, as found by inspection.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes, in lower-case hexadecimal.</param>
/// <param name="AddedAt">When it was put there.</param>
internal sealed record EvidenceOfAssessmentView(Id<AssessmentEvidence> Id, string? Criterion, string FileName, string ContentType, long Size, string Sha256, DateTimeOffset AddedAt)
{
    public static EvidenceOfAssessmentView Example =>
        new(ExampleOf.Id<AssessmentEvidence>(), "1.1", "portfolio.pdf", "application/pdf", 48_213, ExampleOf.Hash, ExampleOf.Time);

    public static EvidenceOfAssessmentView Of(AssessmentEvidence e) =>
        new(e.Id, e.Criterion, e.File.FileName, e.File.ContentType, e.File.Size, e.File.Sha256, e.AddedAt);
}
