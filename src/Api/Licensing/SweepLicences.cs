using System.Collections.Concurrent;
using System.Data.Common;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Telemetry;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Franchise.Api.Licensing;

/// <summary>What a sweep did.</summary>
/// <param name="Licences">Licences that had something due and now have not.</param>
/// <param name="Actions">Actions that were carried out.</param>
/// <param name="Postponed">Licences on which carrying out failed; they are tried again later.</param>
public sealed record SweepResult(int Licences, int Actions, int Postponed)
{
    /// <summary>Adds up.</summary>
    public static SweepResult operator +(SweepResult left, SweepResult right) =>
        new(left.Licences + right.Licences, left.Actions + right.Actions, left.Postponed + right.Postponed);
}

/// <summary>
/// Carries out whatever has fallen due: offers lapse, licences begin, milestones are announced, terms end or renew. What is due stands in rows, so
/// the sweep may run as often as it likes, on several instances at once, and after days of outage: each action happens once and with its own date.
/// </summary>
public sealed class SweepLicences(Doors doors, TimeProvider clock, ILogger<SweepLicences> log)
{
    private const int MostPostponed = 10_000;
    private static readonly TimeSpan longest = TimeSpan.FromHours(6);
    private readonly ConcurrentDictionary<Guid, (int Failures, DateTimeOffset Until)> postponed = new();

    /// <summary>Licences in one transaction.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>Sweeps every organisation: live ones by real time, sandboxes by their own clocks.</summary>
    /// <exception cref="OperationCanceledException">Stopped between batches; what was begun is rolled back, what was done stays.</exception>
    public async Task<SweepResult> RunAsync(CancellationToken ct)
    {
        await using var db = await doors.AcrossTenants("sweepLicences", Actor.System, ct);
        // Clocks only run ahead: what real time has reached is due for everybody. So only sandboxes that are ahead need a look of their own.
        return await All(db, Due.ByRealTime, ct) + await All(db, Due.BySandboxClock, ct);
    }

    /// <summary>Sweeps one organisation, by its own clock: for a sandbox whose clock was moved.</summary>
    public async Task<SweepResult> RunForAsync(Id<Organisation> organisation, CancellationToken ct)
    {
        await using var db = doors.PlatformFor(organisation, Actor.System);
        return await All(db, Due.ByRealTime, ct) + await All(db, Due.BySandboxClock, ct);
    }

    private enum Due
    {
        ByRealTime,
        BySandboxClock,
    }

    private async Task<SweepResult> All(FranchiseDb db, Due due, CancellationToken ct)
    {
        // Nothing is read through the tracker twice, and what changes is known once a batch: looking for changes at every step would cost more.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var total = new SweepResult(0, 0, 0);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            Guid[] claimed = [];
            try
            {
                var (ids, done) = await Batch(db, ids => claimed = ids, () => Claim(db, due, ct), ct);
                if (ids == 0)
                    return total;
                total += done;
            }
            catch (Exception failed) when (claimed.Length > 0 && IsAboutALicence(failed))
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
    private async Task<SweepResult> OneByOne(FranchiseDb db, Guid[] ids, CancellationToken ct)
    {
        var total = new SweepResult(0, 0, 0);
        foreach (var id in ids)
        {
            ct.ThrowIfCancellationRequested();
            db.ChangeTracker.Clear();
            try
            {
                total += (await Batch(db, _ => { }, () => Relock(db, id, ct), ct)).Done;
            }
            catch (Exception failed) when (IsAboutALicence(failed))
            {
                Postpone(id);
                total += new SweepResult(0, 0, 1);
                // The exception's text may quote data; its type tells enough to find the licence's trouble.
                log.LogError("Licence {Licence} cannot be swept ({Failure}); it is tried again later.", new Id<Licence>(id), failed.GetType().Name);
            }
        }
        return total;
    }

    private async Task<(int Claimed, SweepResult Done)> Batch(FranchiseDb db, Action<Guid[]> tell, Func<Task<List<Guid>>> claim, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // A licence with several things due comes several times.
        Guid[] ids = [.. (await claim()).Distinct()];
        tell(ids);
        if (ids.Length == 0)
            return (0, new(0, 0, 0));
        var (licences, actions) = await Carry(db, [.. ids.Select(id => new Id<Licence>(id))], ct);
        db.ChangeTracker.DetectChanges();
        await WriteTogether(db, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Meters.SweepActions.Add(actions);
        foreach (var id in ids)
            postponed.TryRemove(id, out _);
        return (ids.Length, new(licences, actions, 0));
    }

    private async Task<(int Licences, int Actions)> Carry(FranchiseDb db, Id<Licence>[] ids, CancellationToken ct)
    {
        var licences = await db.Set<Licence>().Where(l => ids.Contains(l.Id)).ToListAsync(ct);
        var (tenants, versions) = (licences.Select(l => l.TenantId).Distinct().ToArray(), licences.Select(l => l.PolicyVersionId).Distinct().ToArray());
        var now = clock.GetUtcNow();
        var organisations = await db.Set<Organisation>().AsNoTracking().Where(o => tenants.Contains(o.TenantId)).ToDictionaryAsync(o => o.TenantId, ct);
        var policies = await db.Set<LicencePolicyVersion>().AsNoTracking().Where(v => versions.Contains(v.Id)).ToDictionaryAsync(v => v.Id, ct);
        var latest = now + organisations.Values.Max(o => o.ClockOffset);
        var due = await db.Set<ScheduledAction>()
            .Where(a => ids.Contains(a.LicenceId) && a.DoneAt == null && !a.Superseded && a.DueAt <= latest)
            .ToListAsync(ct);

        // Only what plans anew needs holds, terms and the whole schedule: most days that is a few of many.
        var planning = due.Where(a => a.Kind is ScheduledActionKind.Start or ScheduledActionKind.AutoRenew).Select(a => a.LicenceId).Distinct().ToArray();
        IReadOnlyDictionary<Id<Licence>, LicenceFacts> facts = new Dictionary<Id<Licence>, LicenceFacts>();
        if (planning.Length > 0)
        {
            await db.Set<Hold>().Where(h => planning.Contains(h.LicenceId)).LoadAsync(ct);
            await db.Set<ScheduledAction>().Where(a => planning.Contains(a.LicenceId)).LoadAsync(ct);
            var beginning = licences.Where(l => l.Status == LicenceStatus.Accepted && planning.Contains(l.Id)).Select(AtHand).ToList();
            if (beginning.Count > 0)
                facts = await Licences.Facts(db, beginning, ct);
        }

        var (moved, carried) = (0, 0);
        foreach (var licence in licences)
        {
            var at = AtHand(licence);
            var before = carried;
            while (licence.NextDue(at.Time) is { } next)
            {
                Meters.SweepLag.Record((at.Time.Now - next.DueAt).TotalSeconds);
                licence.Carry(next, at.Policy, at.Time, facts.GetValueOrDefault(licence.Id));
                carried++;
            }
            if (carried > before)
                moved++;
        }
        return (moved, carried);

        LicenceAtHand AtHand(Licence licence)
        {
            var organisation = organisations[licence.TenantId];
            return new(licence, policies[licence.PolicyVersionId], organisation, OwnTime.Of(organisation, now));
        }
    }

    // On a day on which thousands are due, nearly all that changes is that an action is done and a licence has moved on. Two statements write that for
    // the whole batch; saving would take two for each licence. What is more than that, and what happened, is left to saving.
    private static async Task WriteTogether(FranchiseDb db, CancellationToken ct)
    {
        var done = Changed<ScheduledAction>(db, nameof(ScheduledAction.DoneAt));
        if (done.Count > 0)
        {
            var count = await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE franchise.scheduled_actions a SET done_at = x.at
                FROM unnest({done.Select(e => e.Entity.TenantId.Value).ToArray()}, {done.Select(e => e.Entity.Id.Value).ToArray()},
                    {done.Select(e => e.Entity.DoneAt!.Value).ToArray()}) AS x (tenant_id, id, at)
                WHERE a.tenant_id = x.tenant_id AND a.id = x.id AND a.done_at IS NULL
                """,
                ct);
            Settle(done, count);
        }
        var moved = Changed<Licence>(db, nameof(Licence.Status), nameof(Licence.Version));
        if (moved.Count > 0)
        {
            var statuses = moved.Select(e => e.Property(l => l.Status)).Select(p => (string)p.Metadata.GetTypeMapping().Converter!.ConvertToProvider(p.CurrentValue)!).ToArray();
            var count = await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE franchise.licences l SET status = x.status, version = x.next
                FROM unnest({moved.Select(e => e.Entity.TenantId.Value).ToArray()}, {moved.Select(e => e.Entity.Id.Value).ToArray()}, {statuses},
                    {moved.Select(e => e.Property(l => l.Version).OriginalValue).ToArray()}, {moved.Select(e => e.Entity.Version).ToArray()})
                    AS x (tenant_id, id, status, version, next)
                WHERE l.tenant_id = x.tenant_id AND l.id = x.id AND l.version = x.version
                """,
                ct);
            Settle(moved, count);
        }
    }

    // Those in which nothing but these properties has changed.
    private static List<EntityEntry<T>> Changed<T>(FranchiseDb db, params string[] only)
        where T : class =>
        [
            .. db.ChangeTracker.Entries<T>().Where(e =>
                e.State == EntityState.Modified
                && e.Properties.All(p => !p.IsModified || only.Contains(p.Metadata.Name))
                && e.ComplexProperties.All(c => !c.IsModified)),
        ];

    private static void Settle<T>(List<EntityEntry<T>> written, int count)
        where T : class
    {
        if (count != written.Count)
            throw new DbUpdateConcurrencyException("A row that this sweep had locked was changed all the same.");
        written.ForEach(e => e.State = EntityState.Unchanged);
    }

    // Locks the licences, skipping those that another sweep or request holds. The limit counts what was locked, not what was looked at, so that two
    // sweeps share the work instead of queueing for the same rows.
    private Task<List<Guid>> Claim(FranchiseDb db, Due due, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var skip = Waiting(now);
        return due == Due.ByRealTime
            ? db.Database.SqlQuery<Guid>(
                $"""
                SELECT l.id AS "Value"
                FROM franchise.scheduled_actions a JOIN franchise.licences l ON l.tenant_id = a.tenant_id AND l.id = a.licence_id
                WHERE a.done_at IS NULL AND NOT a.superseded AND a.due_at <= {now} AND l.id <> ALL ({skip})
                ORDER BY a.due_at LIMIT {BatchSize} FOR UPDATE OF l SKIP LOCKED
                """).ToListAsync(ct)
            : db.Database.SqlQuery<Guid>(
                $"""
                SELECT l.id AS "Value"
                FROM franchise.organisations o
                JOIN franchise.scheduled_actions a ON a.tenant_id = o.tenant_id
                JOIN franchise.licences l ON l.tenant_id = a.tenant_id AND l.id = a.licence_id
                WHERE o.clock_offset > interval '0' AND a.done_at IS NULL AND NOT a.superseded AND a.due_at <= {now} + o.clock_offset
                    AND l.id <> ALL ({skip})
                ORDER BY a.due_at LIMIT {BatchSize} FOR UPDATE OF l SKIP LOCKED
                """).ToListAsync(ct);
    }

    private static Task<List<Guid>> Relock(FranchiseDb db, Guid id, CancellationToken ct) =>
        db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.licences WHERE id = {id} FOR UPDATE SKIP LOCKED""").ToListAsync(ct);

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

    // Trouble of the database as a whole, or being told to stop, is no licence's fault: the run ends, and the next one goes on from there.
    private static bool IsAboutALicence(Exception failed)
    {
        for (var e = failed; e is not null; e = e.InnerException)
            if (e is OperationCanceledException || e is DbException { IsTransient: true, SqlState: not ("40P01" or "40001") })
                return false;
        return true;
    }
}
