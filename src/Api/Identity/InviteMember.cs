using System.ComponentModel.DataAnnotations;
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

/// <summary>Whom to invite, and as what.</summary>
/// <param name="Email">Her address.</param>
/// <param name="Role">Her role.</param>
public sealed record InvitationRequest([StringLength(EmailAddress.Most, MinimumLength = 3)] string Email, Role Role)
{
    public static InvitationRequest Example => new("ann@example.org", Role.Coordinator);
}

internal static class InviteMember
{
    public static Task<Created<InvitationResponse>> Handle(
        InvitationRequest request, FranchiseDb db, Actor actor, EmailOutbox outbox, IdentitySettings settings, TimeProvider clock, CancellationToken ct) =>
        To(actor.Organisation, "/v1/invitations", request, db, actor, outbox, settings, clock, ct);

    internal static async Task<Created<InvitationResponse>> To(
        Id<Organisation> organisationId,
        string place,
        InvitationRequest request,
        FranchiseDb db,
        Actor actor,
        EmailOutbox outbox,
        IdentitySettings settings,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var organisation = await db.Set<Organisation>().SingleOrDefaultAsync(o => o.TenantId == organisationId, ct) ?? throw Refusal.NotFound();
        if (organisation.Status == OrganisationStatus.Closed)
            throw Refusal.Conflict("organisation_closed", "This organisation has left for good.", "Take it on again as a new organisation.");
        Member.CheckMayGive(organisationId, request.Role, actor);
        var now = clock.GetUtcNow();
        var token = NewSecret.Make(NewSecret.OfInvitation);
        var invitation = new Invitation(organisationId, request.Email, request.Role, token.Hash, now);
        var email = invitation.Email;
        if (await db.Set<Member>().AnyAsync(m => m.TenantId == organisationId && m.Email == email, ct))
            throw Refusal.Conflict("already_a_member", "There is a member with this address already.", "Change her role, or enable her.");
        if (await db.Set<Invitation>().AnyAsync(i => i.TenantId == organisationId && i.Email == email && i.AcceptedAt == null && i.RevokedAt == null, ct))
            throw Refusal.Conflict("invitation_open", "There is an invitation for this address already.", "Send that one anew, or revoke it first.");
        db.Add(invitation);
        db.Add(outbox.Write(organisationId, Invitations.Message(organisation, invitation, token, settings), now));
        await db.SaveChangesAsync(ct);
        return new($"{place}/{invitation.Id}", InvitationResponse.Of(invitation, now), invitation.Version);
    }
}

internal static class InviteMemberToOrganisation
{
    public static Task<Created<InvitationResponse>> Handle(
        Id<Organisation> organisationId,
        InvitationRequest request,
        FranchiseDb db,
        Actor actor,
        EmailOutbox outbox,
        IdentitySettings settings,
        TimeProvider clock,
        CancellationToken ct
    ) => InviteMember.To(organisationId, $"/v1/organisations/{organisationId}/invitations", request, db, actor, outbox, settings, clock, ct);
}
