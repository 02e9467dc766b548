using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

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
        await using var document = await upload.Inspect(inspection, fileName, ct);
        var key = await store.Put(document.Content, ct);
        try
        {
            // Read anew: the upload may have taken minutes.
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var at = await Enrolments.Lock(db, id, null, clock, ct);
            at.Enrolment.AddEvidence(recognitionId, document.StoredAs(key), at.Time.Now);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return new($"/v1/enrolments/{id}/recognitions/{recognitionId}/evidence", RecognitionView.Of(at.Enrolment.Find(recognitionId)), at.Enrolment.Version);
        }
        // Only where the row is certain not to be there: bytes without a row do no harm, a row without bytes does.
        catch (Exception e) when (e is Refusal or DbUpdateException)
        {
            await store.Delete(key, CancellationToken.None);
            throw;
        }
    }
}
