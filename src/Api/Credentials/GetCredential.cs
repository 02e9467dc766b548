using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Credentials;

/// <summary>One credential.</summary>
internal static class GetCredential
{
    public static async Task<Found<CredentialView>> Handle(Id<Credential> id, FranchiseDb db, CancellationToken ct)
    {
        var credential = await CredentialsOnFile.Credentials(db).AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Refusal.NotFound();
        return new(CredentialView.Of(credential), credential.Version);
    }
}
