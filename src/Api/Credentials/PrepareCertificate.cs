using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Domain.Delivery;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Credentials;

/// <summary>Prepares a learner's certificate for what she was awarded on a course.</summary>
internal static class PrepareCertificate
{
    /// <param name="EnrolmentId">Her place on the course.</param>
    /// <param name="Title">What the certificate is called; null for the unit's title or, of several units, their programme's.</param>
    /// <param name="Units">Codes of units of the course; null for all of them.</param>
    /// <param name="AwardedOn">The day of the award; null for today.</param>
    /// <param name="ExpiresOn">The last day on which it counts; null where it counts for good.</param>
    public sealed record Request(
        Id<Enrolment> EnrolmentId,
        [StringLength(200, MinimumLength = 1)] string? Title = null,
        [Length(1, 30)] IReadOnlyList<string>? Units = null,
        DateOnly? AwardedOn = null,
        DateOnly? ExpiresOn = null)
    {
        public static Request Example => new(ExampleOf.Id<Enrolment>());
    }

    public static async Task<Created<CertificateView>> Handle(Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        // Whoever prepares another for her waits here, and then sees this one.
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.enrolments WHERE id = {request.EnrolmentId.Value} FOR UPDATE""").ToListAsync(ct);
        var enrolment =
            await db.Set<Enrolment>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.EnrolmentId, ct) ?? throw Refusal.Invalid([new("/enrolmentId", "There is no such enrolment.")]);
        if (enrolment.Status == EnrolmentStatus.Withdrawn)
            throw Refusal.Conflict(DeliveryCodes.EnrolmentWithdrawn, "She has withdrawn.", "Enrol her anew if she comes back.");
        if (enrolment.RegisteredOn is null)
            throw Refusal.Conflict(CredentialCodes.NotRegistered, "She is not registered with the awarding organisation.", "Register her first.");
        var (tenant, id) = (enrolment.TenantId, enrolment.Id);
        var time = OwnTime.Of(await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == tenant, ct), clock.GetUtcNow());
        var award = await Certificates.Award(db, tenant, enrolment.CourseId, new(request.Title, request.Units, request.AwardedOn, request.ExpiresOn), time, ct);
        Certificate.DemandNotCertificated(award, await db.Set<Certificate>().AsNoTracking().Where(c => c.TenantId == tenant && c.EnrolmentId == id).ToListAsync(ct));
        var certificate = Certificate.Prepare(new(tenant, enrolment.LearnerId, id, enrolment.CourseId, award), time);
        db.Add(certificate);
        await db.SaveChangesAsync(ct);
        return new($"/v1/certificates/{certificate.Id}", CertificateView.Of(certificate), certificate.Version);
    }
}
