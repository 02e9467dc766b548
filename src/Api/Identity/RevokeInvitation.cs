using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

internal static class RevokeInvitation
{
    public static Task<Changed<InvitationResponse>> Handle(Id<Invitation> id, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct) =>
        RevokeInvitationToOrganisation.Handle(actor.Organisation, id, db, clock, ct);
}

internal static class RevokeInvitationToOrganisation
{
    public static async Task<Changed<InvitationResponse>> Handle(
        Id<Organisation> organisationId, Id<Invitation> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var invitation = await Invitations.Find(db, organisationId, id, ct);
        var now = clock.GetUtcNow();
        invitation.Revoke(now);
        await db.SaveChangesAsync(ct);
        return new(InvitationResponse.Of(invitation, now), invitation.Version);
    }
}
