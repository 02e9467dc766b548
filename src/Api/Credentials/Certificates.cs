using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Credentials;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Assurance;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Credentials;

/// <summary>A certificate with what nearly every verb of it asks for.</summary>
internal sealed record CertificateAtHand(Certificate Certificate, Credential? Credential, Organisation Organisation, OwnTime Time)
{
    public Changed<CertificateView> Changed() => new(CertificateView.Of(Certificate), Certificate.Version);

    /// <summary>Its credential, of one that was issued.</summary>
    /// <exception cref="Refusal"><c>certificate_state_forbids</c>.</exception>
    public Credential Issued =>
        Credential ?? throw Refusal.Conflict(CredentialCodes.CertificateStateForbids, "The certificate was not issued.", "Read the certificate first; its state says what comes next.");
}

/// <summary>How use cases come by a certificate, and by what one is made of.</summary>
internal static class Certificates
{
    /// <summary>Loads a certificate with its credential.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<CertificateAtHand> Find(FranchiseDb db, Id<Certificate> id, TimeProvider clock, CancellationToken ct)
    {
        var certificate = await CredentialsOnFile.Certificates(db).SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Refusal.NotFound();
        var tenant = certificate.TenantId;
        var credential = await db.Set<Credential>().SingleOrDefaultAsync(c => c.TenantId == tenant && c.CertificateId == id, ct);
        var organisation = await OrganisationsOnFile.FindAsync(db, tenant, ct);
        return new(certificate, credential, organisation, OwnTime.Of(organisation, clock.GetUtcNow()));
    }

    /// <summary>Loads a certificate to change it, if the caller has seen how it stands. Its row is locked until the transaction ends.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>stale</c>.</exception>
    public static async Task<CertificateAtHand> Lock(FranchiseDb db, Id<Certificate> id, IfMatch ifMatch, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.certificates WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var at = await Find(db, id, clock, ct);
        ifMatch.Demand(at.Certificate.Version);
        return at;
    }

    /// <summary>Saves a certificate whose credential stands differently now.</summary>
    public static async Task Keep(FranchiseDb db, Credential? credential, CancellationToken ct)
    {
        if (credential is not null)
            await StatusRegister.SetAsync(db, [credential], ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Issues a claimed certificate: with her name as it stands on record, and a credential.</summary>
    public static async Task Issue(FranchiseDb db, Certificate certificate, string? reference, LearnerBox learners, CredentialBox box, OwnTime time, CancellationToken ct)
    {
        var (tenant, enrolment) = (certificate.TenantId, certificate.EnrolmentId);
        var name = enrolment is null ? "" : await LegalName(db, tenant, enrolment.Value, learners, ct);
        db.Add(certificate.Issue(reference, box.SealName(tenant, certificate.Id, name), await StatusRegister.DrawAsync(db, ct), time));
    }

    /// <summary>The legal name of whoever has a place: after a merge, of the one that she is.</summary>
    public static async Task<string> LegalName(FranchiseDb db, Id<Organisation> tenant, Id<Enrolment> enrolment, LearnerBox learners, CancellationToken ct) =>
        learners.Open(await db.Set<Learner>().AsNoTracking().SingleAsync(
            l => l.TenantId == tenant && db.Set<Enrolment>().Any(e => e.TenantId == tenant && e.Id == enrolment && e.LearnerId == l.Id), ct)).LegalName;

    /// <summary>
    /// Prepares a certificate of what the awarding organisation has awarded to whoever has a place, and of which none was made: all of it, or the units
    /// named. The place's row is locked: whoever does the same waits, and then finds nothing left.
    /// </summary>
    /// <param name="claimed">Whether it bears the award's reference. Then it is made of one claim, the oldest; the rest is for another.</param>
    /// <exception cref="Refusal"><c>not_awarded</c>, <c>validation_failed</c>.</exception>
    public static async Task<Certificate> Prepare(
        FranchiseDb db, Enrolment enrolment, string? title, IReadOnlyList<string>? units, DateOnly? expiresOn, bool claimed, Organisation organisation, OwnTime time,
        CancellationToken ct)
    {
        var (tenant, id) = (enrolment.TenantId, enrolment.Id);
        var lines = await db.Set<ClaimLine>().Where(l => l.TenantId == tenant && l.EnrolmentId == id && l.AwardedOn != null && !l.Certificated).OrderBy(l => l.Id).ToListAsync(ct);
        var missing = units?.Where(u => !lines.Exists(l => l.Unit == u)).ToList() ?? [];
        if (lines.Count == 0 || missing.Count > 0)
        {
            throw Refusal.Conflict(
                CredentialCodes.NotAwarded,
                missing.Count > 0 ? $"Not awarded to her, or certificated already: {string.Join(", ", missing)}." : "Nothing was awarded to her of which no certificate was made.",
                "Have its claim awarded first.");
        }
        // One with an award's reference is of that claim alone: what another claim awarded goes on another certificate, under its own.
        var those = lines.FindAll(l => (units is null || units.Contains(l.Unit)) && (!claimed || l.ClaimId == lines[0].ClaimId));
        var award = await Award(db, organisation, enrolment.CourseId, new(title, those.ConvertAll(l => l.Unit), those.Max(l => l.AwardedOn)!.Value, expiresOn), ct);
        those.ForEach(l => l.Certify());
        var certificate = Certificate.Prepare(new(tenant, enrolment.LearnerId, id, enrolment.CourseId, award, claimed ? those[0].AwardReference : null), time);
        db.Add(certificate);
        return certificate;
    }

    /// <summary>Refuses unless the results on record, corrected where they were wrong, say that these units are achieved.</summary>
    /// <exception cref="Refusal"><c>result_not_achieved</c>.</exception>
    public static async Task DemandAchieved(FranchiseDb db, Certificate certificate, Award award, CancellationToken ct)
    {
        var (tenant, enrolment, courseId) = (certificate.TenantId, certificate.EnrolmentId, certificate.CourseId);
        var course = await db.Set<Course>().AsNoTracking().Include(c => c.Units).SingleAsync(c => c.TenantId == tenant && c.Id == courseId, ct);
        var her = await db.Set<Enrolment>().AsNoTracking().Include(e => e.Recognitions).Where(e => e.TenantId == tenant && e.Id == enrolment).ToListAsync(ct);
        var results = await AssuranceOnFile.ResultsAsync(db, course, her, ct);
        var missing = award.Units.Where(u => !results.Any(r => r.Unit == u.Code && r.Achieved)).Select(u => u.Code).ToList();
        if (missing.Count > 0)
        {
            throw Refusal.Conflict(
                CredentialCodes.ResultNotAchieved, $"As her results stand she has not achieved: {string.Join(", ", missing)}.", "Have the results corrected first, or leave the unit out.");
        }
    }

    /// <summary>
    /// What was awarded for a course: the units named, in the versions that the course pins, and from when to when they were taught: by the sessions that name
    /// one of them, or all where none does, as far as they were held when it was awarded.
    /// </summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public static async Task<Award> Award(FranchiseDb db, Organisation organisation, Id<Course> id, AwardRequest request, CancellationToken ct)
    {
        var tenant = organisation.TenantId;
        var course = await db.Set<Course>().AsNoTracking().AsSplitQuery().Include(c => c.Units).Include(c => c.Sessions).SingleAsync(c => c.TenantId == tenant && c.Id == id, ct);
        var faults = new Faults();
        for (var i = 0; i < request.Units.Count; i++)
            faults.Unless(course.Units.Any(u => u.Unit == request.Units[i]), $"/units/{i}", "This is no unit of the course.");
        faults.Unless(course.FirstSession is not null, "/enrolmentId", "The course has no session.");
        faults.Refuse();
        var pinned = course.Units.Where(u => request.Units.Contains(u.Unit)).OrderBy(u => u.Unit, StringComparer.Ordinal).ToList();
        Id<UnitVersion>[] ids = [.. pinned.Select(u => u.UnitVersionId)];
        var versions = await db.Set<UnitVersion>().AsNoTracking().Where(v => ids.Contains(v.Id)).ToDictionaryAsync(v => v.Id, ct);
        var units = pinned.ConvertAll(u => new AwardedUnit(u.Unit, u.UnitVersionId, versions[u.UnitVersionId].Title, versions[u.UnitVersionId].Level, versions[u.UnitVersionId].Credits));
        var (from, to) = Taught(course, request);
        return new(Domain.Credentials.Award.TitleOf(request.Title ?? await Title(db, units, ct), organisation.IsSandbox), units, from, to, request.AwardedOn, request.ExpiresOn);
    }

    // Of an award before the first session the dates are the course's own, and it is refused for them.
    private static (DateOnly From, DateOnly To) Taught(Course course, AwardRequest request)
    {
        var held = course.Sessions.Where(s => s.Stands && s.Date <= request.AwardedOn).ToList();
        if (held.Count == 0)
            return (course.FirstSession!.Date, course.LastSession!.Date);
        var those = held.FindAll(s => s.Units.Intersect(request.Units).Any());
        var days = (those.Count > 0 ? those : held).ConvertAll(s => s.Date);
        return (days.Min(), days.Max());
    }

    private static async Task<string> Title(FranchiseDb db, List<AwardedUnit> units, CancellationToken ct)
    {
        if (units is [var only])
            return only.Title;
        var code = units[0].Code;
        return await db.Set<Programme>().Where(p => db.Set<Unit>().Any(u => u.ProgrammeId == p.Id && u.Code == code)).Select(p => p.Title).SingleAsync(ct);
    }
}

/// <summary>What is to be said of an award beyond what the course tells.</summary>
/// <param name="Title">What it is called; null for the unit's title or, of several units, their programme's.</param>
/// <param name="Units">Codes of units of the course.</param>
/// <param name="AwardedOn">The day of the award.</param>
/// <param name="ExpiresOn">The last day on which it counts; null where it counts for good.</param>
internal sealed record AwardRequest(string? Title, IReadOnlyList<string> Units, DateOnly AwardedOn, DateOnly? ExpiresOn);
