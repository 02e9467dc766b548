namespace Franchise.Domain.Delivery;

/// <summary>
/// Every code that a refusal or a reason of this capability carries. They are part of the API: callers branch on them, so they never change.
/// </summary>
public static class DeliveryCodes
{
    // Times of sessions.

    /// <summary>The clock goes forward over this time: there is no such time on that day.</summary>
    public const string LocalTimeSkipped = "local_time_skipped";

    /// <summary>The clock goes back over this time: it comes twice that day, and the offset from UTC must say which is meant.</summary>
    public const string LocalTimeRepeated = "local_time_repeated";

    /// <summary>Two sessions of the course overlap.</summary>
    public const string SessionsOverlap = "sessions_overlap";

    // Trainers.

    /// <summary>She has another session at that time. With a reason, who may override it can.</summary>
    public const string TrainerDoubleBooked = "trainer_double_booked";

    /// <summary>What stands in the way may be overridden with a reason; <c>errors</c> names each.</summary>
    public const string OverrideNeeded = "override_needed";

    /// <summary>She is not booked on the session.</summary>
    public const string TrainerNotBooked = "trainer_not_booked";

    /// <summary>She is booked on the session already.</summary>
    public const string TrainerBooked = "trainer_booked";

    // The course's life.

    /// <summary>The course's state does not allow this.</summary>
    public const string CourseStateForbids = "course_state_forbids";

    /// <summary>A session has no trainer.</summary>
    public const string SessionWithoutTrainer = "session_without_trainer";

    /// <summary>A session is at risk.</summary>
    public const string SessionAtRisk = "session_at_risk";

    /// <summary>The session has begun already.</summary>
    public const string SessionBegun = "session_begun";

    /// <summary>The session has not begun.</summary>
    public const string SessionNotBegun = "session_not_begun";

    /// <summary>The session is cancelled.</summary>
    public const string SessionCancelled = "session_cancelled";

    /// <summary>The course is left without a session.</summary>
    public const string CourseWithoutSession = "course_without_session";

    /// <summary>Its last session is still to come.</summary>
    public const string CourseNotDelivered = "course_not_delivered";

    /// <summary>Nobody is enrolled.</summary>
    public const string NobodyEnrolled = "nobody_enrolled";

    /// <summary>Results, assurance or claims are outstanding.</summary>
    public const string CourseOutstanding = "course_outstanding";

    // Learners.

    /// <summary>Someone on record may be the same person.</summary>
    public const string PossibleDuplicate = "possible_duplicate";

    /// <summary>The learner was merged into another.</summary>
    public const string LearnerMerged = "learner_merged";

    /// <summary>Both are enrolled on one course, so that they cannot be one person.</summary>
    public const string MergeConflict = "merge_conflict";

    /// <summary>The merge was undone before.</summary>
    public const string MergeUndone = "merge_undone";

    /// <summary>A later merge rests on this one.</summary>
    public const string MergeNotLast = "merge_not_last";

    // Enrolment.

    /// <summary>She is enrolled on the course already.</summary>
    public const string AlreadyEnrolled = "already_enrolled";

    /// <summary>Every place of the course is taken.</summary>
    public const string CourseFull = "course_full";

    /// <summary>She has withdrawn.</summary>
    public const string EnrolmentWithdrawn = "enrolment_withdrawn";

    /// <summary>She is registered with the awarding organisation already.</summary>
    public const string AlreadyRegistered = "already_registered";

    /// <summary>Prior learning for this unit was put forward already.</summary>
    public const string AlreadyRecognised = "already_recognised";

    /// <summary>The decision about prior learning was made before.</summary>
    public const string RecognitionDecided = "recognition_decided";

    /// <summary>Prior learning is granted on evidence, and there is none.</summary>
    public const string EvidenceMissing = "evidence_missing";

    /// <summary>There is evidence already.</summary>
    public const string EvidenceExists = "evidence_exists";

    /// <summary>The notice is seen to already.</summary>
    public const string NoticeDone = "notice_done";

    /// <summary>The feed was revoked before.</summary>
    public const string FeedRevoked = "feed_revoked";

    // Training of trainers.

    /// <summary>The place is not open for that.</summary>
    public const string PlaceNotOpen = "place_not_open";

    /// <summary>She is not nominated for a unit of the training.</summary>
    public const string TrainerNotNominated = "trainer_not_nominated";
}
