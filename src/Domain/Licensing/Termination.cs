namespace Franchise.Domain.Licensing;

/// <summary>For what a licence is ended before its time.</summary>
public enum TerminationCause
{
    /// <summary>What was owed stayed unpaid.</summary>
    NonPayment,

    /// <summary>What quality assurance found was not put right.</summary>
    Quality,

    /// <summary>Women were not safe.</summary>
    Safeguarding,

    /// <summary>The agreement was broken in another way.</summary>
    Breach,
}

/// <summary>An end for cause: proposed by one administrator in person, confirmed by another.</summary>
/// <param name="Cause">For what.</param>
/// <param name="LearnerProtectionPlan">What happens to the women whose courses have begun, without personal data.</param>
/// <param name="TeachOutAllowed">Whether courses already begun may go on. May be denied for safeguarding only.</param>
/// <param name="ProposedBy">The subject of the administrator who proposed it.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="ConfirmedBy">The subject of the other administrator; null until confirmed.</param>
/// <param name="EffectiveOn">The first day on which the licence is no more; null until confirmed.</param>
/// <param name="TeachOutLastDay">The last day of teach-out; null where there is none, or until confirmed.</param>
public sealed record Termination(
    TerminationCause Cause,
    string LearnerProtectionPlan,
    bool TeachOutAllowed,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    string? ConfirmedBy = null,
    DateOnly? EffectiveOn = null,
    DateOnly? TeachOutLastDay = null
);
