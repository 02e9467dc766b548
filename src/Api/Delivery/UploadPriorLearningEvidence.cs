using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Delivery;

/// <summary>Puts the file that shows prior learning to it.</summary>
internal static class UploadPriorLearningEvidence
{
    public static async Task<Created<RecognitionView>> Handle(
        Id<Enrolment> id,
        Id<Recognition> recognitionId,
        [Description("The file's name, where it is the raw body.")] string? fileName,
        UploadedFile upload,
        FranchiseDb db,
        DocumentInspection inspection,
        IDocumentStore store,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        // Known before a byte of the file is read.
        (await Enrolments.Find(db, id, clock, ct)).Enrolment.Find(recognitionId).DemandNoEvidence();
        db.ChangeTracker.Clear();
        return await upload.Keep<Created<RecognitionView>>(
            inspection, store, fileName,
            async file =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                var at = await Enrolments.Lock(db, id, null, clock, ct);
                at.Enrolment.AddEvidence(recognitionId, file, at.Time.Now);
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return new($"/v1/enrolments/{id}/recognitions/{recognitionId}/evidence", RecognitionView.Of(at.Enrolment.Find(recognitionId)), at.Enrolment.Version);
            },
            ct);
    }
}
