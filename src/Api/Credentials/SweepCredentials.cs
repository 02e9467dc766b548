using System.Runtime.CompilerServices;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Credentials;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Credentials;

/// <summary>
/// Has credentials follow what they state: their last day comes, an accreditation is suspended, reinstated or withdrawn. The status lists follow in the
/// same transaction.
/// </summary>
public sealed class SweepCredentials(Doors doors, TimeProvider clock, ILogger<SweepCredentials> log) : Sweep<Credential>(doors, clock, log)
{
    private readonly TimeProvider clock = clock;

    /// <inheritdoc/>
    protected override string Reason => "sweepCredentials";

    /// <inheritdoc cref="Sweep{T}.Everywhere"/>
    public Task<Swept> RunAsync(CancellationToken ct) => Everywhere(ct);

    /// <inheritdoc cref="Sweep{T}.Only"/>
    public Task<Swept> RunForAsync(Id<Organisation> organisation, CancellationToken ct) => Only(organisation, ct);

    // What it selects is what Credential.Follow changes: one that it selected and left as it was would come again for ever.
    /// <inheritdoc/>
    protected override FormattableString Claim(Due due, DateTimeOffset now, Guid[] except) =>
        FormattableStringFactory.Create(
            $$"""
            SELECT c.id AS "Value"
            FROM franchise.credentials c
            JOIN franchise.organisations o ON o.tenant_id = c.tenant_id
            LEFT JOIN franchise.accreditations a ON a.tenant_id = c.tenant_id AND a.id = c.accreditation_id
            WHERE c.status IN ('valid', 'suspended') AND o.clock_offset {{(due == Due.BySandboxClock ? ">" : "=")}} interval '0' AND c.id <> ALL ({1})
                AND (c.expires_at <= {0} + o.clock_offset OR a.status = 'withdrawn'
                    OR (a.id IS NOT NULL AND (c.status = 'suspended') <> EXISTS (
                        SELECT FROM franchise.accreditation_holds h
                        WHERE h.tenant_id = a.tenant_id AND h.accreditation_id = a.id AND h.kind = 'suspension'
                            AND h.effective_from <= (({0} + o.clock_offset) AT TIME ZONE o.time_zone)::date
                            AND (h.lifted_on IS NULL OR h.lifted_on > (({0} + o.clock_offset) AT TIME ZONE o.time_zone)::date))))
            ORDER BY c.id LIMIT {2} FOR UPDATE OF c SKIP LOCKED
            """,
            now, except, BatchSize);

    /// <inheritdoc/>
    protected override FormattableString Next(Id<Organisation> organisation, DateTimeOffset now) =>
        $"""
        SELECT min(expires_at) FROM franchise.credentials
        WHERE tenant_id = {organisation.Value} AND status IN ('valid', 'suspended') AND expires_at > {now} + (SELECT clock_offset FROM franchise.organisations WHERE tenant_id = {organisation.Value})
        UNION ALL
        SELECT min(day.at) FROM franchise.accreditation_holds h JOIN franchise.organisations o ON o.tenant_id = h.tenant_id
            CROSS JOIN LATERAL (VALUES (h.effective_from::timestamp AT TIME ZONE o.time_zone), (h.lifted_on::timestamp AT TIME ZONE o.time_zone)) day (at)
        WHERE h.tenant_id = {organisation.Value} AND h.kind = 'suspension' AND day.at > {now} + o.clock_offset
        """;

    /// <inheritdoc/>
    protected override FormattableString Relock(Guid id) => RelockOf("credentials", id);

    /// <inheritdoc/>
    protected override async Task<(int Things, int Actions)> Carry(FranchiseDb db, Id<Credential>[] ids, CancellationToken ct)
    {
        var credentials = await db.Set<Credential>().Where(c => ids.Contains(c.Id)).ToListAsync(ct);
        var (tenants, certificateIds, accreditationIds) = (
            credentials.Select(c => c.TenantId).Distinct().ToArray(), credentials.Select(c => c.CertificateId).OfType<Id<Certificate>>().ToArray(),
            credentials.Select(c => c.AccreditationId).OfType<Id<UnitAccreditation>>().Distinct().ToArray());
        var organisations = await db.Set<Organisation>().AsNoTracking().Where(o => tenants.Contains(o.TenantId)).ToDictionaryAsync(o => o.TenantId, ct);
        var certificates = await db.Set<Certificate>().Where(c => certificateIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        var accreditations = await db.Set<UnitAccreditation>().AsNoTracking().Include(a => a.Holds).Where(a => accreditationIds.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        var now = clock.GetUtcNow();
        var moved = credentials.Where(c => c.Follow(
            c.CertificateId is { } certificate ? certificates[certificate] : null,
            c.AccreditationId is { } accreditation ? accreditations[accreditation] : null,
            OwnTime.Of(organisations[c.TenantId], now))).ToList();
        await StatusRegister.SetAsync(db, moved, ct);
        return (moved.Count, moved.Count);
    }
}
