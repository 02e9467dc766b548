using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;

namespace Franchise.Infrastructure.Identity;

/// <summary>
/// Deletes tokens an hour after they ran out, whatever their state, and authorisations that have none left. A used refresh token
/// stays until it would have run out: its second use is how a theft is noticed.
/// </summary>
public sealed class PruneTokens(IdentityDb db, TimeProvider clock)
{
    private const int Batch = 500;

    /// <summary>Runs until nothing is due. May run twice at once without harm.</summary>
    /// <returns>How many rows were deleted.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var due = now.AddHours(-1);
        // An authorisation is made a moment before its first token.
        var settled = now.AddDays(-1);
        int total = 0, deleted;
        do
        {
            deleted = await db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>()
                .Where(t => t.ExpirationDate < due)
                .OrderBy(t => t.ExpirationDate)
                .Take(Batch)
                .ExecuteDeleteAsync(ct);
            total += deleted;
        } while (deleted == Batch);
        do
        {
            deleted = await db.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>()
                .Where(a => a.CreationDate < settled && a.Tokens.Count == 0 && (a.Type == OpenIddictConstants.AuthorizationTypes.AdHoc || a.Status != OpenIddictConstants.Statuses.Valid))
                .OrderBy(a => a.CreationDate)
                .Take(Batch)
                .ExecuteDeleteAsync(ct);
            total += deleted;
        } while (deleted == Batch);
        return total;
    }
}
