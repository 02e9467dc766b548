using System.Text.Json.Nodes;

namespace Franchise.Api.Tests.Matrix;

/// <summary>
/// What an operation needs beyond the things that stand in every <see cref="MatrixWorld"/>: mostly a fresh thing in a certain state, because the
/// operation uses it up. Keys are operationIds; values fill path and query parameters by name, members of the body by JSON pointer. An operation
/// that gets along with its example, dates, codes and the world's own ids does not stand here.
/// </summary>
internal static class Arrangements
{
    public delegate Task<(string Place, JsonNode? Value)[]> Arrangement(MatrixWorld world);

    public static readonly Dictionary<string, Arrangement> For = new(StringComparer.Ordinal)
    {
        // A licence goes one way only: each step needs one that stands just before it.
        ["changeLicenceDraft"] = async w => [("id", await w.DraftAsync())],
        ["offerLicence"] = async w => [("id", await w.DraftAsync())],
        ["withdrawLicence"] = async w => [("id", await w.OfferedAsync())],
        ["declineLicence"] = async w => [("id", await w.OfferedAsync())],
        ["acceptLicence"] = async w =>
        {
            var id = await w.OfferedAsync();
            return [("id", id), ("/textHash", await w.TextHashAsync(id))];
        },
        ["activateLicence"] = async w => [("id", await w.AcceptedAsync())],
        // The world's own is renewed already.
        ["renewLicence"] = async w => [("id", await w.ActiveAsync())],
        ["previewRenewal"] = async w => [("id", await w.ActiveAsync())],
        ["acceptRenewal"] = async w =>
        {
            var id = await w.EndingAsync();
            return [("id", id), ("/price", await w.RenewalPriceAsync(id))];
        },
        ["proposeTermination"] = async w => [("id", await w.ActiveAsync())],
        ["withdrawTermination"] = async w => [("id", await w.TerminationProposedAsync())],
        ["confirmTermination"] = async w => [("id", await w.TerminationProposedAsync())],
        ["liftHold"] = async w => [("holdId", await w.HoldAsync())],
        ["reviewHold"] = async w => [("holdId", await w.HoldAsync())],
        ["appealHold"] = async w => [("holdId", await w.HoldAsync())],
        ["endEntitlement"] = async w => [("entitlementId", await w.EntitlementAsync())],
        // One booking a reference.
        ["reserveSeats"] = w => Task.FromResult<(string, JsonNode?)[]>([("/reference", w.Fresh("course")), ("/quantity", 1)]),
        ["consumeSeats"] = async w => [("/reference", await w.ReservedAsync()), ("/quantity", 1)],
        ["releaseSeats"] = async w => [("/reference", await w.ReservedAsync())],

        // An accreditation goes its way step by step, and what is a trainer's is used up as it is taken away.
        ["changeTrainer"] = async w => [("id", await w.TrainerAsync())],
        ["markTrainerLeft"] = async w => [("id", await w.TrainerAsync())],
        ["markTrainerReturned"] = async w =>
        {
            var id = await w.TrainerAsync();
            await w.DoAsync("markTrainerLeft", ("id", id));
            return [("id", id)];
        },
        ["removeQualification"] = async w => [("qualificationId", await w.QualificationAsync())],
        ["uploadEvidence"] = async w => [("qualificationId", await w.QualificationAsync()), ("fileName", "award.txt")],
        ["removeCpdRecord"] = async w => [("recordId", await w.CpdRecordAsync())],
        ["removeStandardisation"] = async w => [("standardisationId", await w.StandardisationAsync())],
        ["nominateTrainer"] = async w => [("id", await w.TrainerAsync())],
        ["beginTraining"] = async w => [("id", await w.NominatedAsync())],
        ["recordObservation"] = async w => [("id", await w.InTrainingAsync())],
        ["accreditTrainer"] = async w => [("id", await w.ObservedAsync())],
        ["renewAccreditation"] = async w => [("id", await w.AccreditedAsync())],
        ["refreshAccreditation"] = async w => [("id", await w.LapsedAsync())],
        ["suspendTrainer"] = async w => [("id", await w.AccreditedTrainerAsync())],
        ["liftAccreditationHold"] = async w => [("holdId", await w.AccreditationHoldAsync())],
        ["withdrawAccreditation"] = async w => [("id", await w.NominatedAsync())],
        ["appealWithdrawal"] = async w => [("id", await w.WithdrawnAsync())],
        ["decideAppeal"] = async w => [("id", await w.AppealedAsync())],

        // A course goes one way only, and a time is had once.
        ["planCourse"] = w => Task.FromResult<(string, JsonNode?)[]>([("/units", w.TaughtUnits)]),
        ["openCourse"] = async w => [("id", await w.CourseAsync())],
        ["confirmCourse"] = async w =>
        {
            var id = await w.OpenedAsync();
            await w.EnrolledAsync(id);
            return [("id", id)];
        },
        ["beginCourse"] = async w => [("id", await w.ConfirmedAsync())],
        ["deliverCourse"] = async w => [("id", await w.RunningAsync())],
        ["closeCourse"] = async w => [("id", await w.DeliveredAsync())],
        ["cancelCourse"] = async w => [("id", await w.CourseAsync())],
        ["addSessions"] = async w => [("id", await w.CourseAsync())],
        ["changeSession"] = async w => await FreshSession(w),
        ["cancelSession"] = async w => await FreshSession(w),
        ["substituteTrainer"] = async w => await FreshSession(w, trainers: false),
        ["markNoticeDone"] = w => w.NoticeAsync(),
        ["addLearner"] = w => Task.FromResult<(string, JsonNode?)[]>([("/legalName", w.Fresh("Joanna"))]),
        ["changeLearner"] = async w => [("id", await w.LearnerAsync()), ("/legalName", w.Fresh("Joanna"))],
        ["mergeLearner"] = async w => [("id", await w.LearnerAsync()), ("/into", await w.LearnerAsync())],
        ["undoLearnerMerge"] = async w => [("id", await w.MergedAsync())],
        ["enrolLearner"] = async w => [("id", await w.OpenedAsync()), ("/learnerId", await w.LearnerAsync())],
        ["withdrawEnrolment"] = async w => [("id", await w.EnrolledAsync())],
        ["registerEnrolment"] = async w => [("id", await w.EnrolledAsync()), ("/on", null)],
        ["putForwardPriorLearning"] = async w => [("id", await w.EnrolledAsync())],
        ["uploadPriorLearningEvidence"] = async w => [.. await w.PriorLearningAsync(evidence: false), ("fileName", "portfolio.txt")],
        ["decidePriorLearning"] = w => w.PriorLearningAsync(evidence: true),
        ["getCalendar"] = async w => [("feed", ((string)(await w.DoAsync("makeCalendarFeed"))["path"]!).Split('/')[^1].Replace(".ics", "", StringComparison.Ordinal))],
        ["revokeCalendarFeed"] = async w => [("id", await w.CalendarFeedAsync())],
        ["grantTrainingPlace"] = async w => [("/courseId", await w.TrainingCourseAsync())],
        ["cancelTrainingCourse"] = async w => [("id", await w.TrainingCourseAsync())],
        ["cancelTrainingPlace"] = async w => [("id", await w.PlaceAsync())],
        ["takeTrainingPlace"] = async w => [("id", await w.PlaceAsync()), ("/accreditationId", await w.NominatedAsync())],
        ["completeTrainingPlace"] = async w => [("id", await w.TakenPlaceAsync())],

        // A criterion is met once, a sample settled once, and an assurer approved once.
        ["recordResults"] = async w => [("id", (await w.AssessableAsync()).Enrolment), ("/decisions/0/corrects", null), ("/decisions/0/reason", null)],
        ["recordCourseResults"] = async w =>
        {
            var (course, enrolment) = await w.AssessableAsync();
            return [("id", course), ("/results/0/enrolmentId", enrolment), ("/results/0/decisions/0/corrects", null), ("/results/0/decisions/0/reason", null)];
        },
        ["uploadAssessmentEvidence"] = async w => [("id", (await w.SampleAsync()).Assessment), ("fileName", "essay.txt")],
        ["settleSample"] = async w => [("id", (await w.SampleAsync()).Sample)],
        ["closeSampleAction"] = async w =>
        {
            var id = (await w.SampleAsync()).Sample;
            await w.DoAsync("settleSample", ("id", id));
            return [("id", id)];
        },
        ["assureCourse"] = async w => [("id", await w.AssurableAsync())],
        ["nominateAssurer"] = async w => [("/memberId", await w.MemberAsync())],
        ["approveAssurer"] = async w => [("id", await w.NominatedAssurerAsync())],
        ["standDownAssurer"] = async w => [("id", await w.NominatedAssurerAsync())],
        ["declareTie"] = async w => [("id", await w.NominatedAssurerAsync()), ("/trainerId", await w.TrainerAsync())],

        // A unit is approved once, a visit takes place once, and a claim goes one way only.
        ["approveProvision"] = w => w.UnapprovedAsync(),
        ["moveDirectClaims"] = async w => [("id", await w.ProvisionAsync())],
        ["planVisit"] = w => Task.FromResult(w.VisitOn()),
        ["agreeVisit"] = async w => [("id", await w.VisitAsync(soon: true))],
        ["recordVisit"] = async w => [("id", await w.VisitAsync())],
        ["cancelVisit"] = async w => [("id", await w.VisitAsync())],
        ["answerFinding"] = w => w.FindingAsync(),
        ["decideFinding"] = w => w.FindingAsync(),
        ["recordMeeting"] = w => Task.FromResult<(string, JsonNode?)[]>([("/units", w.TaughtUnits)]),
        ["draftClaim"] = async w =>
        {
            var (course, enrolment) = await w.AssessableAsync();
            return [("id", course), ("/lines/0/enrolmentId", enrolment)];
        },
        ["submitClaim"] = async w => [("id", await w.ClaimAsync())],
        ["verifyClaim"] = async w => [("id", await w.ClaimAsync("submitClaim"))],
        ["awardClaim"] = async w => [("id", await w.ClaimAsync("submitClaim", "verifyClaim"))],
        ["returnClaim"] = async w => [("id", await w.ClaimAsync("submitClaim"))],
        ["withdrawClaim"] = async w => [("id", await w.ClaimAsync())],
        // A certificate goes one way only, and a name is shown once.
        ["prepareCertificate"] = async w => [("/enrolmentId", await w.EnrolledForAwardAsync())],
        ["claimCertificate"] = async w => [("id", await w.PreparedAsync())],
        ["issueCertificate"] = async w => [("id", await w.ClaimedAsync())],
        ["suspendCertificate"] = async w => [("id", await w.IssuedAsync())],
        ["reinstateCertificate"] = async w => [("id", await w.SuspendedAsync())],
        ["revokeCertificate"] = async w => [("id", await w.IssuedAsync())],
        ["correctCertificate"] = async w => [("id", await w.IssuedAsync())],
        ["anonymiseCertificate"] = async w => [("id", await w.IssuedAsync())],
        ["reissueCredentials"] = async w =>
        {
            var learner = await w.LearnerAsync();
            await w.IssuedAsync(learner);
            return [("/learnerId", learner)];
        },
        ["makeAccreditationCredential"] = async w => [("id", await w.AccreditedAsync())],
        ["setDisplayName"] = async w => [("id", await w.CredentialAsync())],
        ["revokeShareLink"] = async w => [("linkId", (await w.ShareLinkAsync()).Id)],
        ["printCredential"] = async w => [("/link", (await w.ShareLinkAsync()).Path)],

        // What is issued, settled or published is so once.
        ["changePriceVersion"] = async w => [("id", await w.PriceAsync())],
        ["publishPriceVersion"] = async w => [("id", await w.PriceAsync(await w.FreshPackageAsync()))],
        ["endConcession"] = async w => [("concessionId", await w.ConcessionAsync())],
        ["changeLicencePackage"] = async w =>
        {
            var (id, package, difference) = await w.InvoicedLicenceAsync();
            return [("id", id), ("/package", package), ("/difference", difference)];
        },
        ["grantHardship"] = async w =>
        {
            await w.WithoutHardshipAsync();
            return [];
        },
        ["endHardship"] = async w => [("hardshipId", await w.HardshipAsync())],
        ["priceFee"] = async w => [("id", await w.FeeAsync(unpriced: true))],
        ["waiveFee"] = async w => [("id", await w.FeeAsync(unpriced: false))],
        ["approveInvoice"] = async w => [("id", await w.InvoiceAsync(issued: false, large: true))],
        ["finaliseInvoice"] = async w => [("id", await w.InvoiceAsync(issued: false))],
        ["voidInvoice"] = async w => [("id", await w.InvoiceAsync(issued: true))],
        ["markInvoiceUncollectible"] = async w => [("id", await w.InvoiceAsync(issued: true))],
        ["disputeInvoice"] = async w => [("id", await w.InvoiceAsync(issued: true))],
        ["settleDispute"] = async w =>
        {
            var id = await w.InvoiceAsync(issued: true);
            await w.DoAsync("disputeInvoice", ("id", id));
            return [("id", id)];
        },
        ["issueCreditNote"] = async w =>
        {
            var id = await w.InvoiceAsync(issued: true);
            return [("id", id), ("/lines/0/lineId", await w.LineAsync(id))];
        },
        ["revokeMandate"] = async w => [("id", await w.MandateAsync())],
        ["payInvoice"] = async w => [("id", await w.PayableAsync())],
        ["refundPayment"] = async w => [("id", await w.CollectedAsync())],
        ["reversePayment"] = async w => [("id", await w.PaymentAsync())],
        ["allocatePayment"] = async w => [("id", await w.PaymentAsync()), ("/invoiceId", await w.InvoiceAsync(issued: true))],
        ["importBankStatement"] = w => Task.FromResult<(string, JsonNode?)[]>([("/csv", w.BankTable())]),
        ["matchBankLine"] = async w => [("id", await w.BankLineAsync())],
        ["closeStripeDifference"] = async w => [("id", await w.DifferAsync())],
        ["ignoreBankLine"] = async w => [("id", await w.BankLineAsync())],

        // Another contact: a licence needs that the world's own keep their roles.
        ["changeContact"] = async w => [("id", await w.ContactAsync())],
        ["changeContactOfOrganisation"] = async w => [("id", await w.ContactAsync())],

        // Used up: gone, revoked, or left with the two secrets that are the most.
        ["removeContact"] = async w => [("id", await w.ContactAsync())],
        ["removeContactOfOrganisation"] = async w => [("id", await w.ContactAsync())],
        ["removeMember"] = async w => [("id", await w.MemberAsync())],
        ["removeMemberOfOrganisation"] = async w => [("id", await w.MemberAsync())],
        ["resendInvitation"] = async w => [("id", await w.InvitationAsync())],
        ["resendInvitationToOrganisation"] = async w => [("id", await w.InvitationAsync())],
        ["revokeInvitation"] = async w => [("id", await w.InvitationAsync())],
        ["revokeInvitationToOrganisation"] = async w => [("id", await w.InvitationAsync())],
        ["disableClient"] = async w => [("id", (await w.ClientAsync()).Id)],
        ["disableClientOfOrganisation"] = async w => [("id", (await w.ClientAsync()).Id)],
        ["rotateClientSecret"] = async w => [("id", (await w.ClientAsync()).Id)],
        ["revokeClientSecret"] = async w =>
        {
            var (id, secret) = await w.ClientAsync();
            return [("clientId", id), ("id", secret)];
        },

        // Another organisation: the world's own must stay as it is.
        ["changeOrganisation"] = async w => [("id", await w.OrganisationAsync())],
        ["setDisclosurePolicy"] = async w => [("id", await w.OrganisationAsync())],
        ["suspendOrganisation"] = async w => [("id", await w.OrganisationAsync())],
        ["closeOrganisation"] = async w => [("id", await w.OrganisationAsync())],
        ["reinstateOrganisation"] = async w =>
        {
            var id = await w.OrganisationAsync();
            await w.DoAsync("suspendOrganisation", ("id", id));
            return [("id", id)];
        },

        ["advanceClock"] = async w => [("/advanceTo", DateTimeOffset.Parse((string)(await w.DoAsync("getClock"))["now"]!, System.Globalization.CultureInfo.InvariantCulture).AddHours(1).ToString("O"))],

        // The catalogue: versions go one way, and what licences grant stays.
        ["changeUnit"] = async w => [("id", await w.UnitAsync())],
        ["changeResource"] = async w => [("id", await w.ResourceAsync())],
        ["draftUnitVersion"] = async w => [("id", await w.UnitAsync())],
        ["changeUnitVersion"] = w => w.UnitVersionAsync(publish: false),
        ["publishUnitVersion"] = w => w.UnitVersionAsync(publish: false),
        ["withdrawUnitVersion"] = w => w.UnitVersionAsync(publish: true),
        ["changePackage"] = async w => [("id", await w.PackageAsync())],
        ["withdrawPackage"] = async w => [("id", await w.PackageAsync())],
        ["withdrawResource"] = async w => [("id", await w.ResourceAsync())],
        ["uploadResourceVersion"] = w => Task.FromResult<(string, JsonNode?)[]>([("language", "en"), ("fileName", "handbook.txt")]),
        ["draftPolicyVersion"] = async w => [("id", await w.PolicyAsync())],
        ["changePolicyVersion"] = w => w.PolicyVersionAsync(publish: false),
        ["publishPolicyVersion"] = w => w.PolicyVersionAsync(publish: false),
        ["withdrawPolicyVersion"] = w => w.PolicyVersionAsync(publish: true),
        ["draftAccreditationPolicyVersion"] = async w => [("id", await w.AccreditationPolicyAsync())],
        ["changeAccreditationPolicyVersion"] = w => w.AccreditationPolicyVersionAsync(publish: false),
        ["publishAccreditationPolicyVersion"] = w => w.AccreditationPolicyVersionAsync(publish: false),
        ["withdrawAccreditationPolicyVersion"] = w => w.AccreditationPolicyVersionAsync(publish: true),
    };

    private static async Task<(string Place, JsonNode? Value)[]> FreshSession(MatrixWorld world, bool trainers = true)
    {
        var course = await world.CourseAsync(trainers);
        return [("id", course), ("sessionId", await world.SessionAsync(course))];
    }
}
