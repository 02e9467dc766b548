using Franchise.Api.Http;
using Franchise.Domain.Shared;
using static Franchise.Domain.Delivery.DeliveryCodes;
using static Franchise.Domain.Identity.Permission;
using static Franchise.Domain.Licensing.LicensingCodes;

namespace Franchise.Api.Delivery;

/// <summary>The routes of delivery: courses with their sessions, learners with their enrolments, registers, and private calendars.</summary>
internal static class DeliveryRoutes
{
    private const string Own = " Who signs in as a trainer sees the courses that she is booked on, and their learners.";
    private const string Guard =
        " Each session is asked about on its own day: unit, place, language and mode by the licence's eligibility, each trainer by her accreditation and her time. Every reason comes at once. Her time, a restriction, and an accreditation in force that ends before the session and is still to be renewed may be overridden with a reason by who holds `courses.override`; a licence, and an accreditation that is missing, suspended or lapsed, by nobody.";

    public static void Map(Routes v1)
    {
        MapCourses(v1);
        MapSessions(v1);
        MapLearners(v1);
        MapEnrolments(v1);
        MapCalendars(v1);
        MapTraining(v1);
    }

    private static void MapCourses(Routes v1)
    {
        v1.Get("/courses", ListCourses.Handle, CoursesRead)
            .Says("List courses", "Newest first. Cohort 4 sees all, a partner its own. They name no learner." + Own);
        v1.Get("/courses/{id}", GetCourse.Handle, CoursesRead)
            .Says("Get one course", "With its units and sessions. It names no learner and holds no link." + Own);
        v1.Post("/courses", PlanCourse.Handle, CoursesWrite)
            .Says("Plan a course", "With its sessions, in one call; one that comes every week is written once, with repeatWeekly. Times are where the course is." + Guard)
            .AsksFor(CoursesOverride)
            .Refuses(NotEligible, OverrideNeeded)
            .Refuses(RefusalKind.Invalid, LocalTimeSkipped, LocalTimeRepeated, SessionsOverlap);
        v1.Put("/courses/{id}", ChangeCourse.Handle, CoursesWrite)
            .Says("Change a course", "Its label and its number of places. Units, language and mode stay: plan another course for others.")
            .Refuses(CourseStateForbids);
        v1.Post("/courses/{id}/open", OpenCourse.Handle, CoursesWrite)
            .Says("Open a course to enrolment", "Each session has a trainer, none is at risk, and each may be held as things are today.")
            .Refuses(CourseStateForbids, CourseWithoutSession, SessionWithoutTrainer, SessionAtRisk, NotEligible);
        v1.Post("/courses/{id}/confirm", ConfirmCourse.Handle, CoursesWrite)
            .Says("Confirm a course", "It will take place. Asks what opening asks, and that somebody is enrolled.")
            .Refuses(CourseStateForbids, CourseWithoutSession, SessionWithoutTrainer, SessionAtRisk, NobodyEnrolled, NotEligible);
        v1.Post("/courses/{id}/begin", BeginCourse.Handle, CoursesWrite)
            .Says("Note that a course has begun", "Of a confirmed course Franchise notes it by itself within minutes of its first session.")
            .Refuses(CourseStateForbids, SessionNotBegun);
        v1.Post("/courses/{id}/deliver", DeliverCourse.Handle, CoursesWrite)
            .Says("Note that a course is taught to its end", "Franchise notes it by itself within minutes of the end of its last session.")
            .Refuses(CourseStateForbids, CourseNotDelivered);
        v1.Post("/courses/{id}/close", CloseCourse.Handle, CoursesWrite)
            .Says("Close a course", "Everything is claimed, or nobody is left to assess.")
            .Refuses(CourseStateForbids, CourseOutstanding);
        v1.Post("/courses/{id}/cancel", CancelCourse.Handle, CoursesWrite)
            .Says("Cancel a course", "Sessions to come are cancelled, seats that are not used are given back, trainers and learners are told. Learners whom no message may reach stand in the course's notices.")
            .WritesPlatformOwned()
            .Refuses(CourseStateForbids);
        v1.Get("/courses/{id}/notices", ListLearnerNotices.Handle, LearnersRead)
            .Says("List a course's notices", "What learners are to be told, newest first, and whether a message could be sent.");
        v1.Post("/courses/{id}/notices/{noticeId}/done", MarkNoticeDone.Handle, LearnersWrite)
            .Says("Note that a learner was told", "By whoever knows how to reach her.")
            .Refuses(NoticeDone);
    }

    private static void MapSessions(Routes v1)
    {
        v1.Get("/sessions", ListSessions.Handle, CoursesRead)
            .Says("List sessions", "Over all courses, the latest planned first: by trainer, by day, and those at risk. They hold no link." + Own);
        v1.Post("/courses/{id}/sessions", AddSessions.Handle, CoursesWrite)
            .Says("Add sessions to a course", "All ahead." + Guard)
            .AsksFor(CoursesOverride)
            .Refuses(CourseStateForbids, NotEligible, OverrideNeeded)
            .Refuses(RefusalKind.Invalid, LocalTimeSkipped, LocalTimeRepeated, SessionsOverlap);
        v1.Put("/courses/{id}/sessions/{sessionId}", ChangeSession.Handle, CoursesWrite)
            .Says("Move or change a session", "One that has not begun; who teaches stays. Learners are told where its time changes." + Guard)
            .AsksFor(CoursesOverride)
            .Refuses(CourseStateForbids, SessionBegun, SessionCancelled, NotEligible, OverrideNeeded)
            .Refuses(RefusalKind.Invalid, LocalTimeSkipped, LocalTimeRepeated, SessionsOverlap);
        v1.Post("/courses/{id}/sessions/{sessionId}/cancel", CancelSession.Handle, CoursesWrite)
            .Says("Cancel a session", "One that has not begun; the course goes on with the others. Trainers and learners are told.")
            .Refuses(CourseStateForbids, SessionBegun, SessionCancelled, CourseWithoutSession);
        v1.Post("/courses/{id}/sessions/{sessionId}/trainers", SubstituteTrainer.Handle, CoursesWrite)
            .Says("Book or substitute a trainer", "In the place of another where one is named, which also cures a session at risk." + Guard)
            .AsksFor(CoursesOverride)
            .Refuses(CourseStateForbids, SessionBegun, SessionCancelled, TrainerNotBooked, TrainerBooked, NotEligible, OverrideNeeded);
        v1.Get("/courses/{id}/sessions/{sessionId}/link", GetSessionLink.Handle, CoursesJoin)
            .Says("Get a session's private link", "The one place where it is shown. It is in no list, event, message or calendar." + Own);
        v1.Get("/courses/{id}/sessions/{sessionId}/register", GetRegister.Handle, LearnersRead)
            .Says("Get a session's register", "Who has a place that day, by what she is called, and what counts of her attendance." + Own);
        v1.Post("/courses/{id}/sessions/{sessionId}/register", TakeRegister.Handle, RegistersWrite)
            .Says("Take a session's register", "All lines in one call and one transaction, or none. A correction is added and counts from then on; what stood there is kept." + Own)
            .Refuses(CourseStateForbids, SessionNotBegun, SessionCancelled);
    }

    private static void MapLearners(Routes v1)
    {
        v1.Get("/learners", ListLearners.Handle, LearnersRead)
            .Says("List learners", "By what they are called, newest first." + Own);
        v1.Get("/learners/{id}", GetLearner.Handle, LearnersRead)
            .Says("Get one learner", "A trainer is shown what she is called and her contact rule, and nothing else." + Own);
        v1.Post("/learners", AddLearner.Handle, LearnersWrite)
            .Says("Add a learner", "The least that works. Where someone on record may be the same person it is refused, until otherPeople names those ids as other people.")
            .Refuses(PossibleDuplicate);
        v1.Put("/learners/{id}", ChangeLearner.Handle, LearnersWrite)
            .Says("Change a learner", "Replaces what is on record of her as a whole; what is left out is taken away.")
            .Refuses(PossibleDuplicate, LearnerMerged);
        v1.Post("/learners/duplicate-checks", CheckDuplicates.Handle, LearnersWrite)
            .Says("Check for duplicates", "Who on record may be the same person, inside your organisation only. It is the search by name too: names belong in no address. Changes nothing and takes no Idempotency-Key.")
            .OwnTransaction();
        v1.Post("/learners/{id}/merge", MergeLearner.Handle, LearnersWrite)
            .Says("Merge a learner into another", "They are one person: her enrolments become the other's. Never across organisations; it can be undone.")
            .Refuses(LearnerMerged, MergeConflict);
        v1.Get("/learner-merges", ListLearnerMerges.Handle, LearnersWrite)
            .Says("List merges of learners", "Newest first, undone ones too.");
        v1.Post("/learner-merges/{id}/undo", UndoLearnerMerge.Handle, LearnersWrite)
            .Says("Undo a merge", "What was hers is hers again.")
            .Refuses(MergeUndone, MergeNotLast, "already_exists");
    }

    private static void MapEnrolments(Routes v1)
    {
        v1.Get("/courses/{id}/enrolments", ListEnrolments.Handle, LearnersRead)
            .Says("List a course's enrolments", "Newest first. They name learners by their ids alone." + Own);
        v1.Post("/courses/{id}/enrolments", EnrolLearner.Handle, LearnersWrite)
            .Says("Enrol a learner", "Keeps a seat of the licence for her in the same transaction: of two that want the last one, one gets it.")
            .WritesPlatformOwned()
            .Refuses(
                AlreadyEnrolled, CourseStateForbids, SessionBegun, CourseFull, LearnerMerged, NotEligible, SeatsExhausted, TermOver, LicenceNotActive, LicenceSuspended, "already_exists");
        v1.Get("/enrolments/{id}", GetEnrolment.Handle, LearnersRead)
            .Says("Get one enrolment", "With registration and prior learning." + Own);
        v1.Post("/enrolments/{id}/withdraw", WithdrawEnrolment.Handle, LearnersWrite)
            .Says("Withdraw a learner", "Her seat is given back, unless it is used: it is from the day on which she is registered with the awarding organisation.")
            .WritesPlatformOwned()
            .Refuses(EnrolmentWithdrawn);
        v1.Post("/enrolments/{id}/registration", RegisterEnrolment.Handle, LearnersWrite)
            .Says("Note a registration with the awarding organisation", "With its number for her. Her seat is used from then on.")
            .WritesPlatformOwned()
            .Refuses(EnrolmentWithdrawn, AlreadyRegistered, SeatsNotReserved);
        v1.Post("/enrolments/{id}/recognitions", PutForwardPriorLearning.Handle, LearnersWrite)
            .Says("Put prior learning forward", "For one unit of the course. It is decided on evidence, which is uploaded next.")
            .Refuses(EnrolmentWithdrawn, AlreadyRecognised);
        v1.Post("/enrolments/{id}/recognitions/{recognitionId}/evidence", UploadPriorLearningEvidence.Handle, LearnersWrite)
            .Says(
                "Upload the evidence of prior learning",
                """
                Once. Send the file as the one part `file` of `multipart/form-data`, or as the raw body with its own `Content-Type` and its name in `fileName`. What
                is taken and what is refused is as for resources. It takes no Idempotency-Key: a second file is refused.
                """
            )
            .OwnTransaction()
            .TakesUpTo(UploadedFile.Most)
            .TakesFile()
            .Refuses(EvidenceExists, RecognitionDecided)
            .Refuses(RefusalKind.TooLarge, "document_too_large")
            .Refuses(RefusalKind.UnsupportedContent, "document_type_not_allowed")
            .Refuses(
                RefusalKind.Invalid,
                "document_type_mismatch", "document_empty", "document_active_content", "document_encrypted", "document_expands_too_far", "document_name_not_allowed"
            );
        v1.Get("/enrolments/{id}/recognitions/{recognitionId}/evidence", DownloadPriorLearningEvidence.Handle, LearnersRead)
            .Says("Download the evidence of prior learning", "Always as an attachment, with the recorded media type and name. The ETag is the SHA-256 of the bytes." + Own);
        v1.Post("/enrolments/{id}/recognitions/{recognitionId}/decision", DecidePriorLearning.Handle, LearnersWrite)
            .Says("Decide about prior learning", "Granted on evidence, or declined. Granted, it counts for the unit.")
            .Refuses(EnrolmentWithdrawn, EvidenceMissing, RecognitionDecided);
    }

    private static void MapTraining(Routes v1)
    {
        v1.Post("/training-courses", PlanTrainingCourse.Handle, TrainingWrite)
            .Says("Plan a training of trainers", "A course that Cohort 4 itself runs, under no licence. It is confirmed from the start; its places are given or sold to partners.")
            .Refuses(OverrideNeeded)
            .Refuses(RefusalKind.Invalid, LocalTimeSkipped, LocalTimeRepeated, SessionsOverlap);
        v1.Post("/courses/{id}/cancel-training", CancelTrainingCourse.Handle, TrainingWrite)
            .Says("Cancel a training of trainers", "Its sessions to come fall away and so does every place that nobody has completed; partners' coordinators are told, and the event `place.cancelled` has what was sold credited.")
            .Refuses(CourseStateForbids);
        v1.Get("/training-places", ListTrainingPlaces.Handle, TrainingRead)
            .Says("List places on trainings of trainers", "Newest first. Cohort 4 sees all, a partner its own.");
        v1.Get("/training-places/{id}", GetTrainingPlace.Handle, TrainingRead)
            .Says("Get one place on a training of trainers", "Who has it, and when the training is.");
        v1.Post("/training-places", GrantTrainingPlace.Handle, TrainingWrite)
            .Says("Give or sell a place on a training", "To a partner: at a price that was agreed, or at that of the price list of the package under which it works. Sold, the event `place.sold` has it charged.")
            .RequiresIdempotencyKey()
            .Refuses(CourseFull, CourseStateForbids)
            .Refuses(RefusalKind.Invalid, Domain.Billing.BillingCodes.NoPriceInForce);
        v1.Post("/training-places/{id}/cancel", CancelTrainingPlace.Handle, TrainingWrite)
            .Says("Take a place on a training back", "One on which nobody has completed the training. The partner's coordinators are told, and the event `place.cancelled` has what was sold credited.")
            .Refuses(PlaceNotOpen);
        v1.Post("/training-places/{id}/take", TakeTrainingPlace.Handle, TrainingNominate)
            .Says("Put a trainer forward for a place", "One who is nominated for a unit of the training.")
            .WritesPlatformOwned()
            .Refuses(PlaceNotOpen, TrainerNotNominated);
        v1.Post("/training-places/{id}/complete", CompleteTrainingPlace.Handle, TrainingWrite)
            .Says("Note that a trainer has completed a training", "It stands on her accreditation as evidence, and her training counts as begun. Her observation comes next.")
            .Refuses(PlaceNotOpen, Domain.Accreditation.AccreditationCodes.AccreditationWithdrawn);
    }

    private static void MapCalendars(Routes v1)
    {
        v1.Get("/calendar-feeds", ListCalendarFeeds.Handle, CalendarsWrite)
            .Says("List calendar feeds", "Newest first, revoked ones too. Their addresses were shown once." + Own);
        v1.Post("/calendar-feeds", MakeCalendarFeed.Handle, CalendarsWrite)
            .Says("Make a calendar feed", "Of a trainer's sessions or of a course's. Its address is its secret and is shown this once." + Own);
        v1.Post("/calendar-feeds/{id}/revoke", RevokeCalendarFeed.Handle, CalendarsWrite)
            .Says("Revoke a calendar feed", "Its address opens nothing from then on." + Own)
            .Refuses(FeedRevoked);
        v1.Anonymous("GET", "/calendars/{feed}.ics", GetCalendar.Handle)
            .Says("Read a calendar", "In iCalendar form (RFC 5545), for a calendar program that cannot sign in. It says when, and the code of the unit; never who, for whom, where, or by which link. A revoked address is answered as one that never was.");
    }
}
