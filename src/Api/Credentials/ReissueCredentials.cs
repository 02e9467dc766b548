using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Credentials;
using Franchise.Domain.Delivery;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Credentials;

/// <summary>
/// A woman goes by another name: whatever counts is issued anew, under what is on record of her now. Nothing ties new to old: neither is named by the
/// request, its answer or an event, and so by nothing that keeps those. What is said is that hers were reissued.
/// </summary>
internal static class ReissueCredentials
{
    /// <param name="LearnerId">The learner, whose record has the new name already; null where accreditationId says it.</param>
    /// <param name="AccreditationId">A trainer's accreditation; null where learnerId says it.</param>
    public sealed record Request(Id<Learner>? LearnerId = null, Id<UnitAccreditation>? AccreditationId = null)
    {
        public static Request Example => new(ExampleOf.Id<Learner>());
    }

    /// <param name="Reissued">How many there are now in place of as many before.</param>
    public sealed record Response(int Reissued)
    {
        public static Response Example => new(1);
    }

    public static async Task<Response> Handle(Request request, FranchiseDb db, Actor actor, LearnerBox learners, CredentialBox box, TimeProvider clock, CancellationToken ct)
    {
        new Faults().When(request.LearnerId is null == request.AccreditationId is null, "/learnerId", "Name either a learner or an accreditation.").Refuse();
        var tenant = actor.Organisation;
        var time = await OrganisationsOnFile.TimeAsync(db, tenant, clock, ct);
        var (subject, credentials) = request.LearnerId is { } learner
            ? (learner.ToString(), await OfLearner(db, learner, learners, box, time, ct))
            : (request.AccreditationId!.Value.ToString(), await OfTrainer(db, request.AccreditationId.Value, time, ct));
        if (credentials.Count == 0)
            throw Refusal.Conflict(CredentialCodes.NothingToReissue, "There is nothing that counts.", "There is nothing to do.");
        await StatusRegister.SetAsync(db, credentials, ct);
        await HeldCredentials.ForgetAudiences(db, credentials.Where(c => c.Status == CredentialStatus.Superseded), box, ct);
        await db.SaveChangesAsync(ct);
        await db.WriteEventsAsync([(tenant, new DomainEvent("credentials.reissued", subject))], ct);
        return new(credentials.Count / 2);
    }

    private static async Task<IReadOnlyCollection<Credential>> OfLearner(FranchiseDb db, Id<Learner> id, LearnerBox learners, CredentialBox box, OwnTime time, CancellationToken ct)
    {
        var learner = await db.Set<Learner>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) ?? throw Refusal.Invalid([new("/learnerId", "There is no such learner.")]);
        var name = learners.Open(learner).LegalName;
        await db.Database.SqlQuery<Guid>(
            $"""
            SELECT t.id AS "Value" FROM franchise.certificates t JOIN franchise.enrolments e ON e.tenant_id = t.tenant_id AND e.id = t.enrolment_id
            WHERE e.learner_id = {id.Value} ORDER BY t.id FOR UPDATE OF t
            """).ToListAsync(ct);
        var certificates = await db.Set<Certificate>()
            .Where(c => (c.Status == CertificateStatus.Issued || c.Status == CertificateStatus.Suspended) && db.Set<Enrolment>().Any(e => e.TenantId == c.TenantId && e.Id == c.EnrolmentId && e.LearnerId == id))
            .ToListAsync(ct);
        List<Credential> touched = [];
        foreach (var old in certificates)
        {
            var credential = await db.Set<Credential>().SingleAsync(c => c.CertificateId == old.Id, ct);
            var (next, made) = old.Rename(credential, of => box.SealName(old.TenantId, of, name), await StatusRegister.DrawAsync(db, ct), time);
            db.AddRange(next, made);
            touched.AddRange([credential, made]);
        }
        return touched;
    }

    private static async Task<IReadOnlyCollection<Credential>> OfTrainer(FranchiseDb db, Id<UnitAccreditation> id, OwnTime time, CancellationToken ct)
    {
        if (!await db.Set<UnitAccreditation>().AnyAsync(a => a.Id == id, ct))
            throw Refusal.Invalid([new("/accreditationId", "There is no such accreditation.")]);
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.credentials WHERE accreditation_id = {id.Value} ORDER BY id FOR UPDATE""").ToListAsync(ct);
        List<Credential> touched = [];
        foreach (var old in await db.Set<Credential>()
                     .Where(c => c.AccreditationId == id && (c.Status == CredentialStatus.Valid || c.Status == CredentialStatus.Suspended))
                     .ToListAsync(ct))
        {
            var made = old.Rename(await StatusRegister.DrawAsync(db, ct), time);
            // The old one gives up the record before the new one takes it.
            await db.SaveChangesAsync(ct);
            db.Add(made);
            touched.AddRange([old, made]);
        }
        return touched;
    }
}
