namespace Franchise.Domain.Accreditation;

/// <summary>
/// Every code that a refusal or a reason of this capability carries. They are part of the API: callers branch on them, so they never change.
/// </summary>
public static class AccreditationCodes
{
    // Trainers.

    /// <summary>The trainer has left her organisation.</summary>
    public const string TrainerLeft = "trainer_left";

    /// <summary>The trainer has not left.</summary>
    public const string TrainerNotLeft = "trainer_not_left";

    /// <summary>Another trainer of the organisation signs in as this member already.</summary>
    public const string MemberTaken = "member_taken";

    /// <summary>Of a check only the fact and the date are kept: it takes no title and no file.</summary>
    public const string CheckHoldsNoContent = "check_holds_no_content";

    /// <summary>The qualification has its evidence already.</summary>
    public const string EvidenceExists = "evidence_exists";

    // Nomination and training.

    /// <summary>She cannot be nominated for the unit; <c>errors</c> names every reason.</summary>
    public const string NominationNotPossible = "nomination_not_possible";

    /// <summary>She is nominated, in training or accredited for the unit already.</summary>
    public const string AlreadyNominated = "already_nominated";

    /// <summary>Her training for the unit has begun already.</summary>
    public const string TrainingBegun = "training_begun";

    /// <summary>Her training for the unit has not begun.</summary>
    public const string TrainingNotBegun = "training_not_begun";

    // Observation.

    /// <summary>The assessor is the trainer herself, or her line manager.</summary>
    public const string AssessorNotIndependent = "assessor_not_independent";

    /// <summary>The assessor is of her own organisation or bears her name; Cohort 4 may permit it with a reason.</summary>
    public const string AssessorNeedsReason = "assessor_needs_reason";

    // The steps to a permission and to its renewal.

    /// <summary>Something is missing for this step; <c>errors</c> names every item.</summary>
    public const string AccreditationNotReady = "accreditation_not_ready";

    /// <summary>No observation that met the standard is on record for this step.</summary>
    public const string ObservationMissing = "observation_missing";

    /// <summary>She is accredited already.</summary>
    public const string AlreadyAccredited = "already_accredited";

    /// <summary>A qualification that the policy asks for is not on record.</summary>
    public const string QualificationMissing = "qualification_missing";

    /// <summary>A qualification that the policy asks for is out of date.</summary>
    public const string QualificationExpired = "qualification_expired";

    /// <summary>Too few hours of continuing professional development (CPD) within a year.</summary>
    public const string CpdMissing = "cpd_missing";

    /// <summary>No standardisation meeting within a year.</summary>
    public const string StandardisationMissing = "standardisation_missing";

    /// <summary>The time in which it may be renewed has not come.</summary>
    public const string RenewalTooEarly = "renewal_too_early";

    /// <summary>The next record is made already.</summary>
    public const string AlreadyRenewed = "already_renewed";

    /// <summary>A refresher is for an accreditation that has lapsed.</summary>
    public const string NotLapsed = "not_lapsed";

    /// <summary>The time in which a refresher brings it back is over.</summary>
    public const string RefresherTooLate = "refresher_too_late";

    // Holds, withdrawal and appeal.

    /// <summary>There is nothing to hold: she is not accredited.</summary>
    public const string NotAccredited = "not_accredited";

    /// <summary>It was withdrawn.</summary>
    public const string AccreditationWithdrawn = "accreditation_withdrawn";

    /// <summary>It was not withdrawn, so there is nothing to appeal against.</summary>
    public const string AccreditationNotWithdrawn = "accreditation_not_withdrawn";

    /// <summary>An appeal was made before.</summary>
    public const string AppealMade = "appeal_made";

    /// <summary>There is no appeal to decide, or it is decided.</summary>
    public const string NoAppealOpen = "no_appeal_open";

    /// <summary>Whoever withdrew it cannot decide the appeal.</summary>
    public const string SecondPersonNeeded = "second_person_needed";

    // What a check answers besides.

    /// <summary>She was never nominated for the unit.</summary>
    public const string NotNominated = "not_nominated";

    /// <summary>She is nominated, in training or observed, and not accredited yet.</summary>
    public const string NotYetAccredited = "not_yet_accredited";

    /// <summary>The date lies before her accreditation began.</summary>
    public const string AccreditationNotBegun = "accreditation_not_begun";

    /// <summary>Her accreditation does not reach the date, and can be renewed before.</summary>
    public const string AccreditationEndsBefore = "accreditation_ends_before";

    /// <summary>Her accreditation has lapsed.</summary>
    public const string AccreditationLapsed = "accreditation_lapsed";

    /// <summary>Her accreditation is suspended.</summary>
    public const string AccreditationSuspended = "accreditation_suspended";

    /// <summary>Her accreditation is restricted: what it allows is in the sentence.</summary>
    public const string AccreditationRestricted = "accreditation_restricted";
}
