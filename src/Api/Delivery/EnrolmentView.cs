using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;

namespace Franchise.Api.Delivery;

/// <summary>A learner's place on a course. It names her by her id alone.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CourseId">The course.</param>
/// <param name="LearnerId">The learner; after a merge, the one that she is.</param>
/// <param name="Status">Whether she has her place.</param>
/// <param name="EnrolledOn">When she was enrolled, by the organisation's own date.</param>
/// <param name="RegistrationDueOn">The last day on which she is to be registered with the awarding organisation.</param>
/// <param name="RegistrationOverdue">Whether that day is over and she is not.</param>
/// <param name="RegisteredOn">The day on which she was; null before.</param>
/// <param name="RegistrationNumber">The awarding organisation's number for her; null before.</param>
/// <param name="WithdrawnOn">The first day on which she no longer has her place; null while she has.</param>
/// <param name="WithdrawalReason">Why; null while she has.</param>
/// <param name="Recognitions">Prior learning put forward for a unit.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record EnrolmentView(
    Id<Enrolment> Id,
    Id<Course> CourseId,
    Id<Learner> LearnerId,
    EnrolmentStatus Status,
    DateOnly EnrolledOn,
    DateOnly RegistrationDueOn,
    bool RegistrationOverdue,
    DateOnly? RegisteredOn,
    string? RegistrationNumber,
    DateOnly? WithdrawnOn,
    WithdrawalReason? WithdrawalReason,
    IReadOnlyList<RecognitionView> Recognitions,
    int Version
)
{
    public static EnrolmentView Example =>
        new(
            ExampleOf.Id<Enrolment>(), ExampleOf.Id<Course>(), ExampleOf.Id<Learner>(), EnrolmentStatus.Enrolled, new(2027, 2, 10), new(2027, 4, 1), false, null, null, null, null,
            [RecognitionView.Example], 2);

    public static EnrolmentView Of(Enrolment e, DateOnly today) =>
        new(
            e.Id, e.CourseId, e.LearnerId, e.Status, e.EnrolledOn, e.RegistrationDueOn, e.RegistrationOverdue(today), e.RegisteredOn, e.RegistrationNumber, e.WithdrawnOn,
            e.WithdrawalReason, [.. e.Recognitions.OrderBy(r => r.Id).Select(RecognitionView.Of)], e.Version);
}

/// <summary>Prior learning put forward for a unit.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Unit">The code of the unit.</param>
/// <param name="PutForwardAt">When.</param>
/// <param name="Evidence">The file that shows it; null where there is none yet.</param>
/// <param name="Outcome">What was decided.</param>
/// <param name="DecidedOn">When; null before.</param>
internal sealed record RecognitionView(
    Id<Recognition> Id, string Unit, DateTimeOffset PutForwardAt, PriorLearningEvidenceView? Evidence, RecognitionOutcome Outcome, DateOnly? DecidedOn)
{
    public static RecognitionView Example =>
        new(ExampleOf.Id<Recognition>(), "RM3-02", ExampleOf.Time, PriorLearningEvidenceView.Example, RecognitionOutcome.Granted, new(2027, 3, 8));

    public static RecognitionView Of(Recognition r) =>
        new(
            r.Id, r.Unit, r.PutForwardAt, r.Evidence is { } e ? new(e.FileName, e.ContentType, e.Size, e.Sha256, r.EvidenceAt!.Value) : null, r.Outcome, r.DecidedOn);
}

/// <summary>A file that shows prior learning.</summary>
/// <param name="FileName">Its name.</param>
/// <param name="ContentType">Its media type, as found by inspection.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes, in lower-case hexadecimal.</param>
/// <param name="AddedAt">When it was put there.</param>
internal sealed record PriorLearningEvidenceView(string FileName, string ContentType, long Size, string Sha256, DateTimeOffset AddedAt)
{
    public static PriorLearningEvidenceView Example => new("portfolio.pdf", "application/pdf", 48_213, ExampleOf.Hash, ExampleOf.Time);
}
