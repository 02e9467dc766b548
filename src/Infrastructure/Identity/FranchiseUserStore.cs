using System.Text;
using Franchise.Infrastructure.Crypto;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Franchise.Infrastructure.Identity;

/// <summary>Identity's own store, except that second-factor keys and recovery codes are sealed: read from a backup they would be the factor itself.</summary>
public sealed class FranchiseUserStore(IdentityDb db, Secrets secrets, IdentityErrorDescriber describer)
    : UserOnlyStore<FranchiseUser, IdentityDb, Guid>(db, describer)
{
    private readonly byte[] sealing = secrets.Derive("user-tokens");

    public override async Task<string?> GetTokenAsync(FranchiseUser user, string loginProvider, string name, CancellationToken cancellationToken)
    {
        var text = await base.GetTokenAsync(user, loginProvider, name, cancellationToken);
        return text is null ? null : Encoding.UTF8.GetString(Sealing.Open(sealing, Convert.FromBase64String(text), Place(user, loginProvider, name)));
    }

    public override Task SetTokenAsync(FranchiseUser user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(
            user,
            loginProvider,
            name,
            value is null ? null : Convert.ToBase64String(Sealing.Seal(sealing, Encoding.UTF8.GetBytes(value), Place(user, loginProvider, name))),
            cancellationToken
        );

    private static string Place(FranchiseUser user, string loginProvider, string name) => $"user_tokens/{user.Id:D}/{loginProvider}/{name}";
}
