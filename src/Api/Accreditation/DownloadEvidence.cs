using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>The file that shows a qualification.</summary>
internal static class DownloadEvidence
{
    public static async Task<Attachment> Handle(
        Id<Trainer> id, Id<Qualification> qualificationId, FranchiseDb db, IDocumentStore store, TimeProvider clock, CancellationToken ct)
    {
        var qualification = (await Trainers.Find(db, id, clock, ct)).Trainer.Find(qualificationId);
        var file = qualification.Evidence ?? throw Refusal.NotFound();
        var content = await store.Open(file.StorageKey, ct) ?? throw new InvalidOperationException($"The store has no bytes for {qualification.Id}.");
        return new(content, file, qualification.EvidenceAt!.Value);
    }
}
