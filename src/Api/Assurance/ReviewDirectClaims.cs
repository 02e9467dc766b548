using Franchise.Domain.Assurance;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Domain.Webhooks;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>
/// Freezes an organisation's direct claims within minutes of its losing the only approved internal quality assurer, whether she stood down, was disabled or was removed.
/// </summary>
public sealed class ReviewDirectClaims(Doors doors, TimeProvider clock, EmailOutbox outbox, ILogger<ReviewDirectClaims> log) : EventReader(doors, clock, log)
{
    private readonly TimeProvider clock = clock;
    private readonly Doors doors = doors;

    /// <inheritdoc/>
    protected override string Reason => "reviewDirectClaims";

    // A grant and a lift are looked at again: the assurer may have gone while they were decided.
    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> Relevant { get; } =
        ["assurer.stood_down", "member.disabled", "member.removed", "provision.direct_claims_granted", "provision.direct_claims_lifted"];

    /// <inheritdoc cref="Sweep{T}.Everywhere"/>
    public Task<Swept> RunAsync(CancellationToken ct) => Everywhere(ct);

    /// <inheritdoc cref="Sweep{T}.Only"/>
    public Task<Swept> RunForAsync(Id<Organisation> organisation, CancellationToken ct) => Only(organisation, ct);

    /// <inheritdoc/>
    protected override async Task<int> Read(FranchiseDb db, IReadOnlyList<Event> happened, CancellationToken ct)
    {
        Id<Organisation>[] tenants = [.. happened.Select(e => e.TenantId).Distinct()];
        await ProvisionsOnFile.LockAsync(db, tenants, ct);
        var assurers = await ProvisionsOnFile.AssurersAsync(db, tenants, ct);
        Id<Organisation>[] bare = [.. tenants.Where(t => !assurers.ContainsKey(t))];
        var now = clock.GetUtcNow();
        var held = await db.Set<ApprovedProvision>().Where(p => bare.Contains(p.TenantId) && p.DirectClaims == DirectClaimsStatus.Held).ToListAsync(ct);
        var organisations = await db.Set<Organisation>().AsNoTracking().Where(o => bare.Contains(o.TenantId)).ToListAsync(ct);
        var frozen = held.Where(p => p.FreezeFor(FreezeCause.AssurerLost, organisations.Single(o => o.TenantId == p.TenantId).Now(now))).ToList();
        await ProvisionMail.Tell(db, doors, outbox, organisations, frozen.ToLookup(p => p.TenantId, ProvisionMail.Frozen), now, ct);
        return frozen.Count;
    }
}
