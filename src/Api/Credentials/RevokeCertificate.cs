using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Delivery;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Credentials;

/// <summary>Takes a certificate back for good. She is told that there is something to talk about, and nothing else.</summary>
internal static class RevokeCertificate
{
    public static async Task<Changed<CertificateView>> Handle(
        Id<Certificate> id, ConcernRequest request, IfMatch ifMatch, FranchiseDb db, LearnerPost post, TimeProvider clock, CancellationToken ct)
    {
        var at = await Certificates.Lock(db, id, ifMatch, clock, ct);
        at.Certificate.Revoke(at.Credential, request.Concern);
        if (at.Credential is not null)
            await TellLearner.Tell(db, at, post, ct);
        await Certificates.Keep(db, at.Credential, ct);
        return at.Changed();
    }
}
