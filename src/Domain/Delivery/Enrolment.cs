using Franchise.Domain.Catalogue;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>Whether a learner has her place.</summary>
public enum EnrolmentStatus
{
    /// <summary>She has.</summary>
    Enrolled,

    /// <summary>She has given it up.</summary>
    Withdrawn,
}

/// <summary>Why a learner gives up her place. A sentence of one's own has no room here: it would tell of her life.</summary>
public enum WithdrawalReason
{
    /// <summary>It is not said.</summary>
    NotSaid,

    /// <summary>Her health.</summary>
    Health,

    /// <summary>Her safety.</summary>
    Safety,

    /// <summary>Work or study.</summary>
    WorkOrStudy,

    /// <summary>Caring for others.</summary>
    Caring,

    /// <summary>She goes on with another course.</summary>
    Transferred,

    /// <summary>She never came.</summary>
    NeverCame,
}

/// <summary>A learner's place on a course, with the partner. It keeps a seat of the licence.</summary>
[IdPrefix("enr")]
public sealed class Enrolment : Aggregate, ITenantOwned
{
    private readonly List<Recognition> recognitions = [];

    private Enrolment() { }

    /// <summary>Enrols a learner. The caller reserves the seat under <see cref="SeatReference"/>, in the same transaction.</summary>
    /// <param name="course">The course.</param>
    /// <param name="learner">The learner.</param>
    /// <param name="taken">How many are enrolled already.</param>
    /// <param name="facts">What others know.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal">
    /// <c>course_state_forbids</c>, <c>session_begun</c>, <c>course_full</c>, <c>learner_merged</c>, <c>not_eligible</c>.
    /// </exception>
    public Enrolment(Course course, Learner learner, int taken, DeliveryFacts facts, OwnTime time)
    {
        learner.DemandHerself();
        course.DemandEnrolment(time);
        if (taken >= course.Places)
            throw Refusal.Conflict(DeliveryCodes.CourseFull, "Every place of the course is taken.", "Give the course more places, or choose another.");
        // Who teaches was settled when the session was planned; here it is about the licence on the days that are left, and about a seat.
        var ahead = course.Sessions.Where(s => s.Stands && s.StartsAt > time.Now).Select((s, i) => s.AsPlan(i, [])).ToList();
        SessionGuard.Demand(SessionGuard.Of(course, ahead, 1, facts), null, _ => "");
        IsNew();
        Id = Id<Enrolment>.New(time.Now);
        (TenantId, CourseId, LearnerId) = (course.TenantId, course.Id, learner.Id);
        (EnrolledOn, RegistrationDueOn) = (time.Today, course.RegistrationDueOn(time.Today)!.Value);
        Raise("enrolment.made", ("learnerId", learner.Id.ToString()));
    }

    /// <summary>Its id.</summary>
    public Id<Enrolment> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>The course.</summary>
    public Id<Course> CourseId { get; private set; }

    /// <summary>The learner: after a merge, the one that she is.</summary>
    public Id<Learner> LearnerId { get; private set; }

    /// <summary>Whether she has her place.</summary>
    public EnrolmentStatus Status { get; private set; }

    /// <summary>The organisation's own date on which she was enrolled.</summary>
    public DateOnly EnrolledOn { get; private set; }

    /// <summary>The last day on which she is to be registered with the awarding organisation.</summary>
    public DateOnly RegistrationDueOn { get; private set; }

    /// <summary>The day on which she was registered; null before.</summary>
    public DateOnly? RegisteredOn { get; private set; }

    /// <summary>The awarding organisation's number for her; null before.</summary>
    public string? RegistrationNumber { get; private set; }

    /// <summary>The first day on which she no longer has her place; null while she has.</summary>
    public DateOnly? WithdrawnOn { get; private set; }

    /// <summary>Why.</summary>
    public WithdrawalReason? WithdrawalReason { get; private set; }

    /// <summary>Prior learning put forward for a unit.</summary>
    public IReadOnlyList<Recognition> Recognitions => recognitions;

    /// <summary>Under which reference the ledger keeps her seat.</summary>
    public string SeatReference => Id.ToString();

    /// <summary>Whether she had her place on a day.</summary>
    public bool Covers(DateOnly day) => !(WithdrawnOn <= day);

    /// <summary>Where registration with the awarding organisation stands on a day.</summary>
    public bool RegistrationOverdue(DateOnly today) => RegisteredOn is null && Status == EnrolmentStatus.Enrolled && today > RegistrationDueOn;

    /// <summary>Notes that she is registered with the awarding organisation. The caller uses her seat up.</summary>
    /// <exception cref="Refusal"><c>enrolment_withdrawn</c>, <c>already_registered</c>, <c>validation_failed</c>.</exception>
    public void Register(string number, DateOnly on, OwnTime time)
    {
        DemandEnrolled();
        if (RegisteredOn is not null)
            throw Refusal.Conflict(DeliveryCodes.AlreadyRegistered, "She is registered already.", "Read the enrolment first.");
        var faults = new Faults();
        var text = faults.Reference("/number", number, 40);
        faults.Unless(on <= time.Today && on >= EnrolledOn.AddYears(-1), "/on", "She was registered today at the latest.");
        faults.Refuse();
        (RegistrationNumber, RegisteredOn) = (text, on);
        Raise("enrolment.registered", ("on", on), ("late", on > RegistrationDueOn));
    }

    /// <summary>Gives up her place. The caller gives her seat back, unless it is used.</summary>
    /// <exception cref="Refusal"><c>enrolment_withdrawn</c>, <c>validation_failed</c>.</exception>
    public void Withdraw(DateOnly on, WithdrawalReason reason, OwnTime time)
    {
        DemandEnrolled();
        var faults = new Faults();
        faults.Known("/reason", reason);
        faults.Unless(on <= time.Today && on >= EnrolledOn, "/on", "She withdrew after she was enrolled, today at the latest.");
        faults.Refuse();
        (Status, WithdrawnOn, WithdrawalReason) = (EnrolmentStatus.Withdrawn, on, reason);
        Raise("enrolment.withdrawn", ("on", on));
    }

    /// <summary>Puts prior learning forward for a unit of the course.</summary>
    /// <exception cref="Refusal"><c>enrolment_withdrawn</c>, <c>already_recognised</c>, <c>validation_failed</c>.</exception>
    public Recognition PutForward(string unit, Course course, OwnTime time)
    {
        DemandEnrolled();
        new Faults().When(!course.Units.Any(u => u.Unit == unit), "/unit", "This is no unit of the course.").Refuse();
        if (recognitions.Exists(r => r.Unit == unit && r.Outcome != RecognitionOutcome.Declined))
            throw Refusal.Conflict(DeliveryCodes.AlreadyRecognised, "Prior learning for this unit was put forward already.", "Read the enrolment first.");
        var recognition = new Recognition(this, unit, time.Now);
        recognitions.Add(recognition);
        Raise("enrolment.prior_learning_put_forward", ("recognitionId", recognition.Id.ToString()), ("unit", unit));
        return recognition;
    }

    /// <summary>Puts the evidence to prior learning. It never changes.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>evidence_exists</c>, <c>recognition_decided</c>.</exception>
    public void AddEvidence(Id<Recognition> id, StoredFile file, DateTimeOffset now)
    {
        Find(id).Attach(file, now);
        Raise("enrolment.prior_learning_evidenced", ("recognitionId", id.ToString()), ("sha256", file.Sha256));
    }

    /// <summary>Decides about prior learning. Granted, the unit needs no teaching.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>enrolment_withdrawn</c>, <c>evidence_missing</c>, <c>recognition_decided</c>.</exception>
    public Recognition Decide(Id<Recognition> id, RecognitionOutcome outcome, Actor actor, OwnTime time)
    {
        DemandEnrolled();
        var recognition = Find(id);
        recognition.Decide(outcome, actor.Subject, time);
        Raise("enrolment.prior_learning_decided", ("recognitionId", id.ToString()), ("unit", recognition.Unit), ("outcome", Word(outcome)));
        return recognition;
    }

    /// <summary>One recognition.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public Recognition Find(Id<Recognition> id) => recognitions.Find(r => r.Id == id) ?? throw Refusal.NotFound();

    internal void Follow(Id<Learner> learner)
    {
        LearnerId = learner;
        Raise("enrolment.learner_changed", ("learnerId", learner.ToString()));
    }

    private void DemandEnrolled()
    {
        if (Status == EnrolmentStatus.Withdrawn)
            throw Refusal.Conflict(DeliveryCodes.EnrolmentWithdrawn, "She has withdrawn.", "Enrol her anew if she comes back.");
    }

    private void Raise(string type, params (string Name, object? Value)[] data) => Raise(type, Id.ToString(), [("courseId", CourseId.ToString()), .. data]);
}
