using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Credentials;

/// <summary>A suspended certificate counts again.</summary>
internal static class ReinstateCertificate
{
    public static async Task<Changed<CertificateView>> Handle(Id<Certificate> id, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Certificates.Lock(db, id, ifMatch, clock, ct);
        at.Certificate.Reinstate(at.Issued);
        await Certificates.Keep(db, at.Credential, ct);
        return at.Changed();
    }
}
