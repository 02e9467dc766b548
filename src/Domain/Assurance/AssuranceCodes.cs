namespace Franchise.Domain.Assurance;

/// <summary>
/// Every code that a refusal or a reason of this capability carries. They are part of the API: callers branch on them, so they never change.
/// </summary>
public static partial class AssuranceCodes
{
    // Assessment.

    /// <summary>The assessor is not accredited for the unit on that day; <c>errors</c> names each reason.</summary>
    public const string AssessorNotAccredited = "assessor_not_accredited";

    /// <summary>The assessor is the learner herself, or has her name or mailbox.</summary>
    public const string AssessorIsLearner = "assessor_is_learner";

    /// <summary>Prior learning is recognised for the unit: there is nothing to assess.</summary>
    public const string UnitRecognised = "unit_recognised";

    /// <summary>The criterion is met already; what was wrong about it is corrected.</summary>
    public const string CriterionMet = "criterion_met";

    /// <summary>A later decision stands in the place of this one.</summary>
    public const string DecisionSuperseded = "decision_superseded";

    /// <summary>There is as much evidence as an assessment may have.</summary>
    public const string EvidenceFull = "evidence_full";

    // Internal quality assurance.

    /// <summary>Who asks is no internal quality assurer of the organisation.</summary>
    public const string NotAnAssurer = "not_an_assurer";

    /// <summary>The assurer is not approved, or has stood down.</summary>
    public const string AssurerNotApproved = "assurer_not_approved";

    /// <summary>The decision is the assurer's own, or was entered by her, by whichever account.</summary>
    public const string AssurerNotIndependent = "assurer_not_independent";

    /// <summary>The assurer has a tie with the assessor or with who entered the decision.</summary>
    public const string AssurerTied = "assurer_tied";

    /// <summary>She is nominated or approved already.</summary>
    public const string AssurerNominated = "assurer_nominated";

    /// <summary>She has stood down.</summary>
    public const string AssurerStoodDown = "assurer_stood_down";

    /// <summary>She is approved already.</summary>
    public const string AssurerApproved = "assurer_approved";

    /// <summary>She has declared this tie already.</summary>
    public const string TieDeclared = "tie_declared";

    /// <summary>The sample has its outcome already.</summary>
    public const string SampleSettled = "sample_settled";

    /// <summary>No action of the sample is open.</summary>
    public const string NoOpenAction = "no_open_action";
}
