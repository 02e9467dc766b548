using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Delivery;

/// <summary>A place on a training of trainers that Cohort 4 runs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">Whose it is.</param>
/// <param name="CourseId">Cohort 4's course. Partners cannot read it: what they need of it stands here.</param>
/// <param name="Units">The codes of the units that it trains for.</param>
/// <param name="FirstDay">The day of its first session.</param>
/// <param name="LastDay">The day of its last.</param>
/// <param name="Price">What it costs; null where it was given.</param>
/// <param name="Given">Whether it was given, and costs nothing.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="TrainerId">Who has it; null while it is open.</param>
/// <param name="AccreditationId">The accreditation that she is trained for; null while it is open.</param>
/// <param name="CompletedOn">The day on which she completed it; null before.</param>
/// <param name="CreatedAt">When it was given or sold.</param>
/// <param name="Version">Counts changes. The ETag is this number: 3 is `"v3"`.</param>
internal sealed record TrainingPlaceView(
    Id<TrainingPlace> Id,
    Id<Organisation> OrganisationId,
    Id<Course> CourseId,
    IReadOnlyList<string> Units,
    DateOnly FirstDay,
    DateOnly LastDay,
    Money? Price,
    bool Given,
    TrainingPlaceStatus Status,
    Id<Trainer>? TrainerId,
    Id<UnitAccreditation>? AccreditationId,
    DateOnly? CompletedOn,
    DateTimeOffset CreatedAt,
    int Version
)
{
    public static TrainingPlaceView Example =>
        new(
            ExampleOf.Id<TrainingPlace>(), ExampleOf.Id<Organisation>(), ExampleOf.Id<Course>(), ["RM3-02"], new(2027, 3, 2), new(2027, 3, 9), new Money(25_000, "GBP"), false,
            TrainingPlaceStatus.Taken, ExampleOf.Id<Trainer>(), ExampleOf.Id<UnitAccreditation>(), null, ExampleOf.Time, 2);

    public static TrainingPlaceView Of(TrainingPlace p) =>
        new(
            p.Id, p.TenantId, p.CourseId, p.Units, p.FirstDay, p.LastDay, p.Price is { } amount ? new Money(amount, p.Currency!) : null, p.Price is null, p.Status, p.TrainerId, p.AccreditationId,
            p.CompletedOn, p.CreatedAt, p.Version);
}
