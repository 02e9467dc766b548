using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Catalogue;

internal static class CreatePackage
{
    /// <param name="Code">Its code: capitals, digits and single hyphens.</param>
    /// <param name="Title">Its title.</param>
    /// <param name="Units">Codes of units with a published version.</param>
    /// <param name="Resources">Codes of resources that are not withdrawn.</param>
    /// <param name="Tools">Codes of tools, as <c>matching</c>.</param>
    /// <param name="AnnualFee">The fee for a year.</param>
    /// <param name="IncludedLearners">How many learners the fee covers.</param>
    /// <param name="ExtraLearnerFee">The fee for each learner beyond, in the same currency.</param>
    public sealed record Request(
        [StringLength(Domain.Catalogue.Code.Most, MinimumLength = 1)] string Code,
        [StringLength(200, MinimumLength = 1)] string Title,
        [Length(1, 200)] IReadOnlyList<string> Units,
        IReadOnlyList<string> Resources,
        IReadOnlyList<string> Tools,
        Money AnnualFee,
        [Range(0, 100_000)] int IncludedLearners,
        Money ExtraLearnerFee
    )
    {
        public static Request Example =>
            new("RM3-FULL", "The whole programme", ["RM3-01", "RM3-02"], ["HB-TUTOR"], ["matching"], new(450_000, "GBP"), 24, new(12_500, "GBP"));
    }

    public static async Task<Created<PackageResponse>> Handle(Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var package = new Package(
            request.Code,
            new(
                request.Title, request.Units, request.Resources, request.Tools, request.AnnualFee, request.IncludedLearners, request.ExtraLearnerFee),
            await PackageRequest.Known(request.Units, request.Resources, db, ct),
            clock.GetUtcNow()
        );
        db.Add(package);
        await db.SaveChangesAsync(ct);
        return new($"/v1/packages/{package.Id}", PackageResponse.Of(package), package.Version);
    }
}
