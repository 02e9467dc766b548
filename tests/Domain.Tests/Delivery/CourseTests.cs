using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Accreditation.Given;

namespace Franchise.Domain.Tests.Delivery;

public sealed class CourseTests
{
    private static readonly Trainer ann = Trainer();

    // Without a licence nothing but times and people stands in the way; the licence's part has its tests through HTTP.
    private static readonly DeliveryFacts free = new(null, new Dictionary<string, Domain.Licensing.EligibilityFacts>(), new Dictionary<(Id<Trainer>, string), TrainerFile>(), []);

    [Fact]
    public void A_course_goes_from_planned_to_closed()
    {
        var course = Planned("2027-03-02", "2027-03-09");
        course.Open(free, On("2027-02-01"));
        course.Confirm(3, free, On("2027-02-02"));
        Sweep(course, On("2027-03-02"));
        Assert.Equal((CourseStatus.Running, (DateOnly?)Day("2027-03-02")), (course.Status, course.BegunOn));
        Sweep(course, On("2027-03-10"));
        Assert.Equal(CourseStatus.Delivered, course.Status);
        var time = On("2027-04-01");
        course.BeginAssessment(time);
        Refused(DeliveryCodes.CourseOutstanding, () => course.Assure(2, 1, time));
        course.Assure(0, 0, time);
        Refused(DeliveryCodes.CourseOutstanding, () => course.Claim(1, time));
        course.Claim(0, time);
        course.Close(3, time);
        Assert.Equal(
            ["course.planned", "course.sessions_added", "course.opened", "course.confirmed", "course.begun", "course.delivered", "course.assessing", "course.assured", "course.claimed", "course.closed"],
            course.Events.Select(e => e.Type).Where(t => !t.Contains("registration", StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_step_needs_the_one_before()
    {
        var course = Planned("2027-03-02");
        var time = On("2027-02-01");
        foreach (var step in new Action[]
                 {
                     () => course.Confirm(1, free, time), () => course.Begin(time), () => course.Deliver(time), () => course.BeginAssessment(time), () => course.Assure(0, 0, time),
                     () => course.Claim(0, time), () => course.Close(0, time), () => course.DemandEnrolment(time),
                 })
            Refused(DeliveryCodes.CourseStateForbids, step);
        course.Open(free, time);
        Refused(DeliveryCodes.NobodyEnrolled, () => course.Confirm(0, free, time));
        course.Confirm(1, free, time);
        Refused(DeliveryCodes.SessionNotBegun, () => course.Begin(time));
        course.Begin(On("2027-03-02"));
        course.Cancel(CancellationReason.Venue, Coordinator, On("2027-03-02"));
        Refused(DeliveryCodes.CourseStateForbids, () => course.Deliver(On("2027-04-02")));
        Refused(DeliveryCodes.CourseStateForbids, () => course.Cancel(CancellationReason.Venue, Coordinator, On("2027-03-02")));
    }

    [Fact]
    public void Sessions_of_a_course_never_overlap_and_may_touch()
    {
        var course = Planned("2027-03-02");
        var time = On("2027-02-01");
        Assert.Equal("/sessions/0", Assert.Single(Refused(DeliveryCodes.SessionsOverlap, () => course.AddSessions([Plan("2027-03-02", "11:30", "13:00")], free, null, time)).Errors).Pointer);
        course.AddSessions([Plan("2027-03-02", "12:30", "13:30")], free, null, time);
        Assert.Equal(2, course.Sessions.Count);
        Refused(DeliveryCodes.SessionsOverlap, () => course.ChangeSession(course.Sessions[0].Id, Plan("2027-03-02", "10:00", "13:00"), free, null, time));
        course.ChangeSession(course.Sessions[0].Id, Plan("2027-03-02", "09:00", "12:00"), free, null, time); // Over its own old time.
        Refused("validation_failed", () => course.AddSessions([Plan("2027-01-12")], free, null, time)); // Past.
        Refused("validation_failed", () => course.AddSessions([Plan("2027-03-16") with { Units = ["RM3-99"] }], free, null, time));
        Refused("validation_failed", () => course.AddSessions([Plan("2027-03-16") with { Place = "Room 2" }], free, null, time)); // An online course.
    }

    [Fact]
    public void A_trainers_time_is_hers_unless_it_is_overridden_with_a_reason()
    {
        var course = Planned("2027-03-02");
        var time = On("2027-02-01");
        var elsewhere = free with { Engagements = [new(ann.Id, Id<Session>.New(time.Now), Plan("2027-03-16").StartsAt.AddHours(2), Plan("2027-03-16").EndsAt.AddHours(2))] };
        var refused = Refused(DeliveryCodes.OverrideNeeded, () => course.AddSessions([Plan("2027-03-16")], elsewhere, null, time));
        Assert.Equal(DeliveryCodes.TrainerDoubleBooked, Assert.Single(refused.Errors).Code);
        Assert.Single(course.Sessions);
        course.AddSessions([Plan("2027-03-16")], elsewhere, Override.Of("A co-trainer leads the second half.", Coordinator, time.Now), time);
        Assert.Equal((Coordinator.Subject, "A co-trainer leads the second half."), course.Sessions[1].Trainers[0].Overridden is { } o ? (o.By, o.Reason) : default);
        // A reason that was not needed is not kept.
        course.AddSessions([Plan("2027-03-23")], free, Override.Of("Just in case.", Coordinator, time.Now), time);
        Assert.Null(course.Sessions[2].Trainers[0].Overridden);
        var viewer = Coordinator with { Permissions = new HashSet<string> { Permission.CoursesWrite } };
        Assert.Equal(RefusalKind.Forbidden, Refused("permission_missing", () => Override.Of("Because.", viewer, time.Now)).Kind);
        Refused("validation_failed", () => Override.Of(" ", Coordinator, time.Now));
    }

    [Fact]
    public void What_happens_to_her_accreditation_marks_her_sessions_and_what_cures_it_clears_them()
    {
        var course = Planned("2027-03-02", "2028-03-07");
        var policy = Policy();
        var accreditation = Accredited(ann, policy, "2026-01-05"); // Until 4 January 2028.
        DeliveryFacts Facts(string today) => free with { Files = new Dictionary<(Id<Trainer>, string), TrainerFile> { [(ann.Id, Unit)] = File(ann, today, policy, accreditation) } };
        bool[] Reviewed(string today) => [.. course.Sessions.Select(s => course.Review(s, ann.Id, Facts(today), On(today)))];

        Assert.Equal([false, true], Reviewed("2027-02-01")); // The later day is not covered.
        Assert.Equal(AccreditationCodes.AccreditationEndsBefore, course.Sessions[1].Trainers[0].Risk!.Code);
        accreditation.Renew(Accreditation.Given.Facts(policy, ann), QualityLead, On("2027-12-01"));
        Assert.Equal([false, true], Reviewed("2027-12-01"));
        Assert.False(course.Sessions[1].AtRisk);
        accreditation.Hold(AccreditationHoldKind.Suspension, AccreditationConcern.Quality, "Until observed.", Day("2027-12-02"), QualityLead, On("2027-12-02"));
        Assert.Equal([false, true], Reviewed("2027-12-02")); // What has been stays as it was.
        Assert.Equal([false, false], Reviewed("2027-12-02"));
        Refused(DeliveryCodes.SessionAtRisk, () => course.Open(Facts("2027-12-02"), On("2027-12-02")));
        var bea = Trainer("cara@partner.example", new(new Guid("01900000-0000-7000-8000-0000000000a2")));
        Assert.Equal(ann.Id, course.Substitute(course.Sessions[1].Id, ann.Id, bea.Id, free, null, On("2027-12-03"))!.TrainerId);
        Assert.False(course.Sessions[1].AtRisk);
        Assert.Equal(["session.at_risk", "session.risk_cleared", "session.at_risk", "session.trainer_substituted"], course.Events.Select(e => e.Type).Where(t => t.StartsWith("session.", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_register_says_of_each_once_and_corrections_are_added()
    {
        var course = Planned("2027-03-02");
        course.Open(free, On("2027-02-01"));
        var session = course.Sessions[0];
        var enrolled = Enumerable.Range(0, 3).Select(i => new Enrolment(course, Woman(i), i, free, On("2027-02-02"))).ToDictionary(e => e.Id);
        var (a, b, c) = (enrolled.Values.First(), enrolled.Values.ElementAt(1), enrolled.Values.Last());
        c.Withdraw(Day("2027-02-20"), WithdrawalReason.NotSaid, On("2027-02-20"));
        Refused(DeliveryCodes.SessionNotBegun, () => course.TakeRegister(session.Id, On("2027-03-01")));
        var refused = Refused("validation_failed", () => Of(new(a.Id, Presence.Late, null, null), new(a.Id, Presence.Present, 30, null), new(b.Id, Presence.Absent, null, null), new(c.Id, Presence.Partial, 999, null)));
        Assert.Equal(
            ["/lines/0/minutes", "/lines/1/enrolmentId", "/lines/1/minutes", "/lines/2/reason", "/lines/3/enrolmentId", "/lines/3/minutes"], refused.Errors.Select(e => e.Pointer).Order());
        var first = Of(new(a.Id, Presence.Present, null, null), new(b.Id, Presence.Absent, null, AbsenceReason.Illness));
        Assert.Equal([180, 0], first.Select(l => l.Minutes));
        var latest = first.ToDictionary(l => l.EnrolmentId);
        var correction = Assert.Single(Attendance.Of(session, [new(a.Id, Presence.Late, 150, null), new(b.Id, Presence.Absent, null, AbsenceReason.Illness)], enrolled, latest, "usr_1", On("2027-03-03").Now));
        Assert.Equal((a.Id, 150), (correction.EnrolmentId, correction.Minutes));

        IReadOnlyList<Attendance> Of(params RegisterLine[] lines) =>
            Attendance.Of(session, lines, enrolled, new Dictionary<Id<Enrolment>, Attendance>(), "usr_1", On("2027-03-02").Now);
    }

    [Fact]
    public void A_place_is_had_once_and_registration_has_a_day()
    {
        var course = Planned("2027-03-02", "2027-03-09");
        course.Open(free, On("2027-02-01"));
        Refused(DeliveryCodes.CourseFull, () => Enrol(course, Woman(1), 12, free, On("2027-02-02")));
        var early = new Enrolment(course, Woman(2), 0, free, On("2027-02-02"));
        var late = new Enrolment(course, Woman(3), 1, free, On("2027-03-05"));
        Assert.Equal((Day("2027-04-01"), Day("2027-04-04")), (early.RegistrationDueOn, late.RegistrationDueOn));
        Assert.False(early.RegistrationOverdue(Day("2027-04-01")));
        Assert.True(early.RegistrationOverdue(Day("2027-04-02")));
        Refused("validation_failed", () => early.Register("A number; and more", Day("2027-03-03"), On("2027-03-03")));
        early.Register("OCN-1", Day("2027-03-03"), On("2027-03-03"));
        Refused(DeliveryCodes.AlreadyRegistered, () => early.Register("OCN-2", Day("2027-03-03"), On("2027-03-03")));
        late.Withdraw(Day("2027-03-06"), WithdrawalReason.Health, On("2027-03-06"));
        Refused(DeliveryCodes.EnrolmentWithdrawn, () => late.Register("OCN-2", Day("2027-03-06"), On("2027-03-06")));
        Refused(DeliveryCodes.SessionBegun, () => Enrol(course, Woman(4), 1, free, On("2027-03-10")));
    }

    [Fact]
    public void Prior_learning_counts_on_evidence_alone()
    {
        var course = Planned("2027-03-02");
        course.Open(free, On("2027-02-01"));
        var time = On("2027-02-02");
        var enrolment = new Enrolment(course, Woman(1), 0, free, time);
        Refused("validation_failed", () => enrolment.PutForward("RM3-99", course, time));
        var recognition = enrolment.PutForward(Unit, course, time);
        Refused(DeliveryCodes.AlreadyRecognised, () => enrolment.PutForward(Unit, course, time));
        Refused(DeliveryCodes.EvidenceMissing, () => enrolment.Decide(recognition.Id, RecognitionOutcome.Granted, Coordinator, time));
        enrolment.AddEvidence(recognition.Id, new("portfolio.pdf", "application/pdf", 10, new string('a', 64), "key"), time.Now);
        enrolment.Decide(recognition.Id, RecognitionOutcome.Granted, Coordinator, time);
        Refused(DeliveryCodes.RecognitionDecided, () => enrolment.Decide(recognition.Id, RecognitionOutcome.Declined, Coordinator, time));
    }

    [Fact]
    public void A_merge_is_undone_to_the_letter()
    {
        var course = Planned("2027-03-02");
        course.Open(free, On("2027-02-01"));
        var time = On("2027-02-02");
        var (one, other) = (Woman(1), Woman(2));
        var enrolment = new Enrolment(course, one, 0, free, time);
        Refused("validation_failed", () => one.MergeInto(one, [], false, "usr_1", time.Now));
        Refused(DeliveryCodes.MergeConflict, () => one.MergeInto(other, [enrolment], true, "usr_1", time.Now));
        var merge = one.MergeInto(other, [enrolment], false, "usr_1", time.Now);
        Assert.Equal((other.Id, (Id<Learner>?)other.Id), (enrolment.LearnerId, one.MergedIntoId));
        Refused(DeliveryCodes.LearnerMerged, () => one.MergeInto(other, [], false, "usr_1", time.Now));
        Refused(DeliveryCodes.LearnerMerged, () => Enrol(course, one, 0, free, time));
        one.Undo(merge, other, [enrolment], time.Now);
        Assert.Equal((one.Id, (Id<Learner>?)null), (enrolment.LearnerId, one.MergedIntoId));
        Refused(DeliveryCodes.MergeUndone, () => one.Undo(merge, other, [enrolment], time.Now));
    }

    private static Enrolment Enrol(Course course, Learner learner, int taken, DeliveryFacts facts, OwnTime time) => new(course, learner, taken, facts, time);

    private static Course Planned(params string[] days)
    {
        var time = On("2027-01-15");
        var course = new Course(
            Partner, CourseKind.Learners, null, new("Spring, Tuesdays", "en", CourseMode.Online, "Europe/London", "GB-ENG", 12), [(Unit, Id<Domain.Catalogue.UnitVersion>.New(time.Now))], 30, time);
        course.AddSessions([.. days.Select((d, i) => Plan(d) with { Entry = i })], free, null, time);
        return course;
    }

    private static SessionPlan Plan(string day, string from = "09:30", string until = "12:30")
    {
        var (starts, ends) = new SessionHours(Day(day), from, until).Resolve(London, "");
        return new(0, Day(day), starts, ends, [Unit], null, [ann.Id]);
    }

    private static Learner Woman(byte number) => new(Partner, new(new Guid(1, 2, 0x7000, [0x80, 0, 0, 0, 0, 0, 0, number])), new([1], [2], null, null), On("2027-01-15").Now);

    private static Learner Woman(int number) => Woman((byte)(number + 1));

    private static void Sweep(Course course, OwnTime time)
    {
        while (course.NextDue(time) is { } due)
            course.Carry(due, 0, time);
    }
}
