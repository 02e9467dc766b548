namespace Franchise.Domain.Accreditation;

/// <summary>What became of an appeal.</summary>
public enum AppealOutcome
{
    /// <summary>The appeal was right: the accreditation stands as if it had not been withdrawn.</summary>
    Upheld,

    /// <summary>The accreditation stays withdrawn.</summary>
    Dismissed,
}

/// <summary>An accreditation taken away, and what was said against it.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Text">What she and her organisation are told.</param>
/// <param name="On">The first day on which it counts no more.</param>
/// <param name="By">The subject of whoever withdrew it.</param>
/// <param name="At">When.</param>
/// <param name="Before">Where the accreditation stood before.</param>
/// <param name="AppealNote">What speaks against it, without learners' names; null until appealed.</param>
/// <param name="AppealedBy">The subject of whoever appealed; null until then.</param>
/// <param name="AppealedAt">When; null until then.</param>
/// <param name="Outcome">What became of the appeal; null until decided.</param>
/// <param name="DecisionText">Why; null until decided.</param>
/// <param name="DecidedBy">The subject of whoever decided; null until then.</param>
/// <param name="DecidedAt">When; null until then.</param>
public sealed record AccreditationWithdrawal(
    AccreditationConcern Reason,
    string Text,
    DateOnly On,
    string By,
    DateTimeOffset At,
    AccreditationStatus Before,
    string? AppealNote = null,
    string? AppealedBy = null,
    DateTimeOffset? AppealedAt = null,
    AppealOutcome? Outcome = null,
    string? DecisionText = null,
    string? DecidedBy = null,
    DateTimeOffset? DecidedAt = null
)
{
    /// <summary>Whether it takes the accreditation away on a day.</summary>
    public bool CountsOn(DateOnly day) => Outcome != AppealOutcome.Upheld && On <= day;
}
