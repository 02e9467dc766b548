using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

internal static class ListInvitations
{
    public static Task<Page<InvitationResponse>> Handle(
        InvitationStatus? status, PageQuery page, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct) =>
        ListInvitationsToOrganisation.Handle(actor.Organisation, status, page, db, clock, ct);
}

internal static class ListInvitationsToOrganisation
{
    public static async Task<Page<InvitationResponse>> Handle(
        Id<Organisation> organisationId, InvitationStatus? status, PageQuery page, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        await Members.Demand(db, organisationId, ct);
        var now = clock.GetUtcNow();
        var invitations = db.Set<Invitation>().Where(i => i.TenantId == organisationId);
        invitations = status switch
        {
            InvitationStatus.Accepted => invitations.Where(i => i.AcceptedAt != null),
            InvitationStatus.Revoked => invitations.Where(i => i.RevokedAt != null),
            InvitationStatus.Expired => invitations.Where(i => i.AcceptedAt == null && i.RevokedAt == null && i.ExpiresAt <= now),
            InvitationStatus.Pending => invitations.Where(i => i.AcceptedAt == null && i.RevokedAt == null && i.ExpiresAt > now),
            _ => invitations,
        };
        return await page.ById(invitations, i => InvitationResponse.Of(i, now), ct);
    }
}
