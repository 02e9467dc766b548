using Franchise.Domain.Accreditation;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>What an assessor decided about a learner's unit on a day.</summary>
/// <param name="Unit">The code of the unit.</param>
/// <param name="AssessorId">Who decided.</param>
/// <param name="DecidedOn">The organisation's own date on which she did.</param>
/// <param name="Decisions">What, each criterion once at the most.</param>
public sealed record ResultEntry(string Unit, Id<Trainer> AssessorId, DateOnly DecidedOn, IReadOnlyList<CriterionDecision> Decisions);

/// <summary>The assessment of one learner in one unit of her course, by the criteria of the version that the course pins.</summary>
[IdPrefix("asm")]
public sealed class UnitAssessment : Aggregate, ITenantOwned
{
    /// <summary>The most files of evidence of one assessment.</summary>
    public const int MostEvidence = 50;

    private readonly List<AssessmentDecision> decisions = [];
    private readonly List<AssessmentEvidence> evidence = [];

    private UnitAssessment() { }

    /// <summary>Begins the assessment of a unit, with nothing decided yet.</summary>
    public UnitAssessment(Enrolment enrolment, CourseUnit unit, DateTimeOffset now)
    {
        IsNew();
        Id = Id<UnitAssessment>.New(now);
        (TenantId, CourseId, EnrolmentId, Unit, UnitVersionId) = (enrolment.TenantId, enrolment.CourseId, enrolment.Id, unit.Unit, unit.UnitVersionId);
    }

    /// <summary>Its id.</summary>
    public Id<UnitAssessment> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>The course.</summary>
    public Id<Course> CourseId { get; private set; }

    /// <summary>Whose it is.</summary>
    public Id<Enrolment> EnrolmentId { get; private set; }

    /// <summary>The code of the unit.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>The version by whose criteria she is assessed.</summary>
    public Id<UnitVersion> UnitVersionId { get; private set; }

    /// <summary>Every decision, those that no longer count too.</summary>
    public IReadOnlyList<AssessmentDecision> Decisions => decisions;

    /// <summary>Files that show what she can do.</summary>
    public IReadOnlyList<AssessmentEvidence> Evidence => evidence;

    /// <summary>The last decision about a criterion; null where there is none.</summary>
    public AssessmentDecision? Latest(string criterion) => decisions.Where(d => d.Criterion == criterion).MaxBy(d => d.Number);

    /// <summary>Records what <see cref="ResultGuard"/> has found nothing against.</summary>
    /// <param name="entry">What was decided.</param>
    /// <param name="overturned">Decisions that internal quality assurance has overturned.</param>
    /// <param name="draw">The number of the draw in which the decisions take part.</param>
    /// <param name="actor">Who enters it.</param>
    /// <param name="time">The organisation's own time.</param>
    public IReadOnlyList<AssessmentDecision> Record(ResultEntry entry, IReadOnlySet<Id<AssessmentDecision>> overturned, int draw, Actor actor, OwnTime time)
    {
        List<AssessmentDecision> added = [];
        foreach (var decided in entry.Decisions)
        {
            var latest = Latest(decided.Criterion);
            var corrects = decided.Corrects ?? (latest is not null && overturned.Contains(latest.Id) ? latest.Id : null);
            added.Add(new(this, (latest?.Number ?? 0) + 1, decided, corrects, entry, draw, actor, time.Now));
        }
        decisions.AddRange(added);
        Raise("assessment.decided", ("decisions", added.Count), ("corrected", added.Count(d => d.CorrectsId is not null)));
        return added;
    }

    /// <summary>Refuses unless a file of evidence can be added.</summary>
    /// <exception cref="Refusal"><c>course_state_forbids</c>, <c>enrolment_withdrawn</c>, <c>evidence_full</c>, <c>validation_failed</c>.</exception>
    public void DemandEvidence(string? criterion, Course course, Enrolment enrolment, UnitVersion version)
    {
        course.DemandResults();
        new Faults().When(criterion is not null && !UnitResult.Criteria(version).Contains(criterion), "/query/criterion", "The unit has no such criterion.").Refuse();
        if (enrolment.Status == EnrolmentStatus.Withdrawn)
            throw Refusal.Conflict(DeliveryCodes.EnrolmentWithdrawn, "She has withdrawn.", "Enrol her anew if she comes back.");
        if (evidence.Count >= MostEvidence)
            throw Refusal.Conflict(AssuranceCodes.EvidenceFull, $"There are {MostEvidence} files already.", "Put what belongs together into one file.");
    }

    /// <summary>Adds a file that shows what she can do.</summary>
    /// <exception cref="Refusal">As <see cref="DemandEvidence"/>.</exception>
    public AssessmentEvidence AddEvidence(string? criterion, StoredFile file, Course course, Enrolment enrolment, UnitVersion version, Actor actor, DateTimeOffset now)
    {
        DemandEvidence(criterion, course, enrolment, version);
        var added = new AssessmentEvidence(this, criterion, file, actor.Subject, now);
        evidence.Add(added);
        Raise("assessment.evidence_added", ("evidenceId", added.Id.ToString()), ("sha256", file.Sha256));
        return added;
    }

    private void Raise(string type, params (string Name, object? Value)[] data) => Raise(type, Id.ToString(), [("courseId", CourseId.ToString()), .. data]);
}
