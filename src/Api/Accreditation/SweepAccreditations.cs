using Franchise.Domain.Accreditation;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Telemetry;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Accreditation;

/// <summary>
/// Carries out whatever has fallen due on accreditations: renewal opens, an approaching end is announced, what was not renewed lapses. In the same
/// transaction it writes the messages to the trainer, her coordinator and Cohort 4: one to each for all that a batch brings, not one for each unit.
/// </summary>
public sealed class SweepAccreditations(Doors doors, TimeProvider clock, EmailOutbox outbox, ILogger<SweepAccreditations> log)
    : Sweep<UnitAccreditation>(doors, clock, log)
{
    private readonly TimeProvider clock = clock;
    private readonly Doors doors = doors;

    /// <inheritdoc/>
    protected override string Reason => "sweepAccreditations";

    /// <inheritdoc cref="Sweep{T}.Everywhere"/>
    public Task<Swept> RunAsync(CancellationToken ct) => Everywhere(ct);

    /// <inheritdoc cref="Sweep{T}.Only"/>
    public Task<Swept> RunForAsync(Id<Organisation> organisation, CancellationToken ct) => Only(organisation, ct);

    /// <inheritdoc/>
    protected override FormattableString Claim(Due due, DateTimeOffset now, Guid[] except) => ClaimOf(due, now, except, ("accreditation_actions", "accreditation_id", "accreditations"));

    /// <inheritdoc/>
    protected override FormattableString Next(Id<Organisation> organisation, DateTimeOffset now) => NextOf("accreditation_actions", organisation);

    /// <inheritdoc/>
    protected override FormattableString Relock(Guid id) => RelockOf("accreditations", id);

    /// <inheritdoc/>
    protected override async Task<(int Things, int Actions)> Carry(FranchiseDb db, Id<UnitAccreditation>[] ids, CancellationToken ct)
    {
        var accreditations = await db.Set<UnitAccreditation>().Where(a => ids.Contains(a.Id)).ToListAsync(ct);
        var (tenants, trainerIds) = (accreditations.Select(a => a.TenantId).Distinct().ToArray(), accreditations.Select(a => a.TrainerId).Distinct().ToArray());
        var now = clock.GetUtcNow();
        var organisations = await db.Set<Organisation>().AsNoTracking().Where(o => tenants.Contains(o.TenantId)).ToDictionaryAsync(o => o.TenantId, ct);
        var latest = now + organisations.Values.Max(o => o.ClockOffset);
        await db.Set<AccreditationAction>()
            .Where(a => ids.Contains(a.AccreditationId) && a.DoneAt == null && !a.Superseded && a.DueAt <= latest)
            .LoadAsync(ct);
        var trainers = await db.Set<Trainer>().AsNoTracking().Where(t => trainerIds.Contains(t.Id)).ToDictionaryAsync(t => t.Id, ct);

        var (moved, carried) = (0, 0);
        List<AccreditationNews> news = [];
        foreach (var accreditation in accreditations)
        {
            var time = OwnTime.Of(organisations[accreditation.TenantId], now);
            var before = carried;
            while (accreditation.NextDue(time) is { } next)
            {
                Meters.SweepLag.Record((time.Now - next.DueAt).TotalSeconds);
                accreditation.Carry(next, time);
                carried++;
            }
            if (carried == before)
                continue;
            moved++;
            // Where several milestones are late, the last of them is the news.
            var happened = accreditation.Events.LastOrDefault(e => e.Type is "accreditation.renewal_due_soon" or "accreditation.lapsed");
            var trainer = trainers[accreditation.TrainerId];
            if (happened is not null && trainer.Status == TrainerStatus.Active)
                news.Add(new(trainer, accreditation, accreditation.Status == AccreditationStatus.Lapsed));
        }
        if (news.Count > 0)
            await Announce(db, news, organisations, now, ct);
        return (moved, carried);
    }

    private async Task Announce(
        FranchiseDb db, List<AccreditationNews> news, Dictionary<Id<Organisation>, Organisation> organisations, DateTimeOffset now, CancellationToken ct)
    {
        var tenants = news.Select(n => n.Trainer.TenantId).Distinct().ToArray();
        var coordinators = await CoordinatorsOnFile.AddressesAsync(db, tenants, ct);
        var staff = await QualityLeadsOnFile.AddressesAsync(doors, ct);
        foreach (var own in news.GroupBy(n => n.Trainer.TenantId))
        {
            var organisation = organisations[own.Key];
            void Write(EmailMessage message) => db.Add(outbox.Write(organisation.TenantId, message, now));
            foreach (var hers in own.GroupBy(n => n.Trainer.Id))
                Write(AccreditationNotices.ToTrainer(hers.First().Trainer, [.. hers]));
            foreach (var address in coordinators[own.Key])
                Write(AccreditationNotices.ToCoordinator(address, [.. own]));
            // What happens in a sandbox is a rehearsal: it is nothing for Cohort 4 to see to.
            foreach (var address in organisation.IsSandbox ? [] : staff)
                Write(AccreditationNotices.ToStaff(address, organisation, [.. own]));
        }
    }
}
