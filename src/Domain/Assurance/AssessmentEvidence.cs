using Franchise.Domain.Catalogue;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Assurance;

/// <summary>A file that shows what a learner can do. Only ever added.</summary>
[IdPrefix("aev")]
public sealed class AssessmentEvidence : ITenantOwned, IAppendOnly
{
    private AssessmentEvidence() { }

    internal AssessmentEvidence(UnitAssessment assessment, string? criterion, StoredFile file, string by, DateTimeOffset now)
    {
        Id = Id<AssessmentEvidence>.New(now);
        (TenantId, AssessmentId, Criterion, File, AddedBy, AddedAt) = (assessment.TenantId, assessment.Id, criterion, file, by, now);
    }

    /// <summary>Its id.</summary>
    public Id<AssessmentEvidence> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The assessment that it is for.</summary>
    public Id<UnitAssessment> AssessmentId { get; private set; }

    /// <summary>The criterion that it shows; null where it shows several or all.</summary>
    public string? Criterion { get; private set; }

    /// <summary>The file.</summary>
    public StoredFile File { get; private set; } = null!;

    /// <summary>The subject of who added it.</summary>
    public string AddedBy { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset AddedAt { get; private set; }
}
