using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Credentials;

/// <summary>One certificate.</summary>
internal static class GetCertificate
{
    public static async Task<Found<CertificateView>> Handle(Id<Certificate> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var at = await Certificates.Find(db, id, clock, ct);
        return new(CertificateView.Of(at.Certificate), at.Certificate.Version);
    }
}
