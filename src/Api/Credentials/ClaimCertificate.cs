using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Credentials;

/// <summary>Notes that the awarding organisation has been asked for a certificate.</summary>
internal static class ClaimCertificate
{
    /// <param name="AwardingReference">By what the awarding organisation knows the claim.</param>
    public sealed record Request([StringLength(60, MinimumLength = 1)] string AwardingReference)
    {
        public static Request Example => new("OCN-20271187");
    }

    public static async Task<Changed<CertificateView>> Handle(Id<Certificate> id, Request request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Certificates.Lock(db, id, ifMatch, clock, ct);
        at.Certificate.Claim(request.AwardingReference);
        await db.SaveChangesAsync(ct);
        return at.Changed();
    }
}
