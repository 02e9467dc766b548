using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

internal static class GetInvitation
{
    public static Task<Found<InvitationResponse>> Handle(Id<Invitation> id, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct) =>
        GetInvitationToOrganisation.Handle(actor.Organisation, id, db, clock, ct);
}

internal static class GetInvitationToOrganisation
{
    public static async Task<Found<InvitationResponse>> Handle(
        Id<Organisation> organisationId, Id<Invitation> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var invitation = await Invitations.Find(db, organisationId, id, ct);
        return new(InvitationResponse.Of(invitation, clock.GetUtcNow()), invitation.Version);
    }
}
