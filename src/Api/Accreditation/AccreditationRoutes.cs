using Franchise.Api.Http;
using Franchise.Domain.Shared;
using static Franchise.Domain.Accreditation.AccreditationCodes;
using static Franchise.Domain.Identity.Permission;
using static Franchise.Domain.Licensing.LicensingCodes;

namespace Franchise.Api.Accreditation;

/// <summary>The routes of accreditation: a partner keeps its trainers and nominates them, Cohort 4 accredits them unit by unit.</summary>
internal static class AccreditationRoutes
{
    private const string Own = " Who signs in as a trainer sees herself alone.";

    public static void Map(Routes v1)
    {
        // Policies.
        v1.Get("/accreditation-policies", ListAccreditationPolicies.Handle, PoliciesRead)
            .Says("List accreditation policies", "Named sets of rules for accreditations, newest first.");
        v1.Get("/accreditation-policies/{id}", GetAccreditationPolicy.Handle, PoliciesRead)
            .Says("Get one accreditation policy", "With every version of its rules, drafts included.");
        v1.Post("/accreditation-policies", CreateAccreditationPolicy.Handle, PoliciesWrite)
            .Says("Make an accreditation policy", "Without a version yet. Its code is unique and never changes.")
            .Refuses("already_exists");
        v1.Post("/accreditation-policies/{id}/versions", DraftAccreditationPolicyVersion.Handle, PoliciesWrite)
            .Says("Draft an accreditation policy's next version", "It can be changed until it is published. `If-Match` names the policy; the ETag answered is the policy's.");
        v1.Put("/accreditation-policies/{id}/versions/{versionId}", ChangeAccreditationPolicyVersion.Handle, PoliciesWrite)
            .Says("Change a drafted accreditation policy version", "Puts other rules in the place of a draft's. A published version never changes.")
            .Refuses(PolicyVersionNotDraft);
        v1.Post("/accreditation-policies/{id}/versions/{versionId}/publish", PublishAccreditationPolicyVersion.Handle, PoliciesWrite)
            .Says("Publish an accreditation policy version", "Makes a draft final. Renewals follow it from now on; records that were made before keep theirs.")
            .Refuses(PolicyVersionNotDraft);
        v1.Post("/accreditation-policies/{id}/versions/{versionId}/withdraw", WithdrawAccreditationPolicyVersion.Handle, PoliciesWrite)
            .Says("Withdraw an accreditation policy version", "No new record follows it. Those that follow it keep it.")
            .Refuses(PolicyVersionNotPublished);
        v1.Get("/accreditation-policy-versions/{id}", GetAccreditationPolicyVersion.Handle, TrainersRead)
            .Says("Get one accreditation policy version", "The rules that a record follows. Partners do not see drafts.");

        // Trainers.
        v1.Get("/trainers", ListTrainers.Handle, TrainersRead)
            .Says("List trainers", "Newest first. Cohort 4 sees all, a partner its own." + Own);
        v1.Get("/trainers/{id}", GetTrainer.Handle, TrainersRead)
            .Says("Get one trainer", "With her qualifications." + Own);
        v1.Post("/trainers", AddTrainer.Handle, TrainersWrite)
            .Says("Add a trainer", "To your own organisation. With memberId she sees her own record when she signs in.")
            .Refuses(MemberTaken, "already_exists");
        v1.Put("/trainers/{id}", ChangeTrainer.Handle, TrainersWrite)
            .Says("Change a trainer", "Replaces her particulars as a whole; what is left out is taken away.")
            .Refuses(MemberTaken, "already_exists");
        v1.Post("/trainers/{id}/leave", MarkTrainerLeft.Handle, TrainersWrite)
            .Says("Say that a trainer has left", "Her accreditations count no more from that day. They keep running, and count again if she returns.")
            .Refuses(TrainerLeft);
        v1.Post("/trainers/{id}/return", MarkTrainerReturned.Handle, TrainersWrite)
            .Says("Say that a trainer is back", "What she is accredited for counts again, as far as it has not lapsed meanwhile.")
            .Refuses(TrainerNotLeft);
        v1.Post("/trainers/{id}/qualifications", AddQualification.Handle, TrainersWrite)
            .Says("Add a qualification", "Or the fact of a check, of which only the date is kept: it takes no title and no file.")
            .Refuses(RefusalKind.Invalid, CheckHoldsNoContent);
        v1.Delete("/trainers/{id}/qualifications/{qualificationId}", RemoveQualification.Handle, TrainersWrite)
            .Says("Remove a qualification", "What was entered by mistake, with its file. To correct one, remove it and add it anew.")
            .OwnTransaction();
        v1.Post("/trainers/{id}/qualifications/{qualificationId}/evidence", UploadEvidence.Handle, TrainersWrite)
            .Says(
                "Upload the evidence of a qualification",
                """
                Once for each qualification. Send the file as the one part `file` of `multipart/form-data`, or as the raw body with its own `Content-Type` and its
                name in `fileName`. What is taken and what is refused is as for resources. It takes no Idempotency-Key: a second file is refused.
                """
            )
            .OwnTransaction()
            .TakesUpTo(UploadedFile.Most)
            .TakesFile()
            .Refuses(EvidenceExists)
            .Refuses(RefusalKind.TooLarge, "document_too_large")
            .Refuses(RefusalKind.UnsupportedContent, "document_type_not_allowed")
            .Refuses(
                RefusalKind.Invalid,
                CheckHoldsNoContent, "document_type_mismatch", "document_empty", "document_active_content", "document_encrypted", "document_expands_too_far",
                "document_name_not_allowed"
            );
        v1.Get("/trainers/{id}/qualifications/{qualificationId}/evidence", DownloadEvidence.Handle, TrainersRead)
            .Says("Download the evidence of a qualification", "Always as an attachment, with the recorded media type and name. The ETag is the SHA-256 of the bytes." + Own);
        v1.Get("/trainers/{id}/cpd-records", ListCpdRecords.Handle, TrainersRead)
            .Says("List a trainer's CPD", "Continuing professional development, newest entry first." + Own);
        v1.Post("/trainers/{id}/cpd-records", AddCpdRecord.Handle, TrainersWrite)
            .Says("Record CPD", "A piece of a trainer's continuing professional development. Renewal counts the hours of the year before it.");
        v1.Delete("/trainers/{id}/cpd-records/{recordId}", RemoveCpdRecord.Handle, TrainersWrite)
            .Says("Remove a record of CPD", "What was entered by mistake. A renewal that it counted for keeps the number of hours.");
        v1.Get("/trainers/{id}/standardisations", ListStandardisations.Handle, TrainersRead)
            .Says("List a trainer's standardisation meetings", "Those she took part in, newest entry first." + Own);
        v1.Post("/trainers/{id}/standardisations", AddStandardisation.Handle, TrainersWrite)
            .Says("Record a standardisation meeting", "That a trainer took part in one. Renewal needs one in the year before it, where the policy says so.");
        v1.Delete("/trainers/{id}/standardisations/{standardisationId}", RemoveStandardisation.Handle, TrainersWrite)
            .Says("Remove a standardisation meeting", "What was entered by mistake. A renewal that it counted for keeps its date.");

        // From nomination to accreditation, and from one record to the next.
        v1.Get("/trainers/{id}/accreditations", ListTrainerAccreditations.Handle, TrainersRead)
            .Says("List a trainer's accreditations", "Unit by unit, newest first." + Own);
        v1.Post("/trainers/{id}/accreditations", NominateTrainer.Handle, AccreditationsNominate)
            .Says("Nominate a trainer", "For one unit, which a licence that runs today must grant. Cohort 4 then trains, observes and accredits her.")
            .WritesPlatformOwned()
            .Refuses(NominationNotPossible, AlreadyNominated, "already_exists");
        v1.Post("/trainers/{id}/accreditation-checks", CheckAccreditation.Handle, TrainersRead)
            .Says(
                "Check a trainer's accreditation",
                "Whether she is accredited for a unit on a date, with every reason against it at once. Whatever plans her asks the same function. Changes nothing and takes no Idempotency-Key." + Own)
            .OwnTransaction();
        v1.Get("/accreditations", ListAccreditations.Handle, TrainersRead)
            .Says("List accreditations", "Newest first. Cohort 4 sees all, a partner its own trainers'." + Own);
        v1.Get("/accreditations/{id}", GetAccreditation.Handle, TrainersRead)
            .Says("Get one accreditation", "With its records, observations, holds and withdrawal." + Own);
        v1.Get("/accreditations/{id}/readiness", GetAccreditationReadiness.Handle, TrainersRead)
            .Says("Get an accreditation's readiness", "What comes next, and everything that is missing for it today, each with what removes it." + Own);
        v1.Post("/accreditations/{id}/training", BeginTraining.Handle, AccreditationsWrite)
            .Says("Begin a trainer's training", "With a place on a course where there is one.")
            .Refuses(TrainingBegun, AccreditationWithdrawn);
        v1.Post("/accreditations/{id}/observations", RecordObservation.Handle, AccreditationsWrite)
            .Says(
                "Record an observation",
                "By an assessor who is independent of the trainer: not herself, not her line manager, and nobody of her organisation unless a reason is given, which is kept. The latest decides whether she may be accredited. While she is accredited it changes nothing by itself.")
            .Refuses(TrainingNotBegun, AccreditationWithdrawn)
            .Refuses(RefusalKind.Invalid, AssessorNotIndependent, AssessorNeedsReason);
        v1.Post("/accreditations/{id}/accredit", AccreditTrainer.Handle, AccreditationsWrite)
            .Says("Accredit a trainer", "From today, once she was observed and met the standard: for the first time, or anew after a lapse.")
            .RequiresIdempotencyKey()
            .Refuses(AccreditationNotReady, ObservationMissing, AlreadyAccredited, AccreditationWithdrawn, PolicyVersionNotPublished);
        v1.Post("/accreditations/{id}/renew", RenewAccreditation.Handle, AccreditationsWrite)
            .Says("Renew an accreditation", "Adds the next record, which begins on the day after the last: no day is lost by renewing early. Follows the newest published version of its policy.")
            .RequiresIdempotencyKey()
            .Refuses(AccreditationNotReady, NotAccredited, AccreditationLapsed, AccreditationWithdrawn, PolicyVersionNotPublished);
        v1.Post("/accreditations/{id}/refresher", RefreshAccreditation.Handle, AccreditationsWrite)
            .Says("Record a refresher", "Brings a lapsed accreditation back from today, while the policy allows it. After that it takes an observation.")
            .RequiresIdempotencyKey()
            .Refuses(AccreditationNotReady, NotAccredited, NotLapsed, RefresherTooLate, AccreditationWithdrawn, PolicyVersionNotPublished);

        // Holds, withdrawal and appeal.
        v1.Post("/accreditations/{id}/restrictions", RestrictAccreditation.Handle, AccreditationsWrite)
            .Says("Restrict an accreditation", "She may teach this unit only as the text says; her other units stay as they are.")
            .Refuses(NotAccredited, AccreditationWithdrawn);
        v1.Post("/accreditations/{id}/suspensions", SuspendAccreditation.Handle, AccreditationsWrite)
            .Says("Suspend an accreditation", "She may not teach this unit while it stands. No date moves by it.")
            .Refuses(NotAccredited, AccreditationWithdrawn);
        v1.Post("/trainers/{id}/suspensions", SuspendTrainer.Handle, AccreditationsWrite)
            .Says("Suspend a trainer", "Every accreditation that she has, in one act: she may not teach while they stand. Each is lifted by itself.")
            .Refuses(NotAccredited);
        v1.Post("/accreditations/{id}/holds/{holdId}/lift", LiftAccreditationHold.Handle, AccreditationsWrite)
            .Says("Lift a restriction or a suspension", "As of today.")
            .Refuses(HoldAlreadyLifted);
        v1.Post("/accreditations/{id}/withdraw", WithdrawAccreditation.Handle, AccreditationsWrite)
            .Says("Withdraw an accreditation", "Takes it away as of today, or does not take up a nomination. The organisation may appeal.")
            .Refuses(AccreditationWithdrawn);
        v1.Post("/accreditations/{id}/appeal", AppealWithdrawal.Handle, AccreditationsAppeal)
            .Says("Appeal against a withdrawal", "Once. The withdrawal stands until the appeal is decided.")
            .WritesPlatformOwned()
            .Refuses(AccreditationNotWithdrawn, AppealMade);
        v1.Post("/accreditations/{id}/appeal/decision", DecideAppeal.Handle, AccreditationsWrite)
            .Says("Decide an appeal", "Upheld, the accreditation stands as if it had not been withdrawn. Whoever withdrew it cannot decide.")
            .Refuses(NoAppealOpen, SecondPersonNeeded, "already_exists");
    }
}
