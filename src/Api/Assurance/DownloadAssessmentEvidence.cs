using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>A file that shows what a learner can do.</summary>
internal static class DownloadAssessmentEvidence
{
    public static async Task<Attachment> Handle(
        Id<UnitAssessment> id, Id<AssessmentEvidence> evidenceId, FranchiseDb db, IDocumentStore store, TimeProvider clock, CancellationToken ct)
    {
        var found = await AssessmentAtHand.Find(db, AssuranceOnFile.Courses(db), id, clock, ct);
        var evidence = found.Assessment.Evidence.FirstOrDefault(e => e.Id == evidenceId) ?? throw Refusal.NotFound();
        var content = await store.Open(evidence.File.StorageKey, ct) ?? throw new InvalidOperationException($"The store has no bytes for {evidence.Id}.");
        return new(content, evidence.File, evidence.AddedAt);
    }
}
