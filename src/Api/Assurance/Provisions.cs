using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>How use cases come by a provision. Absent and foreign are one and the same: not found.</summary>
internal static class Provisions
{
    /// <summary>Loads a provision with its history.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<ApprovedProvision> Find(FranchiseDb db, Id<ApprovedProvision> id, CancellationToken ct) =>
        await db.Set<ApprovedProvision>().Include(p => p.History).SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();

    /// <summary>Loads a provision to change it, if the caller has seen how it stands. Its row is locked until the transaction ends.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>stale</c>.</exception>
    public static async Task<(ApprovedProvision Provision, OwnTime Time)> Lock(FranchiseDb db, Id<ApprovedProvision> id, IfMatch ifMatch, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.approved_provisions WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var provision = await Find(db, id, ct);
        ifMatch.Demand(provision.Version);
        return (provision, await OrganisationsOnFile.TimeAsync(db, provision.TenantId, clock, ct));
    }
}
