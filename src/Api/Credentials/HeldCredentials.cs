using Franchise.Domain.Credentials;
using Franchise.Domain.Organisations;
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

    /// <summary>An organisation's own time.</summary>
    public static async Task<OwnTime> Time(FranchiseDb db, Id<Organisation> tenant, TimeProvider clock, CancellationToken ct) =>
        OwnTime.Of(await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == tenant, ct), clock.GetUtcNow());
}
