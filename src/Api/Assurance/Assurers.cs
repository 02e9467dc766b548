using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>An assurer with what her verbs ask for.</summary>
internal sealed record AssurerAtHand(QualityAssurer Assurer, OwnTime Time)
{
    public Changed<AssurerView> Changed() => new(AssurerView.Of(Assurer), Assurer.Version);

    /// <summary>Loads an assurer to change, if the caller has seen how she stands. Her row is locked until the transaction ends.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>stale</c>.</exception>
    public static async Task<AssurerAtHand> Lock(FranchiseDb db, Id<QualityAssurer> id, IfMatch? ifMatch, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.quality_assurers WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var assurer = await db.Set<QualityAssurer>().Include(a => a.Ties).SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw Refusal.NotFound();
        ifMatch?.Demand(assurer.Version);
        return new(assurer, await OrganisationsOnFile.TimeAsync(db, assurer.TenantId, clock, ct));
    }
}
