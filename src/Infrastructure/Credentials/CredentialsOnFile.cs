using Franchise.Domain.Credentials;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Accreditation;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;
using Franchise.Infrastructure.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Infrastructure.Credentials;

/// <summary>What a link leads to.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="Status">Whether it counts just now.</param>
public sealed record Shared(Credential Credential, CredentialStatus Status);

/// <summary>
/// How certificates and credentials are read. Who signs in as a trainer sees the certificates of courses that she is booked on, and shares no credential
/// but those of her own accreditations.
/// </summary>
public static class CredentialsOnFile
{
    /// <summary>The certificates that the actor may see.</summary>
    public static IQueryable<Certificate> Certificates(FranchiseDb db) =>
        db.Actor.OnlyOwnOf is null
            ? db.Set<Certificate>()
            : db.Set<Certificate>().Where(t => CoursesOnFile.Courses(db).Any(c => c.TenantId == t.TenantId && c.Id == t.CourseId));

    /// <summary>The credentials that the actor may see.</summary>
    public static IQueryable<Credential> Credentials(FranchiseDb db) =>
        db.Actor.OnlyOwnOf is null
            ? db.Set<Credential>()
            : db.Set<Credential>().Where(c =>
                Certificates(db).Any(t => t.TenantId == c.TenantId && t.Id == c.CertificateId)
                || TrainersOnFile.Accreditations(db).Any(a => a.TenantId == c.TenantId && a.Id == c.AccreditationId));

    /// <summary>The credentials that the actor may have and share.</summary>
    public static IQueryable<Credential> Shareable(FranchiseDb db) =>
        db.Actor.OnlyOwnOf is null
            ? db.Set<Credential>()
            : db.Set<Credential>().Where(c => TrainersOnFile.Accreditations(db).Any(a => a.TenantId == c.TenantId && a.Id == c.AccreditationId));

    /// <summary>
    /// What a link leads to; null where its token was not made here, is not known, was revoked or is over. One query, by the token's hash, of the one
    /// organisation that the token is of.
    /// </summary>
    public static async Task<Shared?> SharedAsync(Doors doors, CredentialBox box, string token, DateTimeOffset now, CancellationToken ct)
    {
        if (!box.TryReadToken(token, out var organisation))
            return null;
        await using var db = doors.Tenant(organisation, Actor.System);
        var hash = SecretHash.Of(token);
        var found = await (
            from l in db.Set<ShareLink>().AsNoTracking()
            join c in db.Set<Credential>() on new { l.TenantId, Id = l.CredentialId } equals new { c.TenantId, c.Id }
            join o in db.Set<Organisation>() on l.TenantId equals o.TenantId
            where l.TokenHash == hash && l.RevokedAt == null
            select new { Link = l, Credential = c, o.ClockOffset }).SingleOrDefaultAsync(ct);
        if (found is null || !found.Link.IsOpenAt(now + found.ClockOffset))
            return null;
        return new(found.Credential, found.Credential.StandingAt(now + found.ClockOffset));
    }
}
