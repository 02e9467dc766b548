using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Documents;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Assurance;

/// <summary>Puts a file that shows what a learner can do to her assessment.</summary>
internal static class UploadAssessmentEvidence
{
    public static async Task<Created<EvidenceOfAssessmentView>> Handle(
        Id<UnitAssessment> id,
        [Description("The criterion that it shows, as 1.2; left out where it shows several or all.")] string? criterion,
        [Description("The file's name, where it is the raw body.")] string? fileName,
        UploadedFile upload,
        FranchiseDb db,
        DocumentInspection inspection,
        IDocumentStore store,
        Actor actor,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        // Known before a byte of the file is read.
        var seen = await AssessmentAtHand.Find(db, CoursesOnFile.Courses(db), id, clock, ct);
        seen.Assessment.DemandEvidence(criterion, seen.At.Course, seen.Enrolment, seen.Version);
        db.ChangeTracker.Clear();
        return await upload.Keep<Created<EvidenceOfAssessmentView>>(
            inspection, store, fileName,
            async file =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                var at = await AssessmentAtHand.Lock(db, CoursesOnFile.Courses(db), id, clock, ct);
                var added = at.Assessment.AddEvidence(criterion, file, at.At.Course, at.Enrolment, at.Version, actor, at.At.Time.Now);
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return new($"/v1/assessments/{id}/evidence/{added.Id}", EvidenceOfAssessmentView.Of(added), at.Assessment.Version);
            },
            ct);
    }
}
