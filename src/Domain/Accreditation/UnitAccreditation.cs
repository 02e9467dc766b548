using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

/// <summary>Where an accreditation stands. Restriction and suspension are no status: holds restrict and suspend.</summary>
public enum AccreditationStatus
{
    /// <summary>Her organisation has put her forward.</summary>
    Nominated,

    /// <summary>She is being trained for the unit.</summary>
    InTraining,

    /// <summary>She was observed and met the standard.</summary>
    Observed,

    /// <summary>She may teach and assess the unit.</summary>
    Accredited,

    /// <summary>She may still, and it is time to renew.</summary>
    RenewalDue,

    /// <summary>It ran out without being renewed.</summary>
    Lapsed,

    /// <summary>Cohort 4 took it away, or did not take up the nomination.</summary>
    Withdrawn,
}

/// <summary>
/// A trainer's accreditation for one unit: nominated, trained for, observed, granted in dated records, and renewed or lapsed. Here stands how it comes
/// to be and how it is renewed; holds, withdrawal and what falls due stand in files of their own.
/// </summary>
[IdPrefix("acc")]
public sealed partial class UnitAccreditation : Aggregate, ITenantOwned, IPlatformOwned
{
    private readonly List<AccreditationRecord> records = [];
    private readonly List<Observation> observations = [];

    private UnitAccreditation() { }

    private UnitAccreditation(Trainer trainer, string unit, Actor actor, DateTimeOffset now)
    {
        IsNew();
        Id = Id<UnitAccreditation>.New(now);
        TenantId = trainer.TenantId;
        TrainerId = trainer.Id;
        Unit = unit;
        (NominatedBy, NominatedAt) = (actor.Subject, now);
    }

    /// <summary>The accreditation's id.</summary>
    public Id<UnitAccreditation> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>Whose it is.</summary>
    public Id<Trainer> TrainerId { get; private set; }

    /// <summary>The code of the unit.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public AccreditationStatus Status { get; private set; }

    /// <summary>The subject of whoever nominated her.</summary>
    public string NominatedBy { get; private set; } = "";

    /// <summary>When she was nominated.</summary>
    public DateTimeOffset NominatedAt { get; private set; }

    /// <summary>The day on which her training began; null before.</summary>
    public DateOnly? TrainingBegunOn { get; private set; }

    /// <summary>The training course that she has a place on, by Cohort 4's own reference; null where there is none.</summary>
    public string? TrainingCourse { get; private set; }

    /// <summary>The day on which she completed the training; null before, and where it was not a course.</summary>
    public DateOnly? TrainingCompletedOn { get; private set; }

    /// <summary>The policy version that the latest record pins; null before the first.</summary>
    public Id<AccreditationPolicyVersion>? PolicyVersionId { get; private set; }

    /// <summary>The dates of the latest record; null before the first.</summary>
    public AccreditationCalendar? Calendar { get; private set; }

    /// <summary>Every record so far, one of which may lie ahead.</summary>
    public IReadOnlyList<AccreditationRecord> Records => records;

    /// <summary>Every observation so far.</summary>
    public IReadOnlyList<Observation> Observations => observations;

    /// <summary>Where it stands on a day, by its dates: the sweep may not have come by yet.</summary>
    public AccreditationStatus StandingOn(DateOnly day) =>
        Status is AccreditationStatus.Accredited or AccreditationStatus.RenewalDue && day > Calendar!.LastDay ? AccreditationStatus.Lapsed : Status;

    /// <summary>The organisation puts a trainer forward for a unit.</summary>
    /// <exception cref="Refusal"><c>nomination_not_possible</c>, with every reason.</exception>
    public static UnitAccreditation Nominate(Trainer trainer, string unit, UnitRight right, Actor actor, OwnTime time)
    {
        List<Reason> reasons = [.. right.Missing(time.Today, goesOn: false)];
        if (trainer.HasLeftBy(time.Today))
            reasons.Add(hasLeft);
        if (reasons.Count > 0)
            throw Reason.Refuse(AccreditationCodes.NominationNotPossible, "She cannot be nominated for this unit.", "See to each reason in errors.", reasons);
        var accreditation = new UnitAccreditation(trainer, unit, actor, time.Now);
        accreditation.Raise("accreditation.nominated");
        return accreditation;
    }

    /// <summary>Her training begins.</summary>
    /// <param name="on">The first day; today at the latest.</param>
    /// <param name="course">The course that she has a place on; null where there is none.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>training_begun</c>, <c>accreditation_withdrawn</c>, <c>validation_failed</c>.</exception>
    public void BeginTraining(DateOnly on, string? course, OwnTime time)
    {
        DemandNotWithdrawn();
        if (Status != AccreditationStatus.Nominated)
            throw Refusal.Conflict(AccreditationCodes.TrainingBegun, "Her training for this unit has begun already.", "Read the accreditation's status first.");
        var faults = new Faults();
        var reference = faults.OptionalText("/course", course, 100);
        faults.Unless(on <= time.Today && on >= time.Today.AddYears(-2), "/on", "Training began within the last two years, today at the latest.");
        faults.Refuse();
        (TrainingBegunOn, TrainingCourse, Status) = (on, reference, AccreditationStatus.InTraining);
        Raise("accreditation.training_begun", ("on", on));
    }

    /// <summary>Notes that she has completed a training course, which is evidence for what comes next: her observation.</summary>
    /// <param name="on">The day; today at the latest.</param>
    /// <param name="course">The course, by its id.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>accreditation_withdrawn</c>, <c>validation_failed</c>.</exception>
    public void CompleteTraining(DateOnly on, string course, OwnTime time)
    {
        DemandNotWithdrawn();
        if (Status == AccreditationStatus.Nominated)
            BeginTraining(on, course, time);
        (TrainingCourse, TrainingCompletedOn) = (course, on);
        Raise("accreditation.training_completed", ("on", on), ("course", course));
    }

    /// <summary>Records an observation. The latest decides: met, she is observed and may be accredited; not met, training goes on.</summary>
    /// <remarks>While she is accredited it is on record and changes nothing by itself. After a lapse it is the way back, if it took place after it.</remarks>
    /// <exception cref="Refusal">
    /// <c>training_not_begun</c>, <c>accreditation_withdrawn</c>, <c>assessor_not_independent</c>, <c>assessor_needs_reason</c>, <c>validation_failed</c>.
    /// </exception>
    public Observation Observe(ObservationDetails details, Trainer trainer, Actor actor, OwnTime time)
    {
        DemandHers(trainer);
        CarryDue(time);
        DemandNotWithdrawn();
        if (Status == AccreditationStatus.Nominated)
            throw Refusal.Conflict(AccreditationCodes.TrainingNotBegun, "Her training for this unit has not begun.", "Begin it first.");
        if (actor.Subject == trainer.UserId?.ToString())
        {
            throw Refusal.Invalid(
                AccreditationCodes.AssessorNotIndependent, "/assessor", "Nobody records her own observation.", "Have the assessor, or a colleague of hers, record it.");
        }
        var observation = new Observation(this, details.Checked(trainer, time.Today), actor, time.Now);
        observations.Add(observation);
        var met = observation.Outcome == ObservationOutcome.Met;
        Status = Status switch
        {
            AccreditationStatus.InTraining when met => AccreditationStatus.Observed,
            AccreditationStatus.Lapsed when met && observation.On > Calendar!.LastDay => AccreditationStatus.Observed,
            AccreditationStatus.Observed when !met => Calendar is null ? AccreditationStatus.InTraining : AccreditationStatus.Lapsed,
            _ => Status,
        };
        Raise(
            "accreditation.observed",
            ("observationId", observation.Id.ToString()), ("outcome", Word(observation.Outcome)), ("on", observation.On), ("inHouse", observation.InHouse));
        return observation;
    }

    /// <summary>What comes next, and everything that is missing for it today.</summary>
    public AccreditationReadiness Readiness(AccreditationFacts facts, OwnTime time)
    {
        DemandHers(facts.Trainer);
        var next = NextOn(time.Today);
        return new(next, [.. Missing(next, facts, time.Today)]);
    }

    /// <summary>Accredits her from today: for the first time, or anew after a lapse.</summary>
    /// <exception cref="Refusal">
    /// <c>accreditation_not_ready</c>, with every missing item; <c>observation_missing</c>, <c>already_accredited</c>, <c>accreditation_withdrawn</c>,
    /// <c>policy_version_not_published</c>.
    /// </exception>
    public AccreditationRecord Accredit(AccreditationFacts facts, Actor actor, OwnTime time)
    {
        CarryDue(time);
        Demand(AccreditationStep.Accreditation, facts, time);
        var observation = observations.Where(o => o.Outcome == ObservationOutcome.Met).OrderBy(o => o.On).ThenBy(o => o.RecordedAt).Last();
        return Add(AccreditationCalendar.Begin(time.Today, NextNumber, facts.Policy), AccreditationWay.Observation, new(observation.Id), facts, actor, time);
    }

    /// <summary>Renews it: the next record begins on the day after the last, however early it is made.</summary>
    /// <exception cref="Refusal">
    /// <c>accreditation_not_ready</c>, with every missing item; <c>not_accredited</c>, <c>accreditation_lapsed</c>, <c>accreditation_withdrawn</c>,
    /// <c>policy_version_not_published</c>.
    /// </exception>
    public AccreditationRecord Renew(AccreditationFacts facts, Actor actor, OwnTime time)
    {
        DemandRecord();
        CarryDue(time);
        Demand(AccreditationStep.Renewal, facts, time);
        var grounds = new Grounds(CpdHours: facts.CpdHours, StandardisedOn: facts.StandardisedOn);
        return Add(Calendar!.Next(time.Today, facts.Policy), AccreditationWay.Renewal, grounds, facts, actor, time);
    }

    /// <summary>Brings a lapsed accreditation back from today by a refresher. Days since the lapse stay without accreditation.</summary>
    /// <param name="refresherOn">The day of the refresher: after the last day and while one still helps.</param>
    /// <param name="facts">What others know.</param>
    /// <param name="actor">Who records it.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal">
    /// <c>accreditation_not_ready</c>, with every missing item; <c>not_accredited</c>, <c>not_lapsed</c>, <c>refresher_too_late</c>,
    /// <c>accreditation_withdrawn</c>, <c>policy_version_not_published</c>, <c>validation_failed</c>.
    /// </exception>
    public AccreditationRecord Refresh(DateOnly refresherOn, AccreditationFacts facts, Actor actor, OwnTime time)
    {
        DemandRecord();
        CarryDue(time);
        Demand(AccreditationStep.Refresher, facts, time);
        new Faults()
            .When(refresherOn <= Calendar!.LastDay || refresherOn > time.Today, "/refresherOn", "The refresher took place after the last day, today at the latest.")
            .Refuse();
        return Add(AccreditationCalendar.Begin(time.Today, NextNumber, facts.Policy), AccreditationWay.Refresher, new(RefresherOn: refresherOn), facts, actor, time);
    }

    /// <summary>Refuses unless it has a record that a next one can follow.</summary>
    /// <exception cref="Refusal"><c>accreditation_withdrawn</c>, <c>not_accredited</c>.</exception>
    public void DemandRecord()
    {
        DemandNotWithdrawn();
        if (Calendar is null)
            throw Refusal.Conflict(AccreditationCodes.NotAccredited, "She is not accredited for this unit yet.", "Read the accreditation's readiness for what comes next.");
    }

    private int NextNumber => (Calendar?.RecordNumber ?? 0) + 1;

    private AccreditationRecord Add(AccreditationCalendar calendar, AccreditationWay way, Grounds grounds, AccreditationFacts facts, Actor actor, OwnTime time)
    {
        (PolicyVersionId, Calendar, Status) = (facts.Policy.Id, calendar, AccreditationStatus.Accredited);
        var record = new AccreditationRecord(this, records.MaxBy(r => r.Number), way, grounds, actor, time);
        records.Add(record);
        Raise(
            way == AccreditationWay.Renewal ? "accreditation.renewed" : "accreditation.granted",
            ("recordId", record.Id.ToString()), ("number", record.Number), ("way", Word(way)), ("firstDay", record.FirstDay), ("lastDay", record.LastDay));
        Replan(facts.Policy, time);
        return record;
    }

    private AccreditationStep NextOn(DateOnly day) =>
        StandingOn(day) switch
        {
            AccreditationStatus.Nominated => AccreditationStep.Training,
            AccreditationStatus.InTraining => AccreditationStep.Observation,
            AccreditationStatus.Observed => AccreditationStep.Accreditation,
            AccreditationStatus.Accredited or AccreditationStatus.RenewalDue => AccreditationStep.Renewal,
            AccreditationStatus.Lapsed => day <= Calendar!.RefresherLastDay ? AccreditationStep.Refresher : AccreditationStep.Observation,
            _ => AccreditationStep.None,
        };

    private IEnumerable<Reason> Missing(AccreditationStep step, AccreditationFacts facts, DateOnly today)
    {
        if (step is not (AccreditationStep.Accreditation or AccreditationStep.Renewal or AccreditationStep.Refresher))
            yield break;
        if (step == AccreditationStep.Renewal && Calendar!.Days.First > today)
        {
            yield return new(AccreditationCodes.AlreadyRenewed, $"It is renewed already, until {Calendar.LastDay:yyyy-MM-dd}.", $"There is nothing to do until {Calendar.RenewableFrom:yyyy-MM-dd}.");
            yield break;
        }
        if (step == AccreditationStep.Renewal && Calendar!.RenewableFrom > today)
            yield return new(AccreditationCodes.RenewalTooEarly, $"It can be renewed from {Calendar.RenewableFrom:yyyy-MM-dd}.", "Wait until then: no day is lost by it.");
        if (facts.Trainer.HasLeftBy(today))
            yield return hasLeft;
        if (SuspendedOn(today))
            yield return new(AccreditationCodes.AccreditationSuspended, "It is suspended.", "Have the suspension lifted first.");
        foreach (var reason in facts.Unit.Missing(today, goesOn: Calendar is not null))
            yield return reason;
        foreach (var reason in AccreditationCheck.Qualifications(facts.Trainer, facts.Policy, today))
            yield return reason;
        if (step != AccreditationStep.Renewal)
            yield break;
        if (facts.CpdHours < facts.Policy.CpdHours)
        {
            yield return new(
                AccreditationCodes.CpdMissing,
                $"{facts.CpdHours:0.##} of {facts.Policy.CpdHours:0.##} hours of CPD within a year are on record.",
                "Record what is missing, or let her take part in more.");
        }
        if (facts.Policy.StandardisationNeeded && facts.StandardisedOn is null)
            yield return new(AccreditationCodes.StandardisationMissing, "No standardisation meeting within a year is on record.", "Record the one she attended, or let her attend the next.");
    }

    private void Demand(AccreditationStep step, AccreditationFacts facts, OwnTime time)
    {
        DemandNotWithdrawn();
        facts.Policy.DemandPublished();
        var (next, missing) = Readiness(facts, time);
        if (next != step)
            throw Mismatch(step, next);
        if (missing.Count > 0)
        {
            throw Reason.Refuse(
                AccreditationCodes.AccreditationNotReady, "Something is missing for this.", "See to each item in errors; readiness lists them at any time.", missing);
        }
    }

    private Refusal Mismatch(AccreditationStep asked, AccreditationStep next) =>
        (asked, next) switch
        {
            (AccreditationStep.Accreditation, AccreditationStep.Renewal) => Refusal.Conflict(
                AccreditationCodes.AlreadyAccredited, "She is accredited for this unit already.", "Renew it when its time comes."),
            (AccreditationStep.Accreditation, _) => Refusal.Conflict(
                AccreditationCodes.ObservationMissing, "There is no observation that met the standard to rest on.", "Have her observed first."),
            (AccreditationStep.Renewal, _) => Refusal.Conflict(
                AccreditationCodes.AccreditationLapsed,
                $"It lapsed after {Calendar!.LastDay:yyyy-MM-dd}.",
                next == AccreditationStep.Refresher
                    ? $"Have her attend a refresher by {Calendar.RefresherLastDay:yyyy-MM-dd}, or be observed again."
                    : "Have her observed again."),
            (_, AccreditationStep.Observation or AccreditationStep.Accreditation) => Refusal.Conflict(
                AccreditationCodes.RefresherTooLate, "A refresher brings it back no more.", "Have her observed again and accredited anew."),
            _ => Refusal.Conflict(AccreditationCodes.NotLapsed, "It has not lapsed.", "Read the accreditation's readiness for what comes next."),
        };

    private static readonly Reason hasLeft = new(AccreditationCodes.TrainerLeft, "She has left the organisation.", "Say that she is back, or choose another trainer.");

    private void Raise(string type, params (string Name, object? Value)[] data) =>
        Raise(type, Id.ToString(), [("trainerId", TrainerId.ToString()), ("unit", Unit), .. data]);

    private void DemandHers(Trainer trainer)
    {
        if (trainer.Id != TrainerId)
            throw new InvalidOperationException("An accreditation is its own trainer's and no other's.");
    }

    private void DemandNotWithdrawn()
    {
        if (Status == AccreditationStatus.Withdrawn)
            throw Refusal.Conflict(AccreditationCodes.AccreditationWithdrawn, "It was withdrawn.", "Appeal, or have her nominated anew.");
    }
}
