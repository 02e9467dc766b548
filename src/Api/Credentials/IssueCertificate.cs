using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Credentials;

/// <summary>Issues a claimed certificate, and with it the credential that says so. It is private until she shares it.</summary>
internal static class IssueCertificate
{
    /// <param name="AwardingReference">By what the awarding organisation knows the certificate; null where that is the claim's.</param>
    public sealed record Request([StringLength(60, MinimumLength = 1)] string? AwardingReference = null)
    {
        public static Request Example => new("OCN-20271187");
    }

    public static async Task<Changed<CertificateView>> Handle(
        Id<Certificate> id, Request request, IfMatch ifMatch, FranchiseDb db, LearnerBox learners, CredentialBox box, TimeProvider clock, CancellationToken ct)
    {
        var at = await Certificates.Lock(db, id, ifMatch, clock, ct);
        await Certificates.Issue(db, at.Certificate, request.AwardingReference, learners, box, at.Time, ct);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
