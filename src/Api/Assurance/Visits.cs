using Franchise.Api.Http;
using Franchise.Domain.Assurance;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Organisations;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Assurance;

/// <summary>A visit with what every verb of it asks for.</summary>
internal sealed record VisitAtHand(ExternalVisit Visit, OwnTime Time)
{
    public VisitView View => VisitView.Of(Visit, Time.Today);

    public Changed<VisitView> Changed() => new(View, Visit.Version);
}

/// <summary>How use cases come by a visit. Absent and foreign are one and the same: not found.</summary>
internal static class Visits
{
    /// <summary>Loads a visit with its findings.</summary>
    /// <exception cref="Refusal"><c>not_found</c>.</exception>
    public static async Task<VisitAtHand> Find(FranchiseDb db, Id<ExternalVisit> id, TimeProvider clock, CancellationToken ct)
    {
        var visit =
            await db.Set<ExternalVisit>().AsSplitQuery().Include(v => v.Findings).ThenInclude(f => f.Entries).Include(v => v.Schedule).SingleOrDefaultAsync(v => v.Id == id, ct)
            ?? throw Refusal.NotFound();
        return new(visit, await OrganisationsOnFile.TimeAsync(db, visit.TenantId, clock, ct));
    }

    /// <summary>Loads a visit to change it, if the caller has seen how it stands. Its row is locked until the transaction ends.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>stale</c>.</exception>
    public static async Task<VisitAtHand> Lock(FranchiseDb db, Id<ExternalVisit> id, IfMatch ifMatch, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.external_visits WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var at = await Find(db, id, clock, ct);
        ifMatch.Demand(at.Visit.Version);
        return at;
    }
}
