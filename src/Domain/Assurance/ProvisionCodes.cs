namespace Franchise.Domain.Assurance;

/// <summary>Refusal codes of direct claims status, external visits and claims.</summary>
public static class ProvisionCodes
{
    // Direct claims status.

    /// <summary>The direct claims status does not allow it.</summary>
    public const string DirectClaimsForbid = "direct_claims_forbid";

    /// <summary>Direct claims cannot be held as things stand; the reasons say why.</summary>
    public const string DirectClaimsNotPossible = "direct_claims_not_possible";

    /// <summary>A reason: the organisation has no approved internal quality assurer.</summary>
    public const string AssurerMissing = "assurer_missing";

    /// <summary>A reason: an essential action of a visit is overdue.</summary>
    public const string ActionsOverdue = "actions_overdue";

    // Visits.

    /// <summary>The visit's status does not allow it.</summary>
    public const string VisitStateForbids = "visit_state_forbids";

    /// <summary>Fewer working days' notice than the least, and no reason.</summary>
    public const string NoticeTooShort = "notice_too_short";

    /// <summary>The finding asks for nothing, or its status does not allow it.</summary>
    public const string FindingStateForbids = "finding_state_forbids";

    // Claims.

    /// <summary>The claim's status does not allow it.</summary>
    public const string ClaimStateForbids = "claim_state_forbids";

    /// <summary>It cannot be claimed as things stand; the reasons say why.</summary>
    public const string ClaimNotPossible = "claim_not_possible";

    /// <summary>A result of this claim stands in another claim already.</summary>
    public const string AlreadyClaimed = "already_claimed";

    /// <summary>Nothing of the course can be claimed.</summary>
    public const string NothingToClaim = "nothing_to_claim";

    /// <summary>Direct claims are not held for every unit of the claim, and nobody has verified it.</summary>
    public const string ClaimNotVerified = "claim_not_verified";

    /// <summary>This audience's view is not the caller's.</summary>
    public const string AudienceNotYours = "audience_not_yours";

    /// <summary>A reason: a criterion of the unit is not met.</summary>
    public const string CriterionNotMet = "criterion_not_met";

    /// <summary>A reason: the learner is not registered with the awarding organisation.</summary>
    public const string NotRegistered = "not_registered";

    /// <summary>A reason: the learner withdrew before she achieved the unit.</summary>
    public const string WithdrawnBeforeAchieving = "withdrawn_before_achieving";

    /// <summary>A reason: the course's results are not internally assured.</summary>
    public const string NotAssured = "not_assured";
}
