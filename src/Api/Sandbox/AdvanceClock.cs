using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Webhooks;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Sandbox;

internal static class AdvanceClock
{
    /// <summary>How much of what happened is told; the feed of events has all of it.</summary>
    public const int Most = 1_000;

    /// <summary>Where a sandbox's clock is to be moved.</summary>
    /// <param name="AdvanceTo">The time there afterwards: later than its present, and at most two years later.</param>
    public sealed record Request(DateTimeOffset AdvanceTo)
    {
        public static Request Example => new(ExampleOf.Time.AddMonths(18));
    }

    /// <summary>Something that happened on the way.</summary>
    /// <param name="At">When, by the sandbox's clock.</param>
    /// <param name="What">What: the type of the event.</param>
    /// <param name="Subject">Id of what it happened to.</param>
    public sealed record Happening(DateTimeOffset At, string What, string Subject)
    {
        public static Happening Example => new(ExampleOf.Time, "licence.renewed", "lic_01jd8yq3zhf2vt8m6w4x5c7b9g");
    }

    /// <summary>A clock that was moved.</summary>
    /// <param name="Clock">Where it stands.</param>
    /// <param name="Happened">What happened on the way, in order: the first 1,000.</param>
    /// <param name="IsWhole">Whether that is all of it.</param>
    /// <param name="EventsAfter">All of it with its data: <c>GET /v1/events?after=</c> with this number.</param>
    public sealed record Response(ClockView Clock, IReadOnlyList<Happening> Happened, bool IsWhole, long EventsAfter)
    {
        public static Response Example => new(ClockView.Example, [Happening.Example], true, 41);
    }

    public static async Task<Response> Handle(Request request, FranchiseDb db, Actor actor, DueWork work, TimeProvider clock, CancellationToken ct)
    {
        var id = actor.Organisation;
        var after = await work.AdvanceAsync(id, request.AdvanceTo.ToUniversalTime(), actor, ct);
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == id, ct);
        var happened = await db.Set<Event>()
            .AsNoTracking()
            .Where(e => e.TenantId == id && e.Seq > after)
            .OrderBy(e => e.Seq)
            .Take(Most + 1)
            .Select(e => new Happening(e.At, e.Type, e.Subject))
            .ToListAsync(ct);
        return new(ClockView.Of(organisation, clock.GetUtcNow(), await work.NextAsync(id, ct)), [.. happened.Take(Most)], happened.Count <= Most, after);
    }
}
