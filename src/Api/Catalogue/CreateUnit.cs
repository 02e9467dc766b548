using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class CreateUnit
{
    /// <param name="ProgrammeId">The programme it belongs to.</param>
    /// <param name="Code">Its code: capitals, digits and single hyphens.</param>
    /// <param name="Provision">Under whose rules it is taught.</param>
    /// <param name="Mandatory">Whether a learner must take it for the whole programme.</param>
    public sealed record Request(
        Id<Programme> ProgrammeId,
        [StringLength(Domain.Catalogue.Code.Most, MinimumLength = 1)] string Code,
        Provision Provision,
        bool Mandatory
    )
    {
        public static Request Example => new(ExampleOf.Id<Programme>(), "RM3-01", Provision.Bespoke, true);
    }

    public static async Task<Created<UnitResponse>> Handle(Request request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.Set<Programme>().AnyAsync(p => p.Id == request.ProgrammeId, ct))
            throw Refusal.Invalid([new("/programmeId", "There is no programme by this id.")]);
        var unit = new Unit(request.ProgrammeId, request.Code, request.Provision, request.Mandatory, clock.GetUtcNow());
        db.Add(unit);
        await db.SaveChangesAsync(ct);
        return new($"/v1/units/{unit.Id}", UnitResponse.Of(unit, null), unit.Version);
    }
}
