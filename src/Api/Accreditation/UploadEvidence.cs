using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Accreditation;

/// <summary>Puts the file that shows a qualification to it.</summary>
internal static class UploadEvidence
{
    public static async Task<Created<QualificationView>> Handle(
        Id<Trainer> id,
        Id<Qualification> qualificationId,
        [Description("The file's name, where it is the raw body.")] string? fileName,
        UploadedFile upload,
        FranchiseDb db,
        DocumentInspection inspection,
        IDocumentStore store,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        // Known before a byte of the file is read: also that a check takes none.
        (await Trainers.Find(db, id, clock, ct)).Trainer.Find(qualificationId).DemandNoEvidence();
        db.ChangeTracker.Clear();
        return await upload.Keep<Created<QualificationView>>(
            inspection, store, fileName,
            async file =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                var (trainer, _, time) = await Trainers.Lock(db, id, clock, ct);
                trainer.AddEvidence(qualificationId, file, time.Now);
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return new($"/v1/trainers/{id}/qualifications/{qualificationId}/evidence", QualificationView.Of(trainer.Find(qualificationId)), trainer.Version);
            },
            ct);
    }
}
