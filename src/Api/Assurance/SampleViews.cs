using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;

namespace Franchise.Api.Assurance;

/// <summary>A course's sampling plan.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CourseId">The course.</param>
/// <param name="Seed">What every decision's place is made from. It never changes.</param>
/// <param name="BegunAt">When it was begun: with the first results.</param>
/// <param name="Open">How many samples have no outcome, or an action that is not closed.</param>
/// <param name="Draws">Every draw, by number and stratum.</param>
/// <param name="Samples">What was chosen, and why.</param>
internal sealed record SamplingPlanView(
    Id<SamplingPlan> Id,
    Id<Course> CourseId,
    string Seed,
    DateTimeOffset BegunAt,
    int Open,
    [MaxLength(100_000)] IReadOnlyList<SamplingDrawView> Draws,
    [MaxLength(1_000_000)] IReadOnlyList<SampleView> Samples
)
{
    public static SamplingPlanView Example =>
        new(ExampleOf.Id<SamplingPlan>(), ExampleOf.Id<Course>(), ExampleOf.Hash, ExampleOf.Time, 1, [SamplingDrawView.Example], [SampleView.Example]);

    public static SamplingPlanView Of(SamplingPlan p, IReadOnlyDictionary<Id<AssessmentDecision>, AssessmentDecision> decisions) =>
        new(
            p.Id, p.CourseId, p.Seed, p.BegunAt, p.Open,
            [.. p.Draws.OrderBy(d => d.Number).ThenBy(d => d.Unit, StringComparer.Ordinal).ThenBy(d => d.AssessorId).Select(SamplingDrawView.Of)],
            [.. p.Samples.OrderBy(s => s.Id).Select(s => SampleView.Of(s, decisions[s.DecisionId]))]);
}

/// <summary>What one draw asked of one assessor's decisions about one unit.</summary>
/// <param name="Number">Its number; one call has one for all its strata.</param>
/// <param name="AssessorId">The assessor.</param>
/// <param name="Unit">The code of the unit.</param>
/// <param name="Cause">Why it took place.</param>
/// <param name="Rate">How many of a hundred decisions it asked for.</param>
/// <param name="ProvisionRisk">The organisation's risk then.</param>
/// <param name="AssessorRisk">The assessor's risk then.</param>
/// <param name="At">When.</param>
internal sealed record SamplingDrawView(
    int Number, Id<Trainer> AssessorId, string Unit, DrawCause Cause, int Rate, ProvisionRisk ProvisionRisk, AssessorRisk AssessorRisk, DateTimeOffset At)
{
    public static SamplingDrawView Example =>
        new(1, ExampleOf.Id<Trainer>(), "RM3-02", DrawCause.Results, 50, Domain.Assurance.ProvisionRisk.Medium, Domain.Assurance.AssessorRisk.Usual, ExampleOf.Time);

    public static SamplingDrawView Of(SamplingDraw d) => new(d.Number, d.AssessorId, d.Unit, d.Cause, d.Rate, d.ProvisionRisk, d.AssessorRisk, d.At);
}

/// <summary>A decision that internal quality assurance is to look at, and what it found.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CourseId">The course.</param>
/// <param name="AssessmentId">The assessment: it holds the decision and its evidence.</param>
/// <param name="DecisionId">The decision.</param>
/// <param name="AssessorId">Who decided.</param>
/// <param name="Unit">The code of the unit.</param>
/// <param name="Criterion">The criterion's number.</param>
/// <param name="Draw">The number of the draw that chose it.</param>
/// <param name="Reasons">Why it was chosen.</param>
/// <param name="Outcome">What was found.</param>
/// <param name="AssurerId">Who found it; null before.</param>
/// <param name="SettledOn">When; null before.</param>
/// <param name="Note">What she saw, and what is to be done.</param>
/// <param name="DueOn">By when; null where there is nothing to do.</param>
/// <param name="ActionClosedOn">When it was found to be done; null where it is not, or there is nothing to do.</param>
/// <param name="ActionNote">What was seen then.</param>
internal sealed record SampleView(
    Id<Sample> Id,
    Id<Course> CourseId,
    Id<UnitAssessment> AssessmentId,
    Id<AssessmentDecision> DecisionId,
    Id<Trainer> AssessorId,
    string Unit,
    string Criterion,
    int Draw,
    IReadOnlyList<SampleReason> Reasons,
    SampleOutcome Outcome,
    Id<QualityAssurer>? AssurerId,
    DateOnly? SettledOn,
    string? Note,
    DateOnly? DueOn,
    DateOnly? ActionClosedOn,
    string? ActionNote
)
{
    public static SampleView Example =>
        new(
            ExampleOf.Id<Sample>(), ExampleOf.Id<Course>(), ExampleOf.Id<UnitAssessment>(), ExampleOf.Id<AssessmentDecision>(), ExampleOf.Id<Trainer>(), "RM3-02", "1.1", 1, [SampleReason.Rate, SampleReason.Borderline], SampleOutcome.Agreed,
            ExampleOf.Id<QualityAssurer>(), new(2027, 4, 12), null, null, null, null);

    public static SampleView Of(Sample s, AssessmentDecision d) =>
        new(
            s.Id, d.CourseId, d.AssessmentId, d.Id, d.AssessorId, d.Unit, d.Criterion, s.Draw, s.Reasons, s.Outcome, s.AssurerId, s.SettledOn, s.Note, s.DueOn, s.ActionClosedOn,
            s.ActionNote);
}
