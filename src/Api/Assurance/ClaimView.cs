using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Assurance;

/// <summary>A claim. It names no learner.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Who claims.</param>
/// <param name="CourseId">The course.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Lines">Its results, in the order in which reasons count them.</param>
/// <param name="DraftedAt">When it was drafted.</param>
/// <param name="SubmittedAt">When it was handed in.</param>
/// <param name="VerifiedAt">When Cohort 4 verified it; null where it did not.</param>
/// <param name="AwardedAt">When the award was recorded.</param>
/// <param name="ReturnedBecause">Why it was returned.</param>
/// <param name="EndedAt">When it was returned or withdrawn.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record ClaimView(
    Id<Claim> Id, Id<Organisation> OrganisationId, Id<Course> CourseId, ClaimStatus Status, IReadOnlyList<ClaimLineView> Lines, DateTimeOffset DraftedAt, DateTimeOffset? SubmittedAt,
    DateTimeOffset? VerifiedAt, DateTimeOffset? AwardedAt, string? ReturnedBecause, DateTimeOffset? EndedAt, int Version)
{
    public static ClaimView Example =>
        new(
            ExampleOf.Id<Claim>(), ExampleOf.Id<Organisation>(), ExampleOf.Id<Course>(), ClaimStatus.Awarded, [ClaimLineView.Example], ExampleOf.Time, ExampleOf.Time, null, ExampleOf.Time, null, null, 3);

    public static ClaimView Of(Claim c) =>
        new(
            c.Id, c.TenantId, c.CourseId, c.Status, [.. c.Lines.OrderBy(l => l.Number).Select(ClaimLineView.Of)], c.DraftedAt, c.SubmittedAt, c.VerifiedAt, c.AwardedAt, c.ReturnedBecause, c.EndedAt,
            c.Version);
}

/// <summary>One result of a claim.</summary>
/// <param name="Id">Its id.</param>
/// <param name="EnrolmentId">Whose result.</param>
/// <param name="Unit">The code of the unit.</param>
/// <param name="AchievedOn">The day on which the unit was achieved; null while the claim is a draft.</param>
/// <param name="AwardedOn">The day on which it was awarded; null before.</param>
/// <param name="AwardReference">The awarding organisation's reference; null before.</param>
internal sealed record ClaimLineView(Id<ClaimLine> Id, Id<Enrolment> EnrolmentId, string Unit, DateOnly? AchievedOn, DateOnly? AwardedOn, string? AwardReference)
{
    public static ClaimLineView Example => new(ExampleOf.Id<ClaimLine>(), ExampleOf.Id<Enrolment>(), "RM3-02", new(2027, 5, 4), new(2027, 5, 20), "OCN-27-00815");

    public static ClaimLineView Of(ClaimLine l) => new(l.Id, l.EnrolmentId, l.Unit, l.AchievedOn, l.AwardedOn, l.AwardReference);
}

/// <summary>A claim as it stands in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Who claims.</param>
/// <param name="CourseId">The course.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record ClaimSummary(Id<Claim> Id, Id<Organisation> OrganisationId, Id<Course> CourseId, ClaimStatus Status, int Version)
{
    public static ClaimSummary Example => new(ExampleOf.Id<Claim>(), ExampleOf.Id<Organisation>(), ExampleOf.Id<Course>(), ClaimStatus.Submitted, 2);

    public static ClaimSummary Of(Claim c) => new(c.Id, c.TenantId, c.CourseId, c.Status, c.Version);
}
