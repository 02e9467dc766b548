using Franchise.Domain.Assurance;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Telemetry;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>
/// Reminds of essential actions that are due soon, and says once that one is overdue: that freezes direct claims of the provision it concerns. Messages are written in
/// the same transaction.
/// </summary>
public sealed class SweepVisits(Doors doors, TimeProvider clock, EmailOutbox outbox, ILogger<SweepVisits> log) : Sweep<ExternalVisit>(doors, clock, log)
{
    private readonly TimeProvider clock = clock;
    private readonly Doors doors = doors;

    /// <inheritdoc/>
    protected override string Reason => "sweepVisits";

    /// <inheritdoc cref="Sweep{T}.Everywhere"/>
    public Task<Swept> RunAsync(CancellationToken ct) => Everywhere(ct);

    /// <inheritdoc cref="Sweep{T}.Only"/>
    public Task<Swept> RunForAsync(Id<Organisation> organisation, CancellationToken ct) => Only(organisation, ct);

    /// <inheritdoc/>
    protected override FormattableString Claim(Due due, DateTimeOffset now, Guid[] except) => ClaimOf(due, now, except, ("visit_actions", "visit_id", "external_visits"));

    /// <inheritdoc/>
    protected override FormattableString Next(Id<Organisation> organisation, DateTimeOffset now) => NextOf("visit_actions", organisation);

    /// <inheritdoc/>
    protected override FormattableString Relock(Guid id) => RelockOf("external_visits", id);

    /// <inheritdoc/>
    protected override async Task<(int Things, int Actions)> Carry(FranchiseDb db, Id<ExternalVisit>[] ids, CancellationToken ct)
    {
        var visits = await db.Set<ExternalVisit>().AsSplitQuery().Include(v => v.Findings).Include(v => v.Schedule).Where(v => ids.Contains(v.Id)).ToListAsync(ct);
        Id<Organisation>[] tenants = [.. visits.Select(v => v.TenantId).Distinct()];
        var organisations = await db.Set<Organisation>().AsNoTracking().Where(o => tenants.Contains(o.TenantId)).ToListAsync(ct);
        await ProvisionsOnFile.LockAsync(db, tenants, ct);
        var maps = await ProvisionsOnFile.MapsAsync(db, tenants, ct);
        var now = clock.GetUtcNow();
        List<(Id<Organisation> Organisation, string Line)> news = [];
        var (moved, carried) = (0, 0);
        foreach (var visit in visits)
        {
            var time = OwnTime.Of(organisations.Single(o => o.TenantId == visit.TenantId), now);
            var before = carried;
            while (visit.NextDue(time) is { } due)
            {
                Meters.SweepLag.Record((time.Now - due.DueAt).TotalSeconds);
                var finding = visit.Carry(due, time);
                carried++;
                news.Add((visit.TenantId, ProvisionMail.Action(finding, due.Kind)));
                if (due.Kind == VisitActionKind.Overdue)
                    news.AddRange(maps[visit.TenantId].ConcernedBy(finding).Where(p => p.FreezeFor(FreezeCause.ActionOverdue, time.Now)).Select(p => (p.TenantId, ProvisionMail.Frozen(p))));
            }
            moved += carried > before ? 1 : 0;
        }
        await ProvisionMail.Tell(db, doors, outbox, organisations, news.ToLookup(n => n.Organisation, n => n.Line), now, ct);
        return (moved, carried);
    }
}
