using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using static Franchise.Domain.Tests.Accreditation.Given;
using static Franchise.Domain.Tests.Assurance.Taught;

namespace Franchise.Domain.Tests.Assurance;

public sealed class DecisionTests
{
    [Fact]
    public void A_unit_is_achieved_on_the_day_of_its_last_criterion()
    {
        var taught = new Taught();
        Assert.Equal((false, 3), (taught.Result.Achieved, taught.Result.Undecided));
        taught.Enter("2027-03-10", Says("1.1"), Says("1.2", DecisionOutcome.NotYet));
        Assert.Equal((false, 1, 1), (taught.Result.Achieved, taught.Result.Met, taught.Result.Undecided));
        // What was not met yet is decided again, without a correction.
        taught.Enter("2027-03-12", Says("1.2"), Says("2.1"));
        Assert.Equal((true, 3, Day("2027-03-12")), (taught.Result.Achieved, taught.Result.Met, taught.Result.AchievedOn!.Value));
        Assert.Equal(4, taught.Assessment!.Decisions.Count);
    }

    [Fact]
    public void A_correction_is_added_and_counts_and_what_stood_there_stays()
    {
        var taught = new Taught();
        var wrong = taught.Enter("2027-03-10", Says("1.1"), Says("1.2"), Says("2.1"))[0];
        taught.Finds([], [AssuranceCodes.CriterionMet], Entry(taught.Assessor, "2027-03-11", Says("1.1", DecisionOutcome.NotYet)));
        taught.Finds(["/decisions/0/reason"], [], Entry(taught.Assessor, "2027-03-11", Says("1.1", DecisionOutcome.NotYet, corrects: wrong)));
        taught.Finds(["/decisions/0/corrects"], [], Entry(taught.Assessor, "2027-03-11", Says("1.2", DecisionOutcome.NotYet, corrects: wrong, reason: "Wrong woman.")));
        var right = taught.Enter("2027-03-11", Says("1.1", DecisionOutcome.NotYet, corrects: wrong, reason: "Another's work."))[0];
        Assert.Equal((wrong.Id, "Another's work.", 2), (right.CorrectsId!.Value, right.Reason, right.Number));
        Assert.Equal((false, DecisionOutcome.Met), (taught.Result.Achieved, wrong.Outcome));
        Assert.Contains(wrong, taught.Assessment!.Decisions);
        taught.Finds([], [AssuranceCodes.DecisionSuperseded], Entry(taught.Assessor, "2027-03-12", Says("1.1", corrects: wrong, reason: "Again.")));
    }

    [Fact]
    public void An_overturned_decision_counts_no_more_and_no_earlier_one_comes_back()
    {
        var taught = new Taught();
        var first = taught.Enter("2027-03-10", Says("1.1"), Says("1.2"), Says("2.1"))[0];
        var second = taught.Enter("2027-03-11", Says("1.1", corrects: first, reason: "Evidence was mixed up."))[0];
        taught.Overturned.Add(second.Id);
        Assert.Equal((false, 1), (taught.Result.Achieved, taught.Result.Undecided));
        Assert.True(taught.Result.Standings[0].Overturned);
        var third = taught.Enter("2027-03-15", Says("1.1"))[0];
        Assert.Equal((second.Id, null), (third.CorrectsId!.Value, third.Reason));
        Assert.True(taught.Result.Achieved);
    }

    [Fact]
    public void Everything_wrong_with_an_entry_is_named_at_once()
    {
        var taught = new Taught();
        Assert.Equal(
            ["/assessorId", "/decidedOn", "/enrolmentId", "/unit"],
            taught.Check(Entry(taught.Assessor, "2027-03-21", Says("1.1")), taught.Facts with { Enrolment = null, Version = null, Assessor = null }).Faults.Order());
        Assert.Equal(
            ["/decidedOn", "/decisions/0/criterion", "/decisions/2/criterion", "/decisions/2/outcome", "/decisions/3/reason"],
            taught.Check(Entry(taught.Assessor, "2027-03-01", Says("9.9"), Says("1.1"), Says("1.1", (DecisionOutcome)9), Says("1.2", reason: "Of nothing."))).Faults.Order());
        Assert.Equal(["/decisions"], taught.Check(Entry(taught.Assessor, "2027-03-10")).Faults);
        taught.Enter("2027-03-10", Says("1.1", DecisionOutcome.Referred));
        Assert.Equal(["/decidedOn"], taught.Check(Entry(taught.Assessor, "2027-03-09", Says("1.1"))).Faults);
    }

    [Fact]
    public void Who_has_withdrawn_or_is_recognised_is_not_assessed()
    {
        var taught = new Taught();
        var entry = Entry(taught.Assessor, "2027-03-10", Says("1.1"));
        var recognition = taught.Enrolment.PutForward(Unit, taught.Course, On("2027-03-10"));
        taught.Enrolment.AddEvidence(recognition.Id, new("a.pdf", "application/pdf", 1, new('0', 64), "key"), On("2027-03-10").Now);
        taught.Finds([], [], entry);
        taught.Enrolment.Decide(recognition.Id, RecognitionOutcome.Granted, Coordinator, On("2027-03-10"));
        Assert.Equal([AssuranceCodes.UnitRecognised], taught.Check(entry).Codes);
        Assert.Equal((true, 0, Day("2027-03-10")), (taught.Result.Achieved, taught.Result.Undecided, taught.Result.AchievedOn!.Value));
        taught.Enrolment.Withdraw(Day("2027-03-11"), WithdrawalReason.Health, On("2027-03-11"));
        Assert.Contains(DeliveryCodes.EnrolmentWithdrawn, taught.Check(entry).Codes);
    }

    [Fact]
    public void The_assessor_is_accredited_that_day_and_not_the_learner_herself()
    {
        var taught = new Taught();
        var entry = Entry(taught.Assessor, "2027-03-10", Says("1.1"));
        var policy = Policy();
        var never = Domain.Tests.Accreditation.Given.File(taught.Assessor, Today, policy);
        Assert.Equal([AssuranceCodes.AssessorNotAccredited], taught.Check(entry, taught.Facts with { Assessor = never }).Codes);
        foreach (var herself in new[] { new Person(null, "Éxample Ann", "other@example.org"), new Person(null, "Someone Else", "Ann+learning@partner.example") })
        {
            taught.Learner = herself;
            Assert.Equal([AssuranceCodes.AssessorIsLearner], taught.Check(entry).Codes);
        }
    }

    [Fact]
    public void The_first_result_after_delivery_begins_assessment_and_a_later_change_opens_it_again()
    {
        var taught = new Taught();
        taught.Course.TakeResults(On("2027-03-05"));
        Assert.Equal(CourseStatus.Running, taught.Course.Status);
        taught.MoveTo("2027-03-10");
        taught.Course.TakeResults(On("2027-03-10"));
        Assert.Equal(CourseStatus.Assessing, taught.Course.Status);
        taught.Course.Assure(0, 0, On("2027-03-11"));
        taught.Course.TakeResults(On("2027-03-12"));
        Assert.Equal(CourseStatus.Assessing, taught.Course.Status);
        taught.Course.Assure(0, 0, On("2027-03-13"));
        taught.Course.Claim(0, On("2027-03-14"));
        taught.Course.TakeResults(On("2027-03-15"));
        Assert.Equal(CourseStatus.Assessing, taught.Course.Status);
        Assert.Equal(2, taught.Course.Events.Count(e => e.Type == "course.reopened"));
        taught.Course.Close(0, On("2027-03-16"));
        Refused(DeliveryCodes.CourseStateForbids, () => taught.Course.TakeResults(On("2027-03-17")));
        Refused(DeliveryCodes.CourseStateForbids, taught.Course.DemandResults);
    }

    [Fact]
    public void Evidence_is_of_the_unit_and_of_a_woman_who_has_her_place()
    {
        var taught = new Taught();
        taught.Enter("2027-03-10", Says("1.1"));
        var file = new Domain.Catalogue.StoredFile("a.pdf", "application/pdf", 1, new('0', 64), "key");
        Refusal Refuses(string code, string? criterion = null) =>
            Refused(code, () => taught.Assessment!.AddEvidence(criterion, file, taught.Course, taught.Enrolment, taught.Version, Coordinator, On(Today).Now));
        Refuses("validation_failed", "9.9");
        for (var i = 0; i < UnitAssessment.MostEvidence; i++)
            taught.Assessment!.AddEvidence(i == 0 ? "1.1" : null, file, taught.Course, taught.Enrolment, taught.Version, Coordinator, On(Today).Now);
        Refuses(AssuranceCodes.EvidenceFull);
        taught.Enrolment.Withdraw(Day("2027-03-11"), WithdrawalReason.Health, On("2027-03-11"));
        Refuses(DeliveryCodes.EnrolmentWithdrawn);
    }
}
