using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Crypto;
using Franchise.Infrastructure.Email;
using Franchise.Infrastructure.Identity;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Identity;

internal static class ResendInvitation
{
    public static Task<Changed<InvitationResponse>> Handle(
        Id<Invitation> id, FranchiseDb db, Actor actor, EmailOutbox outbox, IdentitySettings settings, TimeProvider clock, CancellationToken ct) =>
        ResendInvitationToOrganisation.Handle(actor.Organisation, id, db, actor, outbox, settings, clock, ct);
}

internal static class ResendInvitationToOrganisation
{
    public static async Task<Changed<InvitationResponse>> Handle(
        Id<Organisation> organisationId,
        Id<Invitation> id,
        FranchiseDb db,
        Actor actor,
        EmailOutbox outbox,
        IdentitySettings settings,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var invitation = await Invitations.Find(db, organisationId, id, ct);
        var organisation = await db.Set<Organisation>().SingleAsync(o => o.TenantId == organisationId, ct);
        Member.CheckMayGive(organisationId, invitation.Role, actor);
        var now = clock.GetUtcNow();
        var token = NewSecret.Make(NewSecret.OfInvitation);
        invitation.Renew(invitation.Role, token.Hash, now);
        db.Add(outbox.Write(organisationId, Invitations.Message(organisation, invitation, token, settings), now));
        await db.SaveChangesAsync(ct);
        return new(InvitationResponse.Of(invitation, now), invitation.Version);
    }
}
