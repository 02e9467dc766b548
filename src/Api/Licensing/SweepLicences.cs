using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Telemetry;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Licensing;

/// <summary>What a sweep did.</summary>
/// <param name="Licences">Licences that had something due and now have not.</param>
/// <param name="Actions">Actions that were carried out.</param>
/// <param name="Postponed">Licences on which carrying out failed; they are tried again later.</param>
public sealed record SweepResult(int Licences, int Actions, int Postponed)
{
    internal static SweepResult Of(Swept swept) => new(swept.Things, swept.Actions, swept.Postponed);
}

/// <summary>Carries out whatever has fallen due on licences: offers lapse, licences begin, milestones are announced, terms end or renew.</summary>
public sealed class SweepLicences(Doors doors, TimeProvider clock, ILogger<SweepLicences> log) : Sweep<Licence>(doors, clock, log)
{
    private readonly TimeProvider clock = clock;

    /// <inheritdoc/>
    protected override string Reason => "sweepLicences";

    /// <inheritdoc cref="Sweep{T}.Everywhere"/>
    public async Task<SweepResult> RunAsync(CancellationToken ct) => SweepResult.Of(await Everywhere(ct));

    /// <inheritdoc cref="Sweep{T}.Only"/>
    public async Task<SweepResult> RunForAsync(Id<Organisation> organisation, CancellationToken ct) => SweepResult.Of(await Only(organisation, ct));

    /// <inheritdoc/>
    protected override FormattableString Claim(Due due, DateTimeOffset now, Guid[] except) => ClaimOf(due, now, except, ("scheduled_actions", "licence_id", "licences"));

    /// <inheritdoc/>
    protected override FormattableString Next(Id<Organisation> organisation, DateTimeOffset now) => NextOf("scheduled_actions", organisation);

    /// <inheritdoc/>
    protected override FormattableString Relock(Guid id) => RelockOf("licences", id);

    /// <inheritdoc/>
    protected override async Task<(int Things, int Actions)> Carry(FranchiseDb db, Id<Licence>[] ids, CancellationToken ct)
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
        var renewing = licences.Where(l => l.AutoRenews).Select(l => l.Id).ToHashSet();
        var planning = due
            .Where(a => a.Kind is ScheduledActionKind.Start or ScheduledActionKind.AutoRenew || (a.Kind == ScheduledActionKind.TermEnd && renewing.Contains(a.LicenceId)))
            .Select(a => a.LicenceId)
            .Distinct()
            .ToArray();
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

    /// <inheritdoc/>
    // On a day on which thousands are due, nearly all that changes is that an action is done and a licence has moved on. Two statements write that for
    // the whole batch; saving would take two for each licence. What is more than that, and what happened, is left to saving.
    protected override async Task WriteTogether(FranchiseDb db, CancellationToken ct)
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
}
