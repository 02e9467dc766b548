using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

/// <summary>What a version of a unit is to say.</summary>
/// <param name="Title">The unit's title.</param>
/// <param name="Level">Level of the qualifications framework, 1 to 8.</param>
/// <param name="Credits">Credit; one credit stands for 10 hours of learning.</param>
/// <param name="GuidedLearningHours">Guided learning hours (GLH), at most 10 for each credit.</param>
/// <param name="Languages">BCP 47 tags of the languages it may be taught in.</param>
/// <param name="Outcomes">Its learning outcomes; their numbers are their places.</param>
public sealed record UnitVersionRequest(
    [StringLength(200, MinimumLength = 1)] string Title,
    [Range(1, 8)] int Level,
    [Range(1, 60)] int Credits,
    [Range(1, 600)] int GuidedLearningHours,
    [Length(1, 30)] IReadOnlyList<string> Languages,
    [Length(1, 30)] IReadOnlyList<OutcomeRequest> Outcomes
)
{
    public static UnitVersionRequest Example =>
        new("Understanding reintegrative mentoring", 3, 3, 24, ["en"], [new("Understand what mentoring is", ["Explain the role of a mentor"])]);

    internal UnitContent Content =>
        new(Title, Level, Credits, GuidedLearningHours, Languages, [.. Outcomes.Select(o => new OutcomeContent(o.Title, o.Criteria))]);
}

/// <summary>A learning outcome.</summary>
/// <param name="Title">What the learner will know or be able to do.</param>
/// <param name="Criteria">How it is assessed; their numbers are their places.</param>
public sealed record OutcomeRequest([StringLength(500, MinimumLength = 1)] string Title, [Length(1, 30)] IReadOnlyList<string> Criteria);

internal static class DraftUnitVersion
{
    public static async Task<Created<UnitVersionResponse>> Handle(
        Id<Unit> id, UnitVersionRequest request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var unit = await db.Set<Unit>().Include(u => u.Versions).SingleOrDefaultAsync(u => u.Id == id, ct) ?? throw Refusal.NotFound();
        var version = unit.Draft(request.Content, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new($"/v1/units/{id}/versions/{version.Id}", UnitVersionResponse.Of(version), unit.Version);
    }
}
