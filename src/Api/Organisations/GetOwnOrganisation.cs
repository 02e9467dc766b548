using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Organisations;

internal static class GetOwnOrganisation
{
    public static Task<Found<OrganisationResponse>> Handle(FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct) =>
        GetOrganisation.Handle(actor.Organisation, db, clock, ct);
}
