using Franchise.Domain.Credentials;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Credentials;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Credentials;

/// <summary>How use cases come by a credential. Absent, foreign and, for a trainer, one that is not hers are one and the same: not found.</summary>
internal static class HeldCredentials
{
    /// <summary>Loads a credential that the actor may have and share.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<Credential> Find(FranchiseDb db, Id<Credential> id, CancellationToken ct) =>
        await CredentialsOnFile.Shareable(db).SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Refusal.NotFound();

    /// <summary>The same, its row locked until the transaction ends.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<Credential> Lock(FranchiseDb db, Id<Credential> id, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.credentials WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        return await Find(db, id, ct);
    }

    /// <summary>
    /// Forgets for whom links to credentials were that are about nobody any more: it tells where she applied. The links answer as before; nothing is said of it.
    /// </summary>
    public static async Task ForgetAudiences(FranchiseDb db, IEnumerable<Credential> left, CredentialBox box, CancellationToken ct)
    {
        Id<Credential>[] ids = [.. left.Select(c => c.Id)];
        foreach (var link in await db.Set<ShareLink>().Where(l => ids.Contains(l.CredentialId)).ToListAsync(ct))
            link.Forget(box.SealAudience(link.TenantId, link.Id, ""));
    }
}
