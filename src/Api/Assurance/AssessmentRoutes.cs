using Franchise.Api.Http;
using Franchise.Domain.Shared;
using static Franchise.Domain.Assurance.AssuranceCodes;
using static Franchise.Domain.Delivery.DeliveryCodes;
using static Franchise.Domain.Identity.Permission;

namespace Franchise.Api.Assurance;

/// <summary>The routes of assessment and internal quality assurance: results with their evidence, samples with their outcomes, and who may settle them.</summary>
internal static class AssessmentRoutes
{
    private const string Own = " Who signs in as a trainer sees the courses that she is booked on; as an approved assurer, all of her organisation.";
    private const string Rules =
        " A decision says of one criterion whether it is met, not yet, or referred; the assessor must be accredited for the unit on that day. What was wrong is corrected with a reason: the correction is added and counts from then on. In the same transaction internal quality assurance's sample is drawn from what was entered. All is taken or nothing; every reason comes at once.";
    private const string Independent = " By an internal quality assurer, signed in herself, who is approved and has nothing to do with who made or entered the decision.";

    public static void Map(Routes v1)
    {
        MapResults(v1);
        MapSamples(v1);
        MapAssurers(v1);
    }

    private static void MapResults(Routes v1)
    {
        v1.Get("/courses/{id}/results", ListResults.Handle, ResultsRead)
            .Says("List a course's results", "Where each learner stands with each unit, by enrolment, newest first. They name learners by their ids alone." + Own);
        v1.Get("/enrolments/{id}/results", GetResults.Handle, ResultsRead)
            .Says("Get a learner's results", "Where she stands with each unit of her course, and with each criterion of its version." + Own);
        v1.Get("/assessments/{id}", GetAssessment.Handle, ResultsRead)
            .Says("Get one assessment", "Of a learner in a unit: every decision, those that no longer count too, and its evidence." + Own);
        v1.Post("/courses/{id}/results", RecordCourseResults.Handle, ResultsWrite)
            .Says("Enter results of a course", "For many learners and units in one call." + Rules)
            .Refuses(CourseStateForbids, EnrolmentWithdrawn, UnitRecognised, AssessorNotAccredited, AssessorIsLearner, CriterionMet, DecisionSuperseded);
        v1.Post("/enrolments/{id}/results", RecordResults.Handle, ResultsWrite)
            .Says("Enter a learner's results", "For one unit, many criteria at once." + Rules)
            .Refuses(CourseStateForbids, EnrolmentWithdrawn, UnitRecognised, AssessorNotAccredited, AssessorIsLearner, CriterionMet, DecisionSuperseded);
        v1.Post("/assessments/{id}/evidence", UploadAssessmentEvidence.Handle, ResultsWrite)
            .Says(
                "Upload evidence of an assessment",
                """
                Send the file as the one part `file` of `multipart/form-data`, or as the raw body with its own `Content-Type` and its name in `fileName`. It is never
                changed or taken away. What is taken and what is refused is as for resources. It takes no Idempotency-Key.
                """
            )
            .OwnTransaction()
            .TakesUpTo(UploadedFile.Most)
            .TakesFile()
            .Refuses(CourseStateForbids, EnrolmentWithdrawn, EvidenceFull)
            .Refuses(RefusalKind.TooLarge, "document_too_large")
            .Refuses(RefusalKind.UnsupportedContent, "document_type_not_allowed")
            .Refuses(
                RefusalKind.Invalid,
                "document_type_mismatch", "document_empty", "document_active_content", "document_encrypted", "document_expands_too_far", "document_name_not_allowed"
            );
        v1.Get("/assessments/{id}/evidence/{evidenceId}", DownloadAssessmentEvidence.Handle, LearnersRead)
            .Says("Download evidence of an assessment", "It is a learner's own work, so that Cohort 4 cannot. Always as an attachment, with the recorded media type and name. The ETag is the SHA-256 of the bytes." + Own);
    }

    private static void MapSamples(Routes v1)
    {
        v1.Get("/courses/{id}/sampling-plan", GetSamplingPlan.Handle, ResultsRead)
            .Says(
                "Get a course's sampling plan",
                "Its seed, every draw with rates and risks, and why each decision was chosen. A decision's place is SHA-256 of `seed:decisionId`: whoever has decisions and draws comes to the same samples. There is none before the first results." + Own);
        v1.Get("/samples", ListSamples.Handle, ResultsRead)
            .Says("List samples", "Over all courses, newest first: what internal quality assurance is to look at, and what it found." + Own);
        v1.Post("/samples/{id}/outcome", SettleSample.Handle, SamplesWrite)
            .Says(
                "Settle a sample",
                "Agreed, action required by a day, or overturned: then the decision counts no more until the assessor decides anew, and the sample of assessor and unit is widened." + Independent)
            .Refuses(SampleSettled, DecisionSuperseded, AssurerNotApproved, AssurerNotIndependent, AssurerTied)
            .Refuses(RefusalKind.Forbidden, NotAnAssurer);
        v1.Post("/samples/{id}/close-action", CloseSampleAction.Handle, SamplesWrite)
            .Says("Close a sample's action", "What was to be done is done." + Independent)
            .Refuses(NoOpenAction, AssurerNotApproved, AssurerNotIndependent, AssurerTied)
            .Refuses(RefusalKind.Forbidden, NotAnAssurer);
        v1.Post("/courses/{id}/assure", AssureCourse.Handle, SamplesWrite)
            .Says("Note that a course is assured", "By an approved assurer: every criterion of every learner is decided, every sample settled and every action closed.")
            .Refuses(CourseStateForbids, CourseOutstanding, AssurerNotApproved)
            .Refuses(RefusalKind.Forbidden, NotAnAssurer);
    }

    private static void MapAssurers(Routes v1)
    {
        v1.Get("/assurers", ListAssurers.Handle, AssuranceRead)
            .Says("List internal quality assurers", "Newest first, those who have stood down too. Cohort 4 sees all, a partner its own.");
        v1.Get("/assurers/{id}", GetAssurer.Handle, AssuranceRead)
            .Says("Get one internal quality assurer", "With the ties that she has declared.");
        v1.Post("/assurers", NominateAssurer.Handle, AssurersNominate)
            .Says("Nominate an internal quality assurer", "A member with an account of her own. She may be a trainer too; her own decisions she can never assure, by whichever account.")
            .WritesPlatformOwned()
            .Refuses(AssurerNominated, "already_exists");
        v1.Post("/assurers/{id}/approve", ApproveAssurer.Handle, AssuranceWrite)
            .Says("Approve an internal quality assurer", "She may settle samples from now on.")
            .Refuses(AssurerApproved, AssurerStoodDown);
        v1.Post("/assurers/{id}/stand-down", StandDownAssurer.Handle, AssurersNominate)
            .Says("Have an internal quality assurer stand down", "She settles no more samples from today. What she found stands.")
            .WritesPlatformOwned()
            .Refuses(AssurerStoodDown);
        v1.Post("/assurers/{id}/ties", DeclareTie.Handle, SamplesWrite)
            .Says("Declare a tie", "The assurer herself, or who may nominate her, says to which trainer she is related, whom she line manages or who manages her, or with whom she works closely. She never assures that trainer's decisions.")
            .WritesPlatformOwned()
            .Refuses(TieDeclared, AssurerStoodDown)
            .Refuses(RefusalKind.Forbidden, NotAnAssurer);
    }
}
