namespace Franchise.Domain.Assurance;

/// <summary>Who asks where a claim stands.</summary>
public enum ClaimAudience
{
    /// <summary>The organisation that claims.</summary>
    Partner,

    /// <summary>Cohort 4's quality lead.</summary>
    QualityLead,

    /// <summary>The awarding organisation.</summary>
    AwardingBody,
}

/// <summary>Where a claim stands, in the word of an audience.</summary>
public enum ClaimWord
{
    /// <summary>Partner: it can still be left out or handed in.</summary>
    Draft,

    /// <summary>Partner: Cohort 4 looks at it first.</summary>
    WithCohort4,

    /// <summary>Partner: nothing is left but the award.</summary>
    WithAwardingOrganisation,

    /// <summary>Quality lead: the organisation has not handed it in.</summary>
    NotHandedIn,

    /// <summary>Quality lead: she is to verify it.</summary>
    ToVerify,

    /// <summary>Quality lead: direct claims are held, so that nothing is to be verified; the award is to be recorded.</summary>
    DirectToAward,

    /// <summary>Quality lead: verified; the award is to be recorded.</summary>
    VerifiedToAward,

    /// <summary>Awarding organisation: nothing is claimed yet.</summary>
    NotClaimed,

    /// <summary>Awarding organisation: claimed.</summary>
    Claimed,

    /// <summary>All: awarded.</summary>
    Awarded,

    /// <summary>Partner and quality lead: sent back, with a reason.</summary>
    Returned,

    /// <summary>All: taken back. To the awarding organisation that is also what was returned.</summary>
    Withdrawn,
}

/// <summary>The one place that says what a claim's status is called for whom.</summary>
public static class ClaimWords
{
    /// <summary>Where a claim stands for an audience.</summary>
    /// <param name="status">Where it stands.</param>
    /// <param name="direct">Whether direct claims are held now for every unit of it.</param>
    /// <param name="audience">Who asks.</param>
    public static ClaimWord Of(ClaimStatus status, bool direct, ClaimAudience audience) =>
        (status, audience) switch
        {
            (ClaimStatus.Awarded, _) => ClaimWord.Awarded,
            (ClaimStatus.Withdrawn, _) or (ClaimStatus.Returned, ClaimAudience.AwardingBody) => ClaimWord.Withdrawn,
            (ClaimStatus.Returned, _) => ClaimWord.Returned,
            (ClaimStatus.Draft, ClaimAudience.Partner) => ClaimWord.Draft,
            (ClaimStatus.Draft, ClaimAudience.QualityLead) => ClaimWord.NotHandedIn,
            (ClaimStatus.Draft, _) => ClaimWord.NotClaimed,
            (ClaimStatus.Submitted, ClaimAudience.Partner) => direct ? ClaimWord.WithAwardingOrganisation : ClaimWord.WithCohort4,
            (ClaimStatus.Submitted, ClaimAudience.QualityLead) => direct ? ClaimWord.DirectToAward : ClaimWord.ToVerify,
            (ClaimStatus.Submitted, _) => direct ? ClaimWord.Claimed : ClaimWord.NotClaimed,
            (_, ClaimAudience.Partner) => ClaimWord.WithAwardingOrganisation,
            (_, ClaimAudience.QualityLead) => ClaimWord.VerifiedToAward,
            _ => ClaimWord.Claimed,
        };
}
