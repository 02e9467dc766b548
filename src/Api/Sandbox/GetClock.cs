using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Sandbox;

/// <summary>The clock of a sandbox.</summary>
/// <param name="Now">What time it is there, in UTC.</param>
/// <param name="Today">The date there, in its own zone.</param>
/// <param name="TimeZone">Its zone, IANA.</param>
/// <param name="Latest">How far it can be moved in one go.</param>
/// <param name="NextDueAt">When the next thing falls due there; null where nothing will.</param>
public sealed record ClockView(DateTimeOffset Now, DateOnly Today, string TimeZone, DateTimeOffset Latest, DateTimeOffset? NextDueAt)
{
    public static ClockView Example => new(ExampleOf.Time, new(2027, 3, 1), "Europe/London", ExampleOf.Time.AddYears(2), ExampleOf.Time.AddDays(12));

    internal static ClockView Of(Organisation o, DateTimeOffset utcNow, DateTimeOffset? next) => new(o.Now(utcNow), o.Today(utcNow), o.TimeZone, o.LatestClock(utcNow), next);
}

internal static class GetClock
{
    public static async Task<ClockView> Handle(FranchiseDb db, Actor actor, DueWork work, TimeProvider clock, CancellationToken ct)
    {
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == actor.Organisation, ct);
        organisation.DemandSandbox();
        return ClockView.Of(organisation, clock.GetUtcNow(), await work.NextAsync(actor.Organisation, ct));
    }
}
