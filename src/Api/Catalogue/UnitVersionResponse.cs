using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;

namespace Franchise.Api.Catalogue;

/// <summary>A version of a unit, without its outcomes.</summary>
/// <param name="Id">Its id.</param>
/// <param name="UnitId">Whose version it is.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Title">The unit's title.</param>
/// <param name="Level">Level of the qualifications framework, 1 to 8.</param>
/// <param name="Credits">Credit; one credit stands for 10 hours of learning.</param>
/// <param name="GuidedLearningHours">Guided learning hours (GLH).</param>
/// <param name="Languages">BCP 47 tags of the languages it may be taught in.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="WithdrawnAt">When it was withdrawn.</param>
public sealed record UnitVersionSummary(
    Id<UnitVersion> Id,
    Id<Unit> UnitId,
    int Number,
    UnitVersionStatus Status,
    string Title,
    int Level,
    int Credits,
    int GuidedLearningHours,
    IReadOnlyList<string> Languages,
    DateTimeOffset? PublishedAt,
    DateTimeOffset? WithdrawnAt
)
{
    public static UnitVersionSummary Example =>
        new(
            ExampleOf.Id<UnitVersion>(), ExampleOf.Id<Unit>(), 1, UnitVersionStatus.Published, "Understanding reintegrative mentoring", 3, 3, 24, ["en"],
            ExampleOf.Time, null);

    internal static IQueryable<UnitVersionSummary> Select(IQueryable<UnitVersion> versions) =>
        versions.Select(v => new UnitVersionSummary(
            v.Id, v.UnitId, v.Number, v.Status, v.Title, v.Level, v.Credits, v.GuidedLearningHours, v.Languages, v.PublishedAt, v.WithdrawnAt));
}

/// <summary>A version of a unit.</summary>
/// <param name="Id">Its id.</param>
/// <param name="UnitId">Whose version it is.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Title">The unit's title.</param>
/// <param name="Level">Level of the qualifications framework, 1 to 8.</param>
/// <param name="Credits">Credit; one credit stands for 10 hours of learning.</param>
/// <param name="GuidedLearningHours">Guided learning hours (GLH).</param>
/// <param name="LearningHours">Hours of learning in all, guided or not.</param>
/// <param name="Languages">BCP 47 tags of the languages it may be taught in.</param>
/// <param name="Outcomes">Its learning outcomes, each with its assessment criteria.</param>
/// <param name="CreatedAt">When it was begun.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="WithdrawnAt">When it was withdrawn.</param>
public sealed record UnitVersionResponse(
    Id<UnitVersion> Id,
    Id<Unit> UnitId,
    int Number,
    UnitVersionStatus Status,
    string Title,
    int Level,
    int Credits,
    int GuidedLearningHours,
    int LearningHours,
    IReadOnlyList<string> Languages,
    IReadOnlyList<LearningOutcome> Outcomes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PublishedAt,
    DateTimeOffset? WithdrawnAt
)
{
    public static UnitVersionResponse Example =>
        new(
            ExampleOf.Id<UnitVersion>(), ExampleOf.Id<Unit>(), 1, UnitVersionStatus.Draft, "Understanding reintegrative mentoring", 3, 3, 24, 30, ["en"],
            [new(1, "Understand what mentoring is", [new("1.1", "Explain the role of a mentor"), new("1.2", "Describe its boundaries")])],
            ExampleOf.Time, null, null);

    internal static UnitVersionResponse Of(UnitVersion v) =>
        new(
            v.Id, v.UnitId, v.Number, v.Status, v.Title, v.Level, v.Credits, v.GuidedLearningHours, v.LearningHours, v.Languages, v.Outcomes, v.CreatedAt,
            v.PublishedAt, v.WithdrawnAt);
}
