using System.Runtime.CompilerServices;
using Franchise.Domain.Assurance;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Jobs;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Credentials;

/// <summary>
/// Makes certificates of what the awarding organisation has awarded: once a claim's award is recorded, every learner on it has hers within minutes, with a
/// credential that is private until she shares it.
/// </summary>
public sealed class MakeCertificates(Doors doors, TimeProvider clock, LearnerBox learners, CredentialBox box, ILogger<MakeCertificates> log)
    : Sweep<Enrolment>(doors, clock, log)
{
    // Each takes several statements and draws a place: fewer at once, so that rows are not held for long.
    private const int AtOnce = 50;
    private readonly TimeProvider clock = clock;

    /// <inheritdoc/>
    protected override string Reason => "makeCertificates";

    /// <inheritdoc cref="Sweep{T}.Everywhere"/>
    public Task<Swept> RunAsync(CancellationToken ct) => Everywhere(ct);

    /// <inheritdoc cref="Sweep{T}.Only"/>
    public Task<Swept> RunForAsync(Id<Organisation> organisation, CancellationToken ct) => Only(organisation, ct);

    /// <inheritdoc/>
    protected override FormattableString Claim(Due due, DateTimeOffset now, Guid[] except) =>
        FormattableStringFactory.Create(
            $$"""
            SELECT e.id AS "Value"
            FROM franchise.enrolments e JOIN franchise.organisations o ON o.tenant_id = e.tenant_id
            WHERE o.clock_offset {{(due == Due.BySandboxClock ? ">" : "=")}} interval '0' AND e.id <> ALL ({0})
                AND (e.tenant_id, e.id) IN (SELECT l.tenant_id, l.enrolment_id FROM franchise.claim_lines l WHERE l.awarded_on IS NOT NULL AND NOT l.certificated)
            ORDER BY e.id LIMIT {1} FOR UPDATE OF e SKIP LOCKED
            """,
            except, Math.Min(BatchSize, AtOnce));

    /// <inheritdoc/>
    protected override FormattableString Relock(Guid id) => RelockOf("enrolments", id);

    /// <inheritdoc/>
    protected override async Task<(int Things, int Actions)> Carry(FranchiseDb db, Id<Enrolment>[] ids, CancellationToken ct)
    {
        // Somebody may have prepared by hand what was open when this was claimed.
        var enrolments = await db.Set<Enrolment>().AsNoTracking()
            .Where(e => ids.Contains(e.Id) && db.Set<ClaimLine>().Any(l => l.TenantId == e.TenantId && l.EnrolmentId == e.Id && l.AwardedOn != null && !l.Certificated))
            .ToListAsync(ct);
        var tenants = enrolments.Select(e => e.TenantId).Distinct().ToArray();
        var organisations = await db.Set<Organisation>().AsNoTracking().Where(o => tenants.Contains(o.TenantId)).ToDictionaryAsync(o => o.TenantId, ct);
        var now = clock.GetUtcNow();
        foreach (var enrolment in enrolments)
        {
            var organisation = organisations[enrolment.TenantId];
            var time = OwnTime.Of(organisation, now);
            var certificate = await Certificates.Prepare(db, enrolment, null, null, null, claimed: true, organisation, time, ct);
            await Certificates.Issue(db, certificate, null, learners, box, time, ct);
        }
        return (enrolments.Count, enrolments.Count);
    }
}
