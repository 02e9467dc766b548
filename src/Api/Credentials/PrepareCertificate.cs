using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Credentials;

/// <summary>
/// Prepares a learner's certificate for what she was awarded on a course. What nobody prepares is made by <see cref="MakeCertificates"/>; this is for one
/// with a title, units or a reference of its own.
/// </summary>
internal static class PrepareCertificate
{
    /// <param name="EnrolmentId">Her place on the course.</param>
    /// <param name="Title">What the certificate is called; null for the unit's title or, of several units, their programme's.</param>
    /// <param name="Units">Codes of units that were awarded; null for all of which no certificate was made.</param>
    /// <param name="ExpiresOn">The last day on which it counts; null where it counts for good.</param>
    public sealed record Request(
        Id<Enrolment> EnrolmentId,
        [StringLength(200, MinimumLength = 1)] string? Title = null,
        [Length(1, 30)] IReadOnlyList<string>? Units = null,
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
        var organisation = await OrganisationsOnFile.FindAsync(db, enrolment.TenantId, ct);
        var certificate = await Certificates.Prepare(db, enrolment, request.Title, request.Units, request.ExpiresOn, claimed: false, organisation, OwnTime.Of(organisation, clock.GetUtcNow()), ct);
        await db.SaveChangesAsync(ct);
        return new($"/v1/certificates/{certificate.Id}", CertificateView.Of(certificate), certificate.Version);
    }
}
