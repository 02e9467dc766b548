using System.Runtime.CompilerServices;
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
/// Suspends certificates that name a unit whose result was found wrong after issue, within minutes of the correction, until Cohort 4 corrects them. Nobody
/// outside is told more than that they do not count for now.
/// </summary>
public sealed class ReviewCertificates(Doors doors, TimeProvider clock, ILogger<ReviewCertificates> log) : Sweep<Certificate>(doors, clock, log)
{
    /// <inheritdoc/>
    protected override string Reason => "reviewCertificates";

    /// <inheritdoc cref="Sweep{T}.Everywhere"/>
    public Task<Swept> RunAsync(CancellationToken ct) => Everywhere(ct);

    /// <inheritdoc cref="Sweep{T}.Only"/>
    public Task<Swept> RunForAsync(Id<Organisation> organisation, CancellationToken ct) => Only(organisation, ct);

    // Wherever the course is by now: it may not be over yet, or be assured again before this comes by. Only in one that is closed or cancelled no result changes
    // any more. Whatever is selected is suspended: it does not come again.
    /// <inheritdoc/>
    protected override FormattableString Claim(Due due, DateTimeOffset now, Guid[] except) =>
        FormattableStringFactory.Create(
            $$"""
            SELECT c.id AS "Value"
            FROM franchise.courses k
            JOIN franchise.organisations o ON o.tenant_id = k.tenant_id
            JOIN franchise.certificates c ON c.tenant_id = k.tenant_id AND c.course_id = k.id
            WHERE k.status NOT IN ('closed', 'cancelled') AND c.status = 'issued' AND o.clock_offset {{(due == Due.BySandboxClock ? ">" : "=")}} interval '0' AND c.id <> ALL ({0})
                AND EXISTS (
                    SELECT FROM franchise.unit_assessments a
                    JOIN franchise.assessment_decisions d ON d.tenant_id = a.tenant_id AND d.assessment_id = a.id
                    WHERE a.tenant_id = c.tenant_id AND a.enrolment_id = c.enrolment_id
                        AND c.award -> 'units' @> jsonb_build_array(jsonb_build_object('code', a.unit))
                        AND (d.outcome <> 'met' OR EXISTS (
                            SELECT FROM franchise.samples s WHERE s.tenant_id = d.tenant_id AND s.decision_id = d.id AND s.outcome = 'overturned'))
                        AND NOT EXISTS (
                            SELECT FROM franchise.assessment_decisions l
                            WHERE l.tenant_id = d.tenant_id AND l.assessment_id = d.assessment_id AND l.criterion = d.criterion AND l.number > d.number)
                        AND NOT EXISTS (
                            SELECT FROM franchise.recognitions r
                            WHERE r.tenant_id = a.tenant_id AND r.enrolment_id = a.enrolment_id AND r.unit = a.unit AND r.outcome = 'granted'))
            ORDER BY c.id LIMIT {1} FOR UPDATE OF c SKIP LOCKED
            """,
            except, BatchSize);

    /// <inheritdoc/>
    protected override FormattableString Relock(Guid id) => RelockOf("certificates", id);

    /// <inheritdoc/>
    protected override async Task<(int Things, int Actions)> Carry(FranchiseDb db, Id<Certificate>[] ids, CancellationToken ct)
    {
        var certificates = await db.Set<Certificate>().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        var credentials = await db.Set<Credential>().Where(c => c.CertificateId != null && ids.Contains(c.CertificateId.Value)).ToListAsync(ct);
        foreach (var credential in credentials)
            certificates[credential.CertificateId!.Value].Suspend(credential, CertificateConcern.ResultWrong);
        await StatusRegister.SetAsync(db, credentials, ct);
        return (credentials.Count, credentials.Count);
    }
}
