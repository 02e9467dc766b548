using Franchise.Api.Http;
using Franchise.Domain.Catalogue;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Catalogue;

internal static class GetProgramme
{
    public static async Task<Found<ProgrammeResponse>> Handle(Id<Programme> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var programmes = await EntitledCatalogue.Programmes(db, clock, ct);
        var programme = await programmes.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.NotFound();
        return new(ProgrammeResponse.Of(programme), programme.Version);
    }
}
