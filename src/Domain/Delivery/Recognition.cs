using Franchise.Domain.Catalogue;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Delivery;

/// <summary>What was decided about prior learning.</summary>
public enum RecognitionOutcome
{
    /// <summary>Nothing yet.</summary>
    Undecided,

    /// <summary>It counts for the unit.</summary>
    Granted,

    /// <summary>It does not.</summary>
    Declined,
}

/// <summary>Prior learning put forward for one unit, with its evidence. Changed through its <see cref="Enrolment"/>.</summary>
[IdPrefix("rpl")]
public sealed class Recognition : ITenantOwned
{
    private Recognition() { }

    internal Recognition(Enrolment enrolment, string unit, DateTimeOffset now)
    {
        Id = Id<Recognition>.New(now);
        (TenantId, EnrolmentId, Unit, PutForwardAt) = (enrolment.TenantId, enrolment.Id, unit, now);
    }

    /// <summary>Its id.</summary>
    public Id<Recognition> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The enrolment.</summary>
    public Id<Enrolment> EnrolmentId { get; private set; }

    /// <summary>The code of the unit.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>When it was put forward.</summary>
    public DateTimeOffset PutForwardAt { get; private set; }

    /// <summary>The file that shows it; null where there is none yet.</summary>
    public StoredFile? Evidence { get; private set; }

    /// <summary>When the file was put there.</summary>
    public DateTimeOffset? EvidenceAt { get; private set; }

    /// <summary>What was decided.</summary>
    public RecognitionOutcome Outcome { get; private set; }

    /// <summary>The day of the decision; null before.</summary>
    public DateOnly? DecidedOn { get; private set; }

    /// <summary>The subject of who decided; null before.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>Refuses unless evidence can be put to it.</summary>
    /// <exception cref="Refusal"><c>evidence_exists</c>, <c>recognition_decided</c>.</exception>
    public void DemandNoEvidence()
    {
        DemandUndecided();
        if (Evidence is not null)
            throw Refusal.Conflict(DeliveryCodes.EvidenceExists, "There is evidence already.", "Have it declined and put it forward anew.");
    }

    internal void Attach(StoredFile file, DateTimeOffset now)
    {
        DemandNoEvidence();
        (Evidence, EvidenceAt) = (file, now);
    }

    internal void Decide(RecognitionOutcome outcome, string by, OwnTime time)
    {
        DemandUndecided();
        new Faults().When(outcome is not (RecognitionOutcome.Granted or RecognitionOutcome.Declined), "/outcome", "It is granted or declined.").Refuse();
        if (outcome == RecognitionOutcome.Granted && Evidence is null)
            throw Refusal.Conflict(DeliveryCodes.EvidenceMissing, "There is no evidence.", "Upload what shows the learning first.");
        (Outcome, DecidedOn, DecidedBy) = (outcome, time.Today, by);
    }

    private void DemandUndecided()
    {
        if (Outcome != RecognitionOutcome.Undecided)
            throw Refusal.Conflict(DeliveryCodes.RecognitionDecided, "It was decided before.", "Put it forward anew.");
    }
}
