using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Credentials;

/// <summary>Takes all that is about her out of a certificate, as when her record is erased.</summary>
internal static class AnonymiseCertificate
{
    public static async Task<Changed<CertificateView>> Handle(Id<Certificate> id, IfMatch ifMatch, FranchiseDb db, CredentialBox box, TimeProvider clock, CancellationToken ct)
    {
        var at = await Certificates.Lock(db, id, ifMatch, clock, ct);
        at.Certificate.Anonymise(at.Credential);
        if (at.Credential is not null)
            await HeldCredentials.ForgetAudiences(db, [at.Credential], box, ct);
        await Certificates.Keep(db, at.Credential, ct);
        return at.Changed();
    }
}
