using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Infrastructure.Assurance;

/// <summary>
/// What an external quality assurer asks for, as tables. Learners stand there by learner id and registration number, never by name: an assurer who needs a name has
/// it from the awarding organisation. Why a learner was absent, prior learning's files and private links are left out.
/// </summary>
public static class EvidencePack
{
    /// <summary>The longest period of one pack: three years.</summary>
    public const int MostDays = (3 * 365) + 1;

    /// <summary>Of one course, whole.</summary>
    public static async Task<IReadOnlyList<EvidenceFile>> OfCourseAsync(FranchiseDb db, Organisation organisation, Course course, DateTimeOffset now, CancellationToken ct)
    {
        var (tenant, id) = (course.TenantId, course.Id);
        // Standardisation of the year before it, too: that is what its assessors had agreed on.
        var time = OwnTime.Of(organisation, now);
        var period = ((course.FirstSession?.Date ?? time.Today).AddYears(-1), time.Today);
        return Tables(await EvidenceFacts.ReadAsync(db, organisation, db.Set<Course>().Where(c => c.TenantId == tenant && c.Id == id), id, period, now, ct));
    }

    /// <summary>Of an organisation: every course with a session in a period, whole, and what else happened in it.</summary>
    public static async Task<IReadOnlyList<EvidenceFile>> OfOrganisationAsync(FranchiseDb db, Organisation organisation, DateOnly from, DateOnly until, DateTimeOffset now, CancellationToken ct)
    {
        var tenant = organisation.TenantId;
        var courses = db.Set<Course>().Where(c => c.TenantId == tenant && c.Kind == CourseKind.Learners && c.Sessions.Any(s => s.CancelledAt == null && s.Date >= from && s.Date <= until));
        return Tables(await EvidenceFacts.ReadAsync(db, organisation, courses, null, (from, until), now, ct));
    }

    private static IReadOnlyList<EvidenceFile> Tables(EvidenceFacts f) =>
    [
        Courses(f), Policies(f), Provisions(f), Trainers(f), Learners(f), Registers(f), Results(f), Decisions(f), Draws(f), Samples(f), Assurers(f), Actions(f), Visits(f), Findings(f),
        Standardisation(f), Claims(f),
    ];

    private static EvidenceFile Courses(EvidenceFacts f) =>
        EvidenceFile.Of(
            "courses", "Courses, with the unit versions they teach", ["course_id", "group", "status", "mode", "language", "unit", "unit_version", "unit_title", "begun_on", "last_session_on"],
            f.Courses.SelectMany(c => c.Units.OrderBy(u => u.Unit, StringComparer.Ordinal), (c, u) => (IReadOnlyList<object?>)
                [c.Id, c.Group, c.Status, c.Mode, c.Language, u.Unit, f.Versions[u.UnitVersionId].Number, f.Versions[u.UnitVersionId].Title, c.BegunOn, c.LastSession?.Date]));

    private static EvidenceFile Policies(EvidenceFacts f)
    {
        IEnumerable<IReadOnlyList<object?>> rows =
        [
            .. f.Licences.Select(l => Row("licence policy", l.PolicyVersionId, $"Licence {l.Id}", f.LicencePolicies[l.PolicyVersionId].Number, f.LicencePolicies[l.PolicyVersionId].PublishedAt, l.Terms.Min(t => t.Days.First), l.Terms.Max(t => t.Days.Last), null)),
            .. f.AccreditationPolicies.Values.OrderBy(v => v.Id).Select(v => Row("accreditation policy", v.Id, "Accreditation of trainers", v.Number, v.PublishedAt, null, null, null)),
            .. f.Policies.SelectMany(r => r.Versions.OrderBy(v => v.Id), (r, v) => Row("policy document", r.Code, r.Title, v.Number, v.PublishedAt, null, null, v.Sha256)),
        ];
        return EvidenceFile.Of("policies", "Policies in force", ["kind", "code", "title", "version", "published_at", "from", "until", "sha256"], rows);

        static IReadOnlyList<object?> Row(params object?[] row) => row;
    }

    private static EvidenceFile Provisions(EvidenceFacts f) =>
        EvidenceFile.Of(
            "provisions", "Approved provision and direct claims status, every change", ["provision_id", "scope", "code", "at", "change", "risk", "direct_claims", "cause", "reason", "by"],
            f.Provisions.SelectMany(p => p.History.OrderBy(c => c.Id), (p, c) => (IReadOnlyList<object?>)[p.Id, p.Scope, p.Code, c.At, c.Kind, c.Risk, c.Status, c.Cause, c.Reason, c.By]));

    private static EvidenceFile Trainers(EvidenceFacts f) =>
        EvidenceFile.Of(
            "trainers", "Who taught which unit when, and whether she was accredited for it on that day",
            ["course_id", "session_id", "date", "unit", "trainer_id", "trainer_name", "accredited", "record_from", "record_until", "conditions", "reasons_against"],
            from c in f.Courses
            from s in c.Sessions.Where(s => s.Stands).OrderBy(s => s.StartsAt)
            from unit in s.Units
            from t in s.Trainers.OrderBy(t => t.TrainerId)
            let trainer = f.Trainers[t.TrainerId]
            let answer = AccreditationCheck.Of(new(trainer, [.. f.Accreditations[(t.TrainerId, unit)]], f.AccreditationPolicies, f.Time.Today), s.Date)
            select (IReadOnlyList<object?>)
            [
                c.Id, s.Id, s.Date, unit, t.TrainerId, trainer.Name, answer.Accredited, answer.Record?.Days.First, answer.Record?.Days.Last, Sentences(answer.Conditions), Sentences(answer.Reasons),
            ]);

    private static EvidenceFile Learners(EvidenceFacts f) =>
        EvidenceFile.Of(
            "learners", "Enrolments and registrations, by number",
            ["course_id", "enrolment_id", "learner_id", "registration_number", "enrolled_on", "registration_due_on", "registered_on", "withdrawn_on", "prior_learning"],
            f.Enrolments.Select(e => (IReadOnlyList<object?>)
            [
                e.CourseId, e.Id, e.LearnerId, e.RegistrationNumber, e.EnrolledOn, e.RegistrationDueOn, e.RegisteredOn, e.WithdrawnOn,
                string.Join(' ', e.Recognitions.Where(r => r.Outcome == RecognitionOutcome.Granted).Select(r => r.Unit).Order(StringComparer.Ordinal)),
            ]));

    private static EvidenceFile Registers(EvidenceFacts f)
    {
        var sessions = f.Courses.SelectMany(c => c.Sessions).ToDictionary(s => s.Id);
        return EvidenceFile.Of(
            "registers", "Attendance, corrections too: the last of each counts", ["course_id", "session_id", "date", "enrolment_id", "presence", "minutes", "session_minutes", "recorded_at", "recorded_by"],
            f.Attendances.Select(a => (IReadOnlyList<object?>)
                [sessions[a.SessionId].CourseId, a.SessionId, sessions[a.SessionId].Date, a.EnrolmentId, a.Presence, a.Minutes, sessions[a.SessionId].Minutes, a.RecordedAt, a.RecordedBy]));
    }

    private static EvidenceFile Results(EvidenceFacts f)
    {
        var assessments = f.Assessments.ToDictionary(a => (a.EnrolmentId, a.Unit));
        var overturned = f.Plans.ToDictionary(p => p.CourseId, p => p.Overturned);
        var enrolments = f.Enrolments.ToLookup(e => e.CourseId);
        return EvidenceFile.Of(
            "results", "Where each learner stands with each unit", ["course_id", "enrolment_id", "unit", "result", "achieved_on", "criteria_met", "criteria", "evidence_files"],
            from c in f.Courses
            from e in enrolments[c.Id]
            from u in c.Units.OrderBy(u => u.Unit, StringComparer.Ordinal)
            let assessment = assessments.GetValueOrDefault((e.Id, u.Unit))
            let r = UnitResult.Of(e, u, f.Versions[u.UnitVersionId], assessment, overturned.GetValueOrDefault(c.Id) ?? none)
            select (IReadOnlyList<object?>)
                [c.Id, e.Id, u.Unit, r.Recognised ? "recognised" : r.Achieved ? "achieved" : "notAchieved", r.AchievedOn, r.Met, r.Standings.Count, assessment?.Evidence.Count ?? 0]);
    }

    private static readonly IReadOnlySet<Id<AssessmentDecision>> none = new HashSet<Id<AssessmentDecision>>();

    private static EvidenceFile Decisions(EvidenceFacts f) =>
        EvidenceFile.Of(
            "decisions", "Every decision of assessors, those that no longer count too",
            ["course_id", "enrolment_id", "unit", "criterion", "number", "decision_id", "outcome", "borderline", "assessor_id", "decided_on", "corrects", "reason", "entered_by", "entered_at"],
            f.Assessments.SelectMany(a => a.Decisions.OrderBy(d => d.Criterion, StringComparer.Ordinal).ThenBy(d => d.Number), (a, d) => (IReadOnlyList<object?>)
                [a.CourseId, a.EnrolmentId, a.Unit, d.Criterion, d.Number, d.Id, d.Outcome, d.Borderline, d.AssessorId, d.DecidedOn, d.CorrectsId, d.Reason, d.EnteredBy, d.EnteredAt]));

    private static EvidenceFile Draws(EvidenceFacts f) =>
        EvidenceFile.Of(
            "sampling-draws", "How samples were drawn: the seed, and each draw with its rate and why", ["course_id", "plan_id", "seed", "draw", "assessor_id", "unit", "cause", "rate_percent", "provision_risk", "assessor_risk", "at"],
            f.Plans.SelectMany(p => p.Draws.OrderBy(d => d.Number).ThenBy(d => d.AssessorId).ThenBy(d => d.Unit, StringComparer.Ordinal), (p, d) => (IReadOnlyList<object?>)
                [p.CourseId, p.Id, p.Seed, d.Number, d.AssessorId, d.Unit, d.Cause, d.Rate, d.ProvisionRisk, d.AssessorRisk, d.At]));

    private static EvidenceFile Samples(EvidenceFacts f) =>
        EvidenceFile.Of(
            "samples", "What internal quality assurance looked at and found",
            ["course_id", "sample_id", "decision_id", "draw", "chosen_because", "outcome", "assurer_id", "settled_on", "note", "action_due_on", "action_closed_on", "action_note"],
            f.Plans.SelectMany(p => p.Samples.OrderBy(s => s.Id), (p, s) => (IReadOnlyList<object?>)
                [p.CourseId, s.Id, s.DecisionId, s.Draw, string.Join(' ', s.Reasons), s.Outcome, s.AssurerId, s.SettledOn, s.Note, s.DueOn, s.ActionClosedOn, s.ActionNote]));

    private static EvidenceFile Assurers(EvidenceFacts f) =>
        EvidenceFile.Of(
            "assurers", "Internal quality assurers, with the ties they have declared", ["assurer_id", "account", "status", "nominated_on", "approved_on", "stood_down_on", "tied_to_trainers"],
            f.Assurers.Select(a => (IReadOnlyList<object?>)[a.Id, a.UserId, a.Status, a.NominatedOn, a.ApprovedOn, a.StoodDownOn, string.Join(' ', a.Ties.Select(t => t.TrainerId).Distinct().Order())]));

    private static EvidenceFile Actions(EvidenceFacts f)
    {
        IEnumerable<IReadOnlyList<object?>> rows =
        [
            .. f.Plans.SelectMany(p => p.Samples.OrderBy(s => s.Id)).Where(s => s.Outcome == SampleOutcome.ActionRequired)
                .Select(s => (IReadOnlyList<object?>)["internal", s.Id, s.Note, s.DueOn, s.HasOpenAction ? "open" : "closed", s.ActionClosedOn, s.HasOpenAction && s.DueOn < f.Time.Today]),
            .. f.Visits.SelectMany(v => v.Findings.OrderBy(x => x.Id)).Where(x => x.Kind == FindingKind.EssentialAction)
                .Select(x => (IReadOnlyList<object?>)
                    ["external", x.Id, x.Text, x.DueOn, x.Status, x.Entries.Where(e => e.Kind == FindingEntryKind.Closed).MaxBy(e => e.At)?.At, x.IsOverdue(f.Time.Today)]),
        ];
        return EvidenceFile.Of("actions", "Actions of internal assurance and of visits", ["source", "id", "text", "due_on", "status", "closed", "overdue"], rows);
    }

    private static EvidenceFile Visits(EvidenceFacts f) =>
        EvidenceFile.Of(
            "visits", "External visits", ["visit_id", "course_id", "status", "on", "notice_on", "purpose", "short_notice_reason", "agreed_by", "cancelled_because"],
            f.Visits.Select(v => (IReadOnlyList<object?>)[v.Id, v.CourseId, v.Status, v.On, v.NoticeOn, v.Purpose, v.ShortNoticeReason, v.AgreedBy, v.CancelledBecause]));

    private static EvidenceFile Findings(EvidenceFacts f) =>
        EvidenceFile.Of(
            "findings", "What visits found, and what was said about it since", ["visit_id", "finding_id", "at", "entry", "kind", "unit", "text", "due_on", "by"],
            from v in f.Visits
            from x in v.Findings.OrderBy(x => x.Id)
            from row in x.Entries.OrderBy(e => e.Id)
                .Select(e => (IReadOnlyList<object?>)[v.Id, x.Id, e.At, e.Kind, x.Kind, x.Unit, e.Text, null, e.By])
                .Prepend([v.Id, x.Id, x.FoundAt, "found", x.Kind, x.Unit, x.Text, x.DueOn, null])
            select row);

    private static EvidenceFile Standardisation(EvidenceFacts f) =>
        EvidenceFile.Of(
            "standardisation", "Standardisation meetings", ["meeting_id", "on", "units", "what", "outcome", "trainers", "assurers"],
            f.Meetings.Select(m => (IReadOnlyList<object?>)
                [m.Id, m.On, string.Join(' ', m.Units), m.What, m.Outcome, string.Join(' ', m.Trainers.Select(t => t.TrainerId).Order()), string.Join(' ', m.Assurers.Select(a => a.AssurerId).Order())]));

    private static EvidenceFile Claims(EvidenceFacts f) =>
        EvidenceFile.Of(
            "claims", "Claims, line by line",
            ["course_id", "claim_id", "status", "submitted_at", "verified_at", "returned_because", "enrolment_id", "unit", "achieved_on", "awarded_on", "award_reference"],
            f.Claims.SelectMany(c => c.Lines.OrderBy(l => l.Number), (c, l) => (IReadOnlyList<object?>)
                [c.CourseId, c.Id, c.Status, c.SubmittedAt, c.VerifiedAt, c.ReturnedBecause, l.EnrolmentId, l.Unit, l.AchievedOn, l.AwardedOn, l.AwardReference]));

    private static string Sentences(IEnumerable<Reason> reasons) => string.Join(' ', reasons.Select(r => r.Sentence));
}
