using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Credentials;

/// <summary>She wants a name seen on a credential, or none.</summary>
internal static class SetDisplayName
{
    /// <param name="Name">The name as she wants it seen; null for none, as it is at first.</param>
    public sealed record Request([StringLength(200, MinimumLength = 1)] string? Name)
    {
        public static Request Example => new("Jo Example");
    }

    public static async Task<Changed<CredentialView>> Handle(Id<Credential> id, Request request, IfMatch ifMatch, FranchiseDb db, CredentialBox box, CancellationToken ct)
    {
        var credential = await HeldCredentials.Lock(db, id, ct);
        ifMatch.Demand(credential.Version);
        var faults = new Faults();
        var name = faults.OptionalText("/name", request.Name, 200);
        faults.Refuse();
        credential.Show(name is null ? null : box.SealDisplayName(credential, name));
        await db.SaveChangesAsync(ct);
        return new(CredentialView.Of(credential), credential.Version);
    }
}
