using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class ChangeUnit
{
    /// <param name="Mandatory">Whether a learner must take it for the whole programme.</param>
    public sealed record Request(bool Mandatory)
    {
        public static Request Example => new(false);
    }

    public static async Task<Changed<UnitResponse>> Handle(Id<Unit> id, Request request, IfMatch ifMatch, FranchiseDb db, CancellationToken ct)
    {
        var unit = await db.Set<Unit>().SingleOrDefaultAsync(u => u.Id == id, ct) ?? throw Refusal.NotFound();
        ifMatch.Demand(unit.Version);
        unit.Require(request.Mandatory);
        await db.SaveChangesAsync(ct);
        var current = await UnitResponse.CurrentOf([id], db, ct);
        return new(UnitResponse.Of(unit, current.GetValueOrDefault(id)), unit.Version);
    }
}
