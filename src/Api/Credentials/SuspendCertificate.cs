using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Credentials;

/// <summary>Says why a certificate is suspended or revoked. It is never said outside.</summary>
/// <param name="Concern">Why.</param>
internal sealed record ConcernRequest(CertificateConcern Concern)
{
    public static ConcernRequest Example => new(CertificateConcern.Malpractice);
}

/// <summary>A certificate does not count for now.</summary>
internal static class SuspendCertificate
{
    public static async Task<Changed<CertificateView>> Handle(
        Id<Certificate> id, ConcernRequest request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Certificates.Lock(db, id, ifMatch, clock, ct);
        at.Certificate.Suspend(at.Issued, request.Concern);
        await Certificates.Keep(db, at.Credential, ct);
        return at.Changed();
    }
}
