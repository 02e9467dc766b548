using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Organisations;

internal static class GetOrganisation
{
    public static async Task<Found<OrganisationResponse>> Handle(Id<Organisation> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.TenantId == id, ct) ?? throw Refusal.NotFound();
        return new(OrganisationResponse.Of(organisation, clock.GetUtcNow()), organisation.Version);
    }
}
