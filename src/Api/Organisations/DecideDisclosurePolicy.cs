using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Organisations;

internal static class DecideDisclosurePolicy
{
    public static Task<Changed<OrganisationResponse>> Handle(
        DisclosurePolicyRequest request, IfMatch ifMatch, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct) =>
        SetDisclosurePolicy.Handle(actor.Organisation, request, ifMatch, db, clock, ct);
}
