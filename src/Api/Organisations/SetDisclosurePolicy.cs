using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Organisations;

/// <summary>A decision about lived experience.</summary>
/// <param name="DisclosurePolicy">What is to hold from now on.</param>
public sealed record DisclosurePolicyRequest(DisclosurePolicy DisclosurePolicy)
{
    public static DisclosurePolicyRequest Example => new(DisclosurePolicy.Consented);
}

internal static class SetDisclosurePolicy
{
    public static async Task<Changed<OrganisationResponse>> Handle(
        Id<Organisation> id, DisclosurePolicyRequest request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var organisation = await db.Set<Organisation>().SingleOrDefaultAsync(o => o.TenantId == id, ct) ?? throw Refusal.NotFound();
        ifMatch.Demand(organisation.Version);
        organisation.Decide(request.DisclosurePolicy);
        await db.SaveChangesAsync(ct);
        return new(OrganisationResponse.Of(organisation, clock.GetUtcNow()), organisation.Version);
    }
}
