using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Takes away a qualification that was entered by mistake, and its file.</summary>
internal static class RemoveQualification
{
    public static async Task<Done> Handle(
        Id<Trainer> id, Id<Qualification> qualificationId, IfMatch ifMatch, FranchiseDb db, IDocumentStore store, TimeProvider clock, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (trainer, _, _) = await Trainers.Lock(db, id, clock, ct);
        trainer.Find(qualificationId);
        ifMatch.Demand(trainer.Version);
        var removed = trainer.RemoveQualification(qualificationId);
        db.Remove(removed);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        // Only now: were the bytes gone first and the transaction then failed, there would be a row without them.
        if (removed.Evidence is { } file)
            await store.Delete(file.StorageKey, CancellationToken.None);
        return new();
    }
}
