using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

/// <summary>A priced bundle of units, resources and tools that a licence grants.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">Its code; it never changes.</param>
/// <param name="Title">Its title.</param>
/// <param name="Units">Codes of the units.</param>
/// <param name="Resources">Codes of the resources.</param>
/// <param name="Tools">Codes of the tools.</param>
/// <param name="AnnualFee">The fee for a year.</param>
/// <param name="IncludedLearners">How many learners the fee covers.</param>
/// <param name="ExtraLearnerFee">The fee for each learner beyond.</param>
/// <param name="Status">Whether it can be offered.</param>
/// <param name="WithdrawnAt">When it was withdrawn.</param>
public sealed record PackageResponse(
    Id<Package> Id,
    string Code,
    string Title,
    IReadOnlyList<string> Units,
    IReadOnlyList<string> Resources,
    IReadOnlyList<string> Tools,
    Money AnnualFee,
    int IncludedLearners,
    Money ExtraLearnerFee,
    CatalogueStatus Status,
    DateTimeOffset? WithdrawnAt
)
{
    public static PackageResponse Example =>
        new(
            ExampleOf.Id<Package>(), "RM3-FULL", "The whole programme", ["RM3-01", "RM3-02"], ["HB-TUTOR"], ["matching"], new(450_000, "GBP"), 24,
            new(12_500, "GBP"), CatalogueStatus.Active, null);

    internal static PackageResponse Of(Package p) =>
        new(p.Id, p.Code, p.Title, p.Units, p.Resources, p.Tools, p.AnnualFee, p.IncludedLearners, p.ExtraLearnerFee, p.Status, p.WithdrawnAt);
}

/// <summary>What a package is to grant and cost.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Units">Codes of units with a published version.</param>
/// <param name="Resources">Codes of resources that are not withdrawn.</param>
/// <param name="Tools">Codes of tools, as <c>matching</c>.</param>
/// <param name="AnnualFee">The fee for a year.</param>
/// <param name="IncludedLearners">How many learners the fee covers.</param>
/// <param name="ExtraLearnerFee">The fee for each learner beyond, in the same currency.</param>
public sealed record PackageRequest(
    [StringLength(200, MinimumLength = 1)] string Title,
    [Length(1, 200)] IReadOnlyList<string> Units,
    IReadOnlyList<string> Resources,
    IReadOnlyList<string> Tools,
    Money AnnualFee,
    [Range(0, 100_000)] int IncludedLearners,
    Money ExtraLearnerFee
)
{
    public static PackageRequest Example =>
        new("The whole programme", ["RM3-01", "RM3-02"], ["HB-TUTOR"], ["matching"], new(450_000, "GBP"), 24, new(12_500, "GBP"));

    internal PackageDetails Details => new(Title, Units, Resources, Tools, AnnualFee, IncludedLearners, ExtraLearnerFee);

    /// <summary>Which of the codes that it names may be named.</summary>
    internal static async Task<CatalogueCodes> Known(IReadOnlyList<string> units, IReadOnlyList<string> resources, FranchiseDb db, CancellationToken ct)
    {
        var published = db.Set<Unit>().Where(u => units.Contains(u.Code) && u.Versions.Any(v => v.Status == UnitVersionStatus.Published));
        var active = db.Set<Resource>().Where(r => resources.Contains(r.Code) && r.Status == CatalogueStatus.Active);
        return new(
            (await published.Select(u => u.Code).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal),
            (await active.Select(r => r.Code).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal)
        );
    }
}
