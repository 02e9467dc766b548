using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>The file that shows prior learning.</summary>
internal static class DownloadPriorLearningEvidence
{
    public static async Task<Attachment> Handle(
        Id<Enrolment> id, Id<Recognition> recognitionId, FranchiseDb db, IDocumentStore store, TimeProvider clock, CancellationToken ct)
    {
        var recognition = (await Enrolments.Find(db, id, clock, ct)).Enrolment.Find(recognitionId);
        var file = recognition.Evidence ?? throw Refusal.NotFound();
        var content = await store.Open(file.StorageKey, ct) ?? throw new InvalidOperationException($"The store has no bytes for {recognition.Id}.");
        return new(content, file, recognition.EvidenceAt!.Value);
    }
}
