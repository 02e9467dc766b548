using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Telemetry;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.Logging;

namespace Franchise.Infrastructure.Jobs;

/// <summary>What a sweep did.</summary>
/// <param name="Things">Things that had something due and now have not.</param>
/// <param name="Actions">Actions that were carried out.</param>
/// <param name="Postponed">Things on which carrying out failed; they are tried again later.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Swept(int Things, int Actions, int Postponed)
{
    /// <summary>Adds up.</summary>
    public static Swept operator +(Swept left, Swept right) =>
        new(left.Things + right.Things, left.Actions + right.Actions, left.Postponed + right.Postponed);
}

/// <summary>
/// Carries out whatever has fallen due on one sort of thing. What is due stands in rows (<see cref="DueAction"/>), so a sweep may run as often as it
/// likes, on several instances at once, and after days of outage: each action happens once and with its own date.
/// </summary>
/// <remarks>One for the instance: it remembers what it could not carry on, and leaves that for later.</remarks>
public abstract class Sweep<T> : IDueStep
    where T : class
{
    private const int MostPostponed = 10_000;
    private static readonly TimeSpan longest = TimeSpan.FromHours(6);
    private readonly ConcurrentDictionary<Guid, (int Failures, DateTimeOffset Until)> postponed = new();
    private readonly Doors doors;
    private readonly TimeProvider clock;
    private readonly ILogger log;

    /// <summary>A sweep through the doors, by a clock.</summary>
    protected Sweep(Doors doors, TimeProvider clock, ILogger log) => (this.doors, this.clock, this.log) = (doors, clock, log);

    /// <summary>Things in one transaction.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>Over how many connections it sweeps everything at once; each takes what no other has locked.</summary>
    public virtual int Connections { get; init; } = 1;

    /// <summary>By which clock something is due.</summary>
    protected enum Due
    {
        /// <summary>Real time has reached it.</summary>
        ByRealTime,

        /// <summary>The clock of a sandbox that is ahead has reached it.</summary>
        BySandboxClock,
    }

    /// <summary>What the record of who looked across organisations says.</summary>
    protected abstract string Reason { get; }

    /// <summary>
    /// Selects the ids of things with something due, as <c>"Value"</c>, and locks them, skipping those that another sweep or request holds. The limit
    /// counts what was locked, not what was looked at, so that two sweeps share the work instead of queueing for the same rows. Null where by that clock there is
    /// nothing to look for that the other does not find.
    /// </summary>
    protected abstract FormattableString? Claim(Due due, DateTimeOffset now, Guid[] except);

    /// <summary>Selects and locks one thing, as <see cref="Claim"/> does.</summary>
    protected abstract FormattableString Relock(Guid id);

    /// <summary>What <see cref="Claim"/> says of things whose due actions stand in a table of their own.</summary>
    /// <param name="due">By which clock.</param>
    /// <param name="now">Real time.</param>
    /// <param name="except">Things to leave alone.</param>
    /// <param name="actions">Their table, its column that names the thing, and the things' own table: names of ours, never anybody's text.</param>
    protected FormattableString ClaimOf(Due due, DateTimeOffset now, Guid[] except, (string Table, string Key, string Things) actions)
    {
        var ahead = due == Due.BySandboxClock;
        return FormattableStringFactory.Create(
            $$"""
            SELECT t.id AS "Value"
            FROM {{(ahead ? "franchise.organisations o JOIN " : "")}}franchise.{{actions.Table}} a{{(ahead ? " ON a.tenant_id = o.tenant_id" : "")}}
            JOIN franchise.{{actions.Things}} t ON t.tenant_id = a.tenant_id AND t.id = a.{{actions.Key}}
            WHERE {{(ahead ? "o.clock_offset > interval '0' AND " : "")}}a.done_at IS NULL AND NOT a.superseded
                AND a.due_at <= {0}{{(ahead ? " + o.clock_offset" : "")}} AND t.id <> ALL ({1})
            ORDER BY a.due_at LIMIT {2} FOR UPDATE OF t SKIP LOCKED
            """,
            now, except, BatchSize);
    }

    /// <summary>What <see cref="Relock"/> says of a row of a table.</summary>
    protected static FormattableString RelockOf(string table, Guid id) =>
        FormattableStringFactory.Create($$"""SELECT id AS "Value" FROM franchise.{{table}} WHERE id = {0} FOR UPDATE SKIP LOCKED""", id);

    /// <summary>What <see cref="Relock"/> says of an organisation itself. Rows that point at it can still be written meanwhile.</summary>
    protected static FormattableString RelockOfOrganisation(Guid id) =>
        $"""SELECT tenant_id AS "Value" FROM franchise.organisations WHERE tenant_id = {id} FOR NO KEY UPDATE SKIP LOCKED""";

    /// <summary>
    /// Selects when what is still to come falls due in an organisation, as one column: so that a sandbox's clock can stand there. Null where this sweep only
    /// follows what others do, and has no dates of its own.
    /// </summary>
    protected virtual FormattableString? Next(Id<Organisation> organisation, DateTimeOffset now) => null;

    /// <summary>What <see cref="Next"/> says of due actions that stand in a table of their own.</summary>
    protected static FormattableString NextOf(string table, Id<Organisation> organisation) =>
        FormattableStringFactory.Create($$"""SELECT min(due_at) FROM franchise.{{table}} WHERE tenant_id = {0} AND done_at IS NULL AND NOT superseded""", organisation.Value);

    FormattableString IDueStep.Due(DateTimeOffset now) => Unlocked(now);

    FormattableString? IDueStep.Next(Id<Organisation> organisation, DateTimeOffset now) => Next(organisation, now);

    async Task<Swept> IDueStep.RunForAsync(Id<Organisation> organisation, CancellationToken ct)
    {
        if (!postponed.IsEmpty)
        {
            // Whoever moves a clock wants it tried now.
            await using var db = doors.PlatformFor(organisation, Actor.System);
            foreach (var id in await db.Database.SqlQuery<Guid>(Unlocked(clock.GetUtcNow())).ToListAsync(ct))
                postponed.TryRemove(id, out _);
        }
        return await Only(organisation, ct);
    }

    private FormattableString Unlocked(DateTimeOffset now) =>
        Composed.Of(
            " UNION ALL ",
            [.. Enum.GetValues<Due>().Select(due => Claim(due, now, [])).OfType<FormattableString>().Select(claim => Composed.Of("", [$"(", Composed.WithoutLock(claim), $")"]))]);

    /// <summary>Carries out what is due on these things, which are locked. What it changes is saved by the caller, what it adds too.</summary>
    protected abstract Task<(int Things, int Actions)> Carry(FranchiseDb db, Id<T>[] ids, CancellationToken ct);

    /// <summary>Writes in a few statements for the whole batch what saving would write row by row. Nothing unless overridden.</summary>
    protected virtual Task WriteTogether(FranchiseDb db, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Sweeps every organisation: live ones by real time, sandboxes by their own clocks.</summary>
    /// <exception cref="OperationCanceledException">Stopped between batches; what was begun is rolled back, what was done stays.</exception>
    protected async Task<Swept> Everywhere(CancellationToken ct)
    {
        var done = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(Share, ct)));
        return done.Aggregate((a, b) => a + b);

        async Task<Swept> Share()
        {
            await using var db = await doors.AcrossTenants(Reason, Actor.System, ct);
            // Clocks only run ahead: what real time has reached is due for everybody. So only sandboxes that are ahead need a look of their own.
            return await All(db, Due.ByRealTime, ct) + await All(db, Due.BySandboxClock, ct);
        }
    }

    /// <summary>Sweeps one organisation, by its own clock: for a sandbox whose clock was moved.</summary>
    protected async Task<Swept> Only(Id<Organisation> organisation, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(organisation, Actor.System);
        return await All(db, Due.ByRealTime, ct) + await All(db, Due.BySandboxClock, ct);
    }

    /// <summary>Entities of a type in which nothing but these properties has changed.</summary>
    protected static List<EntityEntry<TRow>> Changed<TRow>(FranchiseDb db, params string[] only)
        where TRow : class =>
        [
            .. db.ChangeTracker.Entries<TRow>().Where(e =>
                e.State == EntityState.Modified
                && e.Properties.All(p => !p.IsModified || only.Contains(p.Metadata.Name))
                && e.ComplexProperties.All(c => !c.IsModified)),
        ];

    /// <summary>Notes that these were written.</summary>
    /// <exception cref="DbUpdateConcurrencyException">They were not, or not all.</exception>
    protected static void Settle<TRow>(List<EntityEntry<TRow>> written, int count)
        where TRow : class
    {
        if (count != written.Count)
            throw new DbUpdateConcurrencyException("A row that this sweep had locked was changed all the same.");
        written.ForEach(e => e.State = EntityState.Unchanged);
    }

    private async Task<Swept> All(FranchiseDb db, Due due, CancellationToken ct)
    {
        // Nothing is read through the tracker twice, and what changes is known once a batch: looking for changes at every step would cost more.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var total = new Swept(0, 0, 0);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            Guid[] claimed = [];
            try
            {
                var now = clock.GetUtcNow();
                if (Claim(due, now, Waiting(now)) is not { } claim)
                    return total;
                var (ids, done) = await Batch(db, ids => claimed = ids, claim, ct);
                if (ids == 0)
                    return total;
                total += done;
            }
            catch (Exception failed) when (claimed.Length > 0 && IsAboutOneThing(failed))
            {
                total += await OneByOne(db, claimed, ct);
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    // One that fails must not stop the others.
    private async Task<Swept> OneByOne(FranchiseDb db, Guid[] ids, CancellationToken ct)
    {
        var total = new Swept(0, 0, 0);
        foreach (var id in ids)
        {
            ct.ThrowIfCancellationRequested();
            db.ChangeTracker.Clear();
            try
            {
                total += (await Batch(db, _ => { }, Relock(id), ct)).Done;
            }
            catch (Exception failed) when (IsAboutOneThing(failed))
            {
                Postpone(id);
                total += new Swept(0, 0, 1);
                // The exception's text may quote data; its type tells enough to find the trouble.
                log.LogError("{Thing} cannot be swept ({Failure}); it is tried again later.", new Id<T>(id), failed.GetType().Name);
            }
        }
        return total;
    }

    private async Task<(int Claimed, Swept Done)> Batch(FranchiseDb db, Action<Guid[]> tell, FormattableString claim, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // A thing with several things due comes several times.
        Guid[] ids = [.. (await db.Database.SqlQuery<Guid>(claim).ToListAsync(ct)).Distinct()];
        tell(ids);
        if (ids.Length == 0)
            return (0, new(0, 0, 0));
        var (things, actions) = await Carry(db, [.. ids.Select(id => new Id<T>(id))], ct);
        db.ChangeTracker.DetectChanges();
        await WriteTogether(db, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Meters.SweepActions.Add(actions);
        foreach (var id in ids)
            postponed.TryRemove(id, out _);
        return (ids.Length, new(things, actions, 0));
    }

    private Guid[] Waiting(DateTimeOffset now) => [.. postponed.Where(p => p.Value.Until > now).Select(p => p.Key)];

    // In memory only: after a restart it is tried at once, which does no harm.
    private void Postpone(Guid id)
    {
        var now = clock.GetUtcNow();
        if (postponed.Count >= MostPostponed)
            postponed.Clear();
        var failures = postponed.GetValueOrDefault(id).Failures + 1;
        var wait = TimeSpan.FromMinutes(Math.Min(Math.Pow(2, failures), longest.TotalMinutes));
        postponed[id] = (failures, now + wait);
    }

    // Trouble of the database as a whole, or being told to stop, is no thing's fault: the run ends, and the next one goes on from there.
    private static bool IsAboutOneThing(Exception failed)
    {
        for (var e = failed; e is not null; e = e.InnerException)
            if (e is OperationCanceledException || e is DbException { IsTransient: true, SqlState: not ("40P01" or "40001") })
                return false;
        return true;
    }
}
