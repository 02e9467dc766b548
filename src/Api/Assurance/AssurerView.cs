using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Assurance;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Assurance;

/// <summary>An internal quality assurer. Her name stands with her membership alone.</summary>
/// <param name="Id">Her id.</param>
/// <param name="OrganisationId">Her organisation.</param>
/// <param name="MemberId">Her place in it; it may be gone by now.</param>
/// <param name="Status">Whether she may assure.</param>
/// <param name="NominatedOn">When she was put forward.</param>
/// <param name="ApprovedOn">When Cohort 4 approved her; null before.</param>
/// <param name="StoodDownOn">The first day on which she no longer assures; null while she does.</param>
/// <param name="Ties">To whom she is tied.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record AssurerView(
    Id<QualityAssurer> Id,
    Id<Organisation> OrganisationId,
    Id<Member> MemberId,
    AssurerStatus Status,
    DateOnly NominatedOn,
    DateOnly? ApprovedOn,
    DateOnly? StoodDownOn,
    IReadOnlyList<TieView> Ties,
    int Version
)
{
    public static AssurerView Example =>
        new(
            ExampleOf.Id<QualityAssurer>(), ExampleOf.Id<Organisation>(), ExampleOf.Id<Member>(), AssurerStatus.Approved, new(2027, 1, 11), new(2027, 1, 14), null,
            [TieView.Example], 3);

    public static AssurerView Of(QualityAssurer a) =>
        new(a.Id, a.TenantId, a.MemberId, a.Status, a.NominatedOn, a.ApprovedOn, a.StoodDownOn, [.. a.Ties.OrderBy(t => t.Id).Select(TieView.Of)], a.Version);
}

/// <summary>A tie to a trainer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="TrainerId">The trainer.</param>
/// <param name="Kind">How.</param>
/// <param name="DeclaredAt">When it was declared.</param>
internal sealed record TieView(Id<Tie> Id, Id<Trainer> TrainerId, TieKind Kind, DateTimeOffset DeclaredAt)
{
    public static TieView Example => new(ExampleOf.Id<Tie>(), ExampleOf.Id<Trainer>(), TieKind.LineManages, ExampleOf.Time);

    public static TieView Of(Tie t) => new(t.Id, t.TrainerId, t.Kind, t.DeclaredAt);
}
