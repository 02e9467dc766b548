using Franchise.Domain.Catalogue;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Accreditation;

/// <summary>What a qualification is.</summary>
public enum QualificationKind
{
    /// <summary>To teach or to assess.</summary>
    TeachingOrAssessing,

    /// <summary>Training in safeguarding.</summary>
    SafeguardingTraining,

    /// <summary>A check of her record, where her role needs one. The fact and the date are kept, nothing of what it says.</summary>
    Check,

    /// <summary>Anything else that is worth knowing.</summary>
    Other,
}

/// <summary>What is recorded of a qualification.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Title">What it is called; null for a check.</param>
/// <param name="AwardedOn">The day on which it was awarded, or the check was made.</param>
/// <param name="ExpiresOn">The last day on which it is good; null where it does not run out.</param>
public sealed record QualificationDetails(QualificationKind Kind, string? Title, DateOnly AwardedOn, DateOnly? ExpiresOn)
{
    internal QualificationDetails Checked(DateOnly today)
    {
        var faults = new Faults();
        faults.Known("/kind", Kind);
        faults.Unless(AwardedOn <= today, "/awardedOn", "It was awarded today at the latest.");
        faults.Unless(!(ExpiresOn < AwardedOn), "/expiresOn", "It does not run out before it was awarded.");
        if (Kind == QualificationKind.Check && !string.IsNullOrEmpty(Title))
            throw Qualification.HoldsNoContent("/title");
        var title = Kind == QualificationKind.Check ? null : faults.Text("/title", Title, 200);
        faults.Refuse();
        return this with { Title = title };
    }
}

/// <summary>One qualification of a trainer, or the fact of a check.</summary>
[IdPrefix("qua")]
public sealed class Qualification : ITenantOwned
{
    private Qualification() { }

    internal Qualification(Trainer trainer, QualificationDetails details, DateTimeOffset now)
    {
        Id = Id<Qualification>.New(now);
        TenantId = trainer.TenantId;
        TrainerId = trainer.Id;
        (Kind, Title, AwardedOn, ExpiresOn) = details;
    }

    /// <summary>Its id.</summary>
    public Id<Qualification> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>Whose it is.</summary>
    public Id<Trainer> TrainerId { get; private set; }

    /// <summary>What it is.</summary>
    public QualificationKind Kind { get; private set; }

    /// <summary>What it is called; null for a check.</summary>
    public string? Title { get; private set; }

    /// <summary>When it was awarded, or the check was made.</summary>
    public DateOnly AwardedOn { get; private set; }

    /// <summary>The last day on which it is good; null where it does not run out.</summary>
    public DateOnly? ExpiresOn { get; private set; }

    /// <summary>The file that shows it; null where there is none.</summary>
    public StoredFile? Evidence { get; private set; }

    /// <summary>When the file was put there.</summary>
    public DateTimeOffset? EvidenceAt { get; private set; }

    /// <summary>Whether it is good on a day.</summary>
    public bool IsGoodOn(DateOnly day) => AwardedOn <= day && !(ExpiresOn < day);

    /// <summary>Refuses unless evidence can be put to it.</summary>
    /// <exception cref="Refusal"><c>check_holds_no_content</c>; <c>evidence_exists</c>.</exception>
    public void DemandNoEvidence()
    {
        if (Kind == QualificationKind.Check)
            throw HoldsNoContent("/file");
        if (Evidence is not null)
        {
            throw Refusal.Conflict(
                AccreditationCodes.EvidenceExists, "This qualification has its evidence already.", "To correct it, remove the qualification and add it anew.");
        }
    }

    internal void Attach(StoredFile file, DateTimeOffset now)
    {
        DemandNoEvidence();
        (Evidence, EvidenceAt) = (file, now);
    }

    internal static Refusal HoldsNoContent(string pointer) =>
        Refusal.Invalid(
            AccreditationCodes.CheckHoldsNoContent,
            pointer,
            "Of a check only the fact and the date are kept.",
            "Leave title and file out; whoever needs to see the certificate looks at the paper.");
}
