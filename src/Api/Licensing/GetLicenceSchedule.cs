using Franchise.Api.Http;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Licensing;

/// <summary>What will happen to a licence and when, if nobody does anything.</summary>
internal static class GetLicenceSchedule
{
    /// <param name="Upcoming">Everything that is still to come, by due date.</param>
    public sealed record Response(IReadOnlyList<Row> Upcoming)
    {
        public static Response Example => new([Row.Example]);
    }

    /// <param name="Kind">What happens.</param>
    /// <param name="TermNumber">The term it belongs to; null for what belongs to none.</param>
    /// <param name="Days">For a milestone, how many days before the last day; else null.</param>
    /// <param name="HoldId">For a hold's review, the hold; else null.</param>
    /// <param name="DueOn">The organisation's own date on which it is due.</param>
    /// <param name="DueAt">The instant at which that date begins there, by the organisation's own clock.</param>
    public sealed record Row(ScheduledActionKind Kind, int? TermNumber, int? Days, Id<Hold>? HoldId, DateOnly DueOn, DateTimeOffset DueAt)
    {
        public static Row Example => new(ScheduledActionKind.Milestone, 1, 90, null, new(2027, 10, 2), new(2027, 10, 1, 23, 0, 0, TimeSpan.Zero));
    }

    public static async Task<Response> Handle(Id<Licence> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Licences.Find(db, id, Parts.Schedule, clock, ct);
        return new(
            [
                .. at.Licence.Schedule.Where(a => a.IsPending)
                    .OrderBy(a => a.DueAt).ThenBy(a => a.Kind).ThenBy(a => a.Id)
                    .Take(Bounds.Items)
                    .Select(a => new Row(
                        a.Kind,
                        a.TermNumber == 0 ? null : a.TermNumber,
                        a.Kind == ScheduledActionKind.Milestone ? a.Days : null,
                        a.HoldId,
                        a.DueOn,
                        a.DueAt)),
            ]);
    }
}
