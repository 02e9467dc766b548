using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Organisations;

internal static class ReinstateOrganisation
{
    public static async Task<Changed<OrganisationResponse>> Handle(
        Id<Organisation> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var organisation = await db.Set<Organisation>().SingleOrDefaultAsync(o => o.TenantId == id, ct) ?? throw Refusal.NotFound();
        organisation.Reinstate(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new(OrganisationResponse.Of(organisation, clock.GetUtcNow()), organisation.Version);
    }
}
