using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Accreditation.Given;

namespace Franchise.Domain.Tests.Assurance;

/// <summary>A course that was taught, a woman on it, and an assessor: what results are entered of.</summary>
internal sealed class Taught
{
    public const string First = "2027-03-02";
    public const string Today = "2027-03-20";

    private static readonly DeliveryFacts free = new(null, new Dictionary<string, Domain.Licensing.EligibilityFacts>(), new Dictionary<(Id<Trainer>, string), TrainerFile>(), []);
    private readonly AccreditationPolicyVersion policy = Policy();

    public Taught(int learners = 1)
    {
        var unit = new Domain.Catalogue.Unit(Id<Domain.Catalogue.Programme>.New(On("2020-01-01").Now), Unit, Domain.Catalogue.Provision.Regulated, mandatory: true, On("2020-01-01").Now);
        var draft = unit.Draft(new("Boundaries", 3, 3, 24, ["en"], [new("Know", ["Explain", "Analyse"]), new("Do", ["Keep"])]), On("2020-01-01").Now);
        unit.Publish(draft.Id, On("2020-01-01").Now);
        Version = draft;
        Assessor = Trainer();
        Accreditation = Accredited(Assessor, policy);
        var time = On("2027-01-15");
        Course = new(Partner, CourseKind.Learners, null, new("Spring, Tuesdays", "en", CourseMode.Online, "Europe/London", "GB-ENG", 200), [(Unit, Version.Id)], 30, time);
        Course.AddSessions([.. new[] { First, "2027-03-09" }.Select(Plan)], free, null, time);
        Course.Open(free, On("2027-02-01"));
        Enrolments = [.. Enumerable.Range(0, learners).Select(i => new Enrolment(Course, Woman(i), 0, free, On("2027-02-02")))];
        Course.Confirm(learners, free, On("2027-02-03"));
        MoveTo("2027-03-03");
    }

    public Course Course { get; }

    public Domain.Catalogue.UnitVersion Version { get; }

    public Trainer Assessor { get; }

    public UnitAccreditation Accreditation { get; }

    public IReadOnlyList<Enrolment> Enrolments { get; }

    public Enrolment Enrolment => Enrolments[0];

    public UnitAssessment? Assessment { get; private set; }

    public HashSet<Id<AssessmentDecision>> Overturned { get; } = [];

    public Person Learner { get; set; } = new(null, "Joanna Learner", "jo@example.org");

    public void MoveTo(string day)
    {
        var time = On(day);
        while (Course.NextDue(time) is { } due)
            Course.Carry(due, 0, time);
    }

    public TrainerFile File => Domain.Tests.Accreditation.Given.File(Assessor, Today, policy, Accreditation);

    public static ResultEntry Entry(Trainer assessor, string on, params CriterionDecision[] decisions) => new(Unit, assessor.Id, Day(on), decisions);

    public static CriterionDecision Says(string criterion, DecisionOutcome outcome = DecisionOutcome.Met, bool borderline = false, AssessmentDecision? corrects = null, string? reason = null) =>
        new(criterion, outcome, borderline, corrects?.Id, reason);

    /// <summary>What stands in the way of an entry: pointers of what is wrong with it, and codes of what stands against it.</summary>
    public (string[] Faults, string[] Codes) Check(ResultEntry entry, ResultFacts? facts = null, string today = Today)
    {
        var (faults, reasons) = (new Faults(), new List<Reason>());
        ResultGuard.Check(entry, "", facts ?? Facts, On(today), faults, reasons);
        return ([.. faults.Errors.Select(e => e.Pointer)], [.. reasons.Select(r => r.Code)]);
    }

    /// <summary>Asserts what stands in the way of an entry.</summary>
    public void Finds(string[] faults, string[] codes, ResultEntry entry)
    {
        var found = Check(entry);
        Assert.Equal(faults, found.Faults);
        Assert.Equal(codes, found.Codes);
    }

    public ResultFacts Facts => new(Course, Enrolment, Learner, Version, File, Assessment, Overturned);

    /// <summary>Enters what nothing stands against.</summary>
    public IReadOnlyList<AssessmentDecision> Enter(string on, params CriterionDecision[] decisions)
    {
        var entry = Entry(Assessor, on, decisions);
        Finds([], [], entry);
        Assessment ??= new(Enrolment, Course.Units[0], On(Today).Now);
        return Assessment.Record(entry, Overturned, 1, Coordinator, On(Today));
    }

    public UnitResult Result => UnitResult.Of(Enrolment, Course.Units[0], Version, Assessment, Overturned);

    private static SessionPlan Plan(string day, int entry)
    {
        var (starts, ends) = new SessionHours(Day(day), "09:30", "12:30").Resolve(London, "");
        return new(entry, Day(day), starts, ends, [Unit], null, [Id<Trainer>.New(starts)]);
    }

    private static Learner Woman(int number) => new(Partner, new(new Guid(1, 2, 0x7000, [0x80, 0, 0, 0, 0, 0, (byte)(number >> 8), (byte)number])), new([1], [2], null, null), On("2027-01-15").Now);
}
