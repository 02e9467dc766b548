using Franchise.Api.Http;
using Franchise.Domain.Accreditation;
using Franchise.Domain.Delivery;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Delivery;

/// <summary>How use cases come by a place on a training of trainers.</summary>
internal static class TrainingPlaces
{
    /// <summary>Loads a place to change it, if the caller has seen how it stands. Its row is locked until the transaction ends.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>stale</c>.</exception>
    public static async Task<TrainingPlace> Lock(FranchiseDb db, Id<TrainingPlace> id, IfMatch ifMatch, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.training_places WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var place = await db.Set<TrainingPlace>().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
        ifMatch.Demand(place.Version);
        return place;
    }

    /// <summary>The accreditation that a trainer is trained for, its row locked; null where the place's organisation has none by that id.</summary>
    public static async Task<UnitAccreditation?> Accreditation(FranchiseDb db, TrainingPlace place, Id<UnitAccreditation> id, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT id AS "Value" FROM franchise.accreditations WHERE id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        var tenant = place.TenantId;
        return await db.Set<UnitAccreditation>().SingleOrDefaultAsync(a => a.TenantId == tenant && a.Id == id, ct);
    }
}
