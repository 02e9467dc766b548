using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>What an assessor decides about a criterion.</summary>
public enum DecisionOutcome
{
    /// <summary>She has shown it.</summary>
    Met,

    /// <summary>Not yet; she may show more.</summary>
    NotYet,

    /// <summary>Not so; she works on it again, as it was agreed with her.</summary>
    Referred,
}

/// <summary>What is decided about one criterion.</summary>
/// <param name="Criterion">Its number in the unit's version, as <c>1.2</c>.</param>
/// <param name="Outcome">What.</param>
/// <param name="Borderline">Whether it was close; such a decision is always looked at again.</param>
/// <param name="Corrects">The decision that was wrong; null where nothing is corrected.</param>
/// <param name="Reason">Why it was; null where nothing is corrected.</param>
public sealed record CriterionDecision(string Criterion, DecisionOutcome Outcome, bool Borderline, Id<AssessmentDecision>? Corrects, string? Reason);

/// <summary>
/// Whether a learner has met a criterion, and who says so. Only ever added: what was wrong is corrected by the next, which counts from then on.
/// </summary>
[IdPrefix("dec")]
public sealed class AssessmentDecision : ITenantOwned, IAppendOnly
{
    private AssessmentDecision() { }

    internal AssessmentDecision(UnitAssessment assessment, int number, CriterionDecision decided, Id<AssessmentDecision>? corrects, ResultEntry entry, int draw, Actor actor, DateTimeOffset now)
    {
        Id = Id<AssessmentDecision>.New(now);
        (TenantId, AssessmentId, CourseId, Unit) = (assessment.TenantId, assessment.Id, assessment.CourseId, assessment.Unit);
        (Criterion, Outcome, Borderline, _, _) = decided;
        (Number, CorrectsId, Draw) = (number, corrects, draw);
        Reason = string.IsNullOrWhiteSpace(decided.Reason) ? null : decided.Reason.Trim();
        (AssessorId, DecidedOn, EnteredBy, EnteredAt) = (entry.AssessorId, entry.DecidedOn, actor.Subject, now);
    }

    /// <summary>Its id.</summary>
    public Id<AssessmentDecision> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The assessment that it belongs to.</summary>
    public Id<UnitAssessment> AssessmentId { get; private set; }

    /// <summary>The course, by which decisions are sampled.</summary>
    public Id<Course> CourseId { get; private set; }

    /// <summary>The code of the unit, by which they are sampled too.</summary>
    public string Unit { get; private set; } = "";

    /// <inheritdoc cref="CriterionDecision.Criterion"/>
    public string Criterion { get; private set; } = "";

    /// <summary>Its place among the decisions about the criterion, from 1. The last counts.</summary>
    public int Number { get; private set; }

    /// <inheritdoc cref="CriterionDecision.Outcome"/>
    public DecisionOutcome Outcome { get; private set; }

    /// <inheritdoc cref="CriterionDecision.Borderline"/>
    public bool Borderline { get; private set; }

    /// <summary>Who decided: a trainer who was accredited for the unit that day.</summary>
    public Id<Trainer> AssessorId { get; private set; }

    /// <summary>The organisation's own date on which she did.</summary>
    public DateOnly DecidedOn { get; private set; }

    /// <summary>The decision in whose place it stands: one that was wrong, or was overturned; null for any other.</summary>
    public Id<AssessmentDecision>? CorrectsId { get; private set; }

    /// <summary>Why that one was corrected; null where it was overturned or there is none.</summary>
    public string? Reason { get; private set; }

    /// <summary>The subject of who entered it.</summary>
    public string EnteredBy { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset EnteredAt { get; private set; }

    /// <summary>The number of the draw of the course's sampling plan in which it took part first.</summary>
    public int Draw { get; private set; }
}
