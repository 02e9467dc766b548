using System.ComponentModel;
using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Credentials;

/// <summary>Credentials, newest first: Cohort 4 sees all, a partner its own, a trainer her own and those of her courses.</summary>
internal static class ListCredentials
{
    public static Task<Page<CredentialView>> Handle(
        FranchiseDb db,
        PageQuery page,
        [Description("Only the credential of this certificate.")] Id<Certificate>? certificateId,
        [Description("Only credentials of this accreditation.")] Id<UnitAccreditation>? accreditationId,
        CancellationToken ct)
    {
        var credentials = CredentialsOnFile.Credentials(db);
        if (certificateId is { } certificate)
            credentials = credentials.Where(c => c.CertificateId == certificate);
        if (accreditationId is { } accreditation)
            credentials = credentials.Where(c => c.AccreditationId == accreditation);
        return page.ById(credentials, CredentialView.Of, ct);
    }
}
