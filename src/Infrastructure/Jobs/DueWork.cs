using Franchise.Domain.Audit;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Jobs;

/// <summary>One sort of what time does to an organisation: a sweep, as the clock of a sandbox sees it.</summary>
public interface IDueStep
{
    /// <summary>Selects what is due, by the clocks as they stand.</summary>
    FormattableString Due(DateTimeOffset now);

    /// <summary>Selects when what is still to come falls due there, as one column; null where it only follows what others do.</summary>
    FormattableString? Next(Id<Organisation> organisation, DateTimeOffset now);

    /// <summary>Carries out what is due, and tries again what failed before.</summary>
    Task<Swept> RunForAsync(Id<Organisation> organisation, CancellationToken ct);
}

/// <summary>
/// A sandbox's time, moved: from one moment at which something falls due to the next, and at each of them every step, in the order of the list, until
/// nothing is due any more. Steps are the sweeps of live organisations; here they are called for one organisation.
/// </summary>
/// <remarks>
/// The scheduled sweeps may meet the same rows. Whoever has locked one carries it out, and time stands until he has. The organisation's turn is an
/// advisory lock: it goes with its transaction, so that nothing stays locked when the process dies. The clock then stands at a moment whose work the scheduled sweeps finish.
/// </remarks>
/// <param name="steps">What time does, in order.</param>
/// <param name="doors">To the organisation.</param>
/// <param name="clock">Real time.</param>
public sealed class DueWork(IReadOnlyList<IDueStep> steps, Doors doors, TimeProvider clock)
{
    /// <summary>The clock is being moved already.</summary>
    public const string ClockMoving = "clock_moving";

    /// <summary>Something that fell due could not be done.</summary>
    public const string DueWorkFailed = "due_work_failed";

    private static readonly TimeSpan patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(25);

    /// <summary>What it carries out, in order.</summary>
    public IReadOnlyList<IDueStep> Steps => steps;

    /// <summary>Moves an organisation's clock and does all that falls due on the way.</summary>
    /// <returns>The number of the last event before.</returns>
    /// <exception cref="Refusal">
    /// <c>not_found</c>, <c>not_a_sandbox</c>, <c>organisation_closed</c>, <c>clock_out_of_range</c>, <c>clock_moving</c>; <c>due_work_failed</c>, and then
    /// the clock stands at the moment of whose work something failed. It never goes back: part of that work may be done, and bears that date.
    /// </exception>
    public async Task<long> AdvanceAsync(Id<Organisation> organisation, DateTimeOffset to, Actor actor, CancellationToken ct)
    {
        await using var turn = doors.PlatformFor(organisation, actor);
        await using var turns = await turn.Database.BeginTransactionAsync(ct);
        var alone = await turn.Database.SqlQuery<bool>(
            $"""SELECT pg_try_advisory_xact_lock(hashtextextended('clock/' || {organisation.Value}::text, 0)) AS "Value" """).ToListAsync(ct);
        if (!alone[0])
            throw Refusal.Conflict(ClockMoving, "The clock is being moved already.", "Wait until that call has answered.");
        var last = await ReadAsync(organisation, async db =>
        {
            var moved = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.TenantId == organisation, ct) ?? throw Refusal.NotFound();
            moved.DemandClockMovable(to, clock.GetUtcNow());
            return await db.Set<AuditHead>().Select(h => (long?)h.EventSeq).SingleOrDefaultAsync(ct) ?? 0;
        });
        // What is due already comes first: time would not have passed it by.
        await SettleAsync(organisation, ct);
        for (var moment = DateTimeOffset.MinValue; moment < to;)
        {
            moment = await NextAsync(organisation, ct) is { } next && next < to ? next : to;
            await MoveAsync(organisation, o => o.StandAt(moment, clock.GetUtcNow()), actor, ct);
            await SettleAsync(organisation, ct);
        }
        await MoveAsync(organisation, o => o.ClockArrived(), actor, CancellationToken.None);
        return last;
    }

    /// <summary>When the next thing falls due there; null where nothing will.</summary>
    public Task<DateTimeOffset?> NextAsync(Id<Organisation> organisation, CancellationToken ct) =>
        ReadAsync(organisation, async db =>
        {
            var now = clock.GetUtcNow();
            var next = Composed.Of(" UNION ALL ", [.. steps.Select(s => s.Next(organisation, now)).OfType<FormattableString>()]);
            next = Composed.Of("", [$"""SELECT min(x.at) AS "Value" FROM franchise.organisations o, (""", next, $") x (at) WHERE o.tenant_id = {organisation.Value} AND x.at > {now} + o.clock_offset"]);
            return (await db.Database.SqlQuery<DateTimeOffset?>(next).ToListAsync(ct))[0];
        });

    // Until nothing is due: what one step does may be another's to follow, and a row that somebody holds is done by him or, once he lets go, here.
    private async Task SettleAsync(Id<Organisation> organisation, CancellationToken ct)
    {
        for (var since = clock.GetTimestamp(); await DueAsync(organisation, ct) is { Count: > 0 } due;)
        {
            var done = 0;
            foreach (var step in due.Order())
            {
                var swept = await steps[step].RunForAsync(organisation, ct);
                if (swept.Postponed > 0)
                    throw Failed();
                done += swept.Things;
            }
            if (done > 0)
                since = clock.GetTimestamp();
            else if (clock.GetElapsedTime(since) > patience)
                throw Failed();
            else
                await Task.Delay(pause, clock, ct);
        }
    }

    private Task<List<int>> DueAsync(Id<Organisation> organisation, CancellationToken ct) =>
        ReadAsync(organisation, db =>
        {
            var now = clock.GetUtcNow();
            var due = steps.Select((step, number) => Composed.Of("", [$"""SELECT {number} AS "Value" WHERE EXISTS (""", step.Due(now), $")"]));
            return db.Database.SqlQuery<int>(Composed.Of(" UNION ALL ", [.. due])).ToListAsync(ct);
        });

    private async Task<T> ReadAsync<T>(Id<Organisation> organisation, Func<FranchiseDb, Task<T>> read)
    {
        await using var db = doors.PlatformFor(organisation, Actor.System);
        return await read(db);
    }

    private async Task MoveAsync(Id<Organisation> organisation, Action<Organisation> move, Actor actor, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(organisation, actor);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // A sweep that is at the organisation's work holds this row, and reads the clock once: it does not move under its hands.
        await db.Database.SqlQuery<Guid>($"""SELECT tenant_id AS "Value" FROM franchise.organisations WHERE tenant_id = {organisation.Value} FOR NO KEY UPDATE""").ToListAsync(ct);
        var moved = await db.Set<Organisation>().SingleAsync(o => o.TenantId == organisation, ct);
        move(moved);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static Refusal Failed() =>
        Refusal.Conflict(
            DueWorkFailed, "Something that fell due on the way could not be done. The clock stands at its moment, and all before it is done.",
            "Read the clock and try again; if it comes back, tell Cohort 4 the request's id.");
}
