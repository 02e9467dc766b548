using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Accreditation;

/// <summary>A trainer's accreditation for one unit, with its whole story.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Her organisation.</param>
/// <param name="TrainerId">Whose it is.</param>
/// <param name="Unit">The code of the unit.</param>
/// <param name="Status">Where it stands. Restriction and suspension are apart from it: see restrictedFrom and suspendedFrom.</param>
/// <param name="NominatedAt">When she was nominated.</param>
/// <param name="TrainingBegunOn">The day on which her training began; null before.</param>
/// <param name="TrainingCourse">The training course that she has a place on; null where there is none.</param>
/// <param name="TrainingCompletedOn">The day on which she completed it; null before, and where there is none.</param>
/// <param name="PolicyVersionId">The policy version that the latest record pins; null before the first.</param>
/// <param name="Calendar">The dates of the latest record; null before the first.</param>
/// <param name="RestrictedFrom">The first day on which a restriction that is not lifted counts; null while there is none.</param>
/// <param name="SuspendedFrom">The first day on which a suspension that is not lifted counts; null while there is none.</param>
/// <param name="Records">Its dated records by number. They are only ever added.</param>
/// <param name="Observations">Her observations by date.</param>
/// <param name="Holds">Every restriction and suspension there was, the first one first.</param>
/// <param name="Withdrawal">The latest withdrawal and what was said against it; null where there was none.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record AccreditationView(
    Id<UnitAccreditation> Id,
    Id<Organisation> OrganisationId,
    Id<Trainer> TrainerId,
    string Unit,
    AccreditationStatus Status,
    DateTimeOffset NominatedAt,
    DateOnly? TrainingBegunOn,
    string? TrainingCourse,
    DateOnly? TrainingCompletedOn,
    Id<AccreditationPolicyVersion>? PolicyVersionId,
    AccreditationDatesView? Calendar,
    DateOnly? RestrictedFrom,
    DateOnly? SuspendedFrom,
    IReadOnlyList<AccreditationRecordView> Records,
    IReadOnlyList<ObservationView> Observations,
    IReadOnlyList<AccreditationHoldView> Holds,
    WithdrawalView? Withdrawal,
    int Version
)
{
    public static AccreditationView Example =>
        new(
            ExampleOf.Id<UnitAccreditation>(), ExampleOf.Id<Organisation>(), ExampleOf.Id<Trainer>(), "RM3-02", AccreditationStatus.Accredited, ExampleOf.Time,
            new(2027, 3, 8), "TOT-2027-1", null, ExampleOf.Id<AccreditationPolicyVersion>(), AccreditationDatesView.Example, null, null,
            [AccreditationRecordView.Example], [ObservationView.Example], [], null, 5);

    public static AccreditationView Of(UnitAccreditation a) =>
        new(
            a.Id, a.TenantId, a.TrainerId, a.Unit, a.Status, a.NominatedAt, a.TrainingBegunOn, a.TrainingCourse, a.TrainingCompletedOn, a.PolicyVersionId,
            a.Calendar is { } c ? new(c.Anchor, c.RecordNumber, c.Days.First, c.LastDay, c.RenewableFrom, c.RefresherLastDay) : null,
            a.RestrictedFrom, a.SuspendedFrom,
            [.. a.Records.OrderBy(r => r.Number).Select(r => AccreditationRecordView.Of(r, a.Records))],
            [.. a.Observations.OrderBy(o => o.On).ThenBy(o => o.Id).Select(ObservationView.Of)],
            [.. a.Holds.OrderBy(h => h.Id).Select(AccreditationHoldView.Of)],
            WithdrawalView.Of(a.Withdrawal), a.Version);
}

/// <summary>An accreditation as it stands in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Her organisation.</param>
/// <param name="TrainerId">Whose it is.</param>
/// <param name="Unit">The code of the unit.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="LastDay">The last day of the latest record, inclusive; null before the first.</param>
/// <param name="RestrictedFrom">The first day on which a restriction that is not lifted counts; null while there is none.</param>
/// <param name="SuspendedFrom">The first day on which a suspension that is not lifted counts; null while there is none.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record AccreditationSummary(
    Id<UnitAccreditation> Id,
    Id<Organisation> OrganisationId,
    Id<Trainer> TrainerId,
    string Unit,
    AccreditationStatus Status,
    DateOnly? LastDay,
    DateOnly? RestrictedFrom,
    DateOnly? SuspendedFrom,
    int Version
)
{
    public static AccreditationSummary Example =>
        new(
            ExampleOf.Id<UnitAccreditation>(), ExampleOf.Id<Organisation>(), ExampleOf.Id<Trainer>(), "RM3-02", AccreditationStatus.Accredited,
            new(2029, 3, 13), null, null, 5);

    public static AccreditationSummary Of(UnitAccreditation a) =>
        new(a.Id, a.TenantId, a.TrainerId, a.Unit, a.Status, a.Calendar?.LastDay, a.RestrictedFrom, a.SuspendedFrom, a.Version);
}

/// <summary>The dates of an accreditation, in its organisation's time zone. Each last day is inclusive.</summary>
/// <param name="Anchor">The day from which its records are counted. A renewal does not move it.</param>
/// <param name="RecordNumber">The number of the latest record.</param>
/// <param name="FirstDay">Its first day.</param>
/// <param name="LastDay">Its last day.</param>
/// <param name="RenewableFrom">The first day on which the next record can be made.</param>
/// <param name="RefresherLastDay">The last day on which a refresher brings it back; the same as lastDay where none does.</param>
internal sealed record AccreditationDatesView(DateOnly Anchor, int RecordNumber, DateOnly FirstDay, DateOnly LastDay, DateOnly RenewableFrom, DateOnly RefresherLastDay)
{
    public static AccreditationDatesView Example => new(new(2027, 3, 14), 1, new(2027, 3, 14), new(2029, 3, 13), new(2028, 11, 13), new(2029, 9, 13));
}

/// <summary>One dated run of an accreditation. Never edited.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">1 for the first, one more for each after.</param>
/// <param name="Supersedes">The record before, in whose place it stands; null for the first.</param>
/// <param name="SupersededBy">The record after, which stands in its place; null for the latest.</param>
/// <param name="FirstDay">Its first day.</param>
/// <param name="LastDay">Its last day, inclusive.</param>
/// <param name="Way">What it rests on.</param>
/// <param name="PolicyVersionId">The policy version that it pins.</param>
/// <param name="ObservationId">The observation it rests on; null for the other ways.</param>
/// <param name="RefresherOn">The day of the refresher it rests on; null for the other ways.</param>
/// <param name="CpdHours">The hours of development that counted for a renewal; null for the other ways.</param>
/// <param name="StandardisedOn">The standardisation meeting that counted for a renewal; null where none was needed.</param>
/// <param name="MadeAt">When it was made.</param>
internal sealed record AccreditationRecordView(
    Id<AccreditationRecord> Id,
    int Number,
    Id<AccreditationRecord>? Supersedes,
    Id<AccreditationRecord>? SupersededBy,
    DateOnly FirstDay,
    DateOnly LastDay,
    AccreditationWay Way,
    Id<AccreditationPolicyVersion> PolicyVersionId,
    Id<Observation>? ObservationId,
    DateOnly? RefresherOn,
    decimal? CpdHours,
    DateOnly? StandardisedOn,
    DateTimeOffset MadeAt
)
{
    public static AccreditationRecordView Example =>
        new(
            ExampleOf.Id<AccreditationRecord>(), 1, null, null, new(2027, 3, 14), new(2029, 3, 13), AccreditationWay.Observation,
            ExampleOf.Id<AccreditationPolicyVersion>(), ExampleOf.Id<Observation>(), null, null, null, ExampleOf.Time);

    public static AccreditationRecordView Of(AccreditationRecord r, IEnumerable<AccreditationRecord> all) =>
        new(
            r.Id, r.Number, r.SupersedesId, all.FirstOrDefault(n => n.SupersedesId == r.Id)?.Id, r.FirstDay, r.LastDay, r.Way, r.PolicyVersionId,
            r.ObservationId, r.RefresherOn, r.CpdHours, r.StandardisedOn, r.MadeAt);
}

/// <summary>A trainer watched at work, and what was found.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AssessorName">Who observed.</param>
/// <param name="InHouse">Whether the assessor belongs to the trainer's own organisation.</param>
/// <param name="PermittedBecause">Why Cohort 4 permitted this assessor; null where there was nothing to permit.</param>
/// <param name="On">When it took place.</param>
/// <param name="Outcome">What was found.</param>
/// <param name="Notes">What was seen and advised.</param>
/// <param name="RecordedAt">When it was recorded.</param>
internal sealed record ObservationView(
    Id<Observation> Id,
    string AssessorName,
    bool InHouse,
    string? PermittedBecause,
    DateOnly On,
    ObservationOutcome Outcome,
    [property: MaxLength(10_000)] string Notes,
    DateTimeOffset RecordedAt
)
{
    public static ObservationView Example =>
        new(
            ExampleOf.Id<Observation>(), "Cara Example", false, null, new(2027, 3, 12), ObservationOutcome.Met, "Clear, warm and well paced.", ExampleOf.Time);

    public static ObservationView Of(Observation o) => new(o.Id, o.AssessorName, o.InHouse, o.PermittedBecause, o.On, o.Outcome, o.Notes, o.RecordedAt);
}

/// <summary>A restriction or a suspension.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Which of the two.</param>
/// <param name="Reason">Why.</param>
/// <param name="Text">For a restriction, how she may teach; for a suspension, what would lift it.</param>
/// <param name="EffectiveFrom">The first day on which it counts.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="LiftedOn">The first day on which it counts no more; null while it stands.</param>
internal sealed record AccreditationHoldView(
    Id<AccreditationHold> Id,
    AccreditationHoldKind Kind,
    AccreditationConcern Reason,
    string Text,
    DateOnly EffectiveFrom,
    DateTimeOffset PlacedAt,
    DateOnly? LiftedOn
)
{
    public static AccreditationHoldView Example =>
        new(
            ExampleOf.Id<AccreditationHold>(), AccreditationHoldKind.Restriction, AccreditationConcern.Quality, "With a co-trainer only.", new(2027, 5, 3),
            ExampleOf.Time, null);

    public static AccreditationHoldView Of(AccreditationHold h) => new(h.Id, h.Kind, h.Reason, h.Text, h.EffectiveFrom, h.PlacedAt, h.LiftedOn);
}

/// <summary>An accreditation taken away, and what was said against it.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Text">What she and her organisation are told.</param>
/// <param name="On">The first day on which it counts no more.</param>
/// <param name="AppealNote">What speaks against it; null until appealed.</param>
/// <param name="AppealedAt">When it was appealed against; null until then.</param>
/// <param name="Outcome">What became of the appeal; null until decided.</param>
/// <param name="DecisionText">Why; null until decided.</param>
/// <param name="DecidedAt">When; null until decided.</param>
internal sealed record WithdrawalView(
    AccreditationConcern Reason,
    string Text,
    DateOnly On,
    string? AppealNote,
    DateTimeOffset? AppealedAt,
    AppealOutcome? Outcome,
    string? DecisionText,
    DateTimeOffset? DecidedAt
)
{
    public static WithdrawalView Example => new(AccreditationConcern.Quality, "Two observations did not meet the standard.", new(2027, 6, 1), null, null, null, null, null);

    public static WithdrawalView? Of(AccreditationWithdrawal? w) =>
        w is null ? null : new(w.Reason, w.Text, w.On, w.AppealNote, w.AppealedAt, w.Outcome, w.DecisionText, w.DecidedAt);
}

/// <summary>One thing that stands in the way of an accreditation, or that goes with it, and what removes it.</summary>
/// <param name="Code">Stable: branch on this.</param>
/// <param name="Detail">A plain sentence that says what is so.</param>
/// <param name="Remedy">A plain sentence that says what to do.</param>
/// <param name="Pointer">JSON pointer to the member of the question that it is about; empty where it is about the whole.</param>
internal sealed record AccreditationReason(string Code, string Detail, string Remedy, string Pointer)
{
    public static AccreditationReason Example =>
        new(
            AccreditationCodes.AccreditationEndsBefore, "Her accreditation ends on 2029-03-13.", "Have it renewed by then; that is possible from 2028-11-13.",
            "/date");

    public static AccreditationReason Of(Reason reason) => new(reason.Code, reason.Sentence, reason.Remedy, reason.Pointer);
}
