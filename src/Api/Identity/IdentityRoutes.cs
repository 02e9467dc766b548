using Franchise.Api.Http;
using Franchise.Domain.Shared;
using static Franchise.Domain.Identity.Permission;

namespace Franchise.Api.Identity;

/// <summary>
/// Members, invitations and API clients: an organisation's own, Cohort 4's among them. What stands under an organisation's id is for Cohort 4 to set a
/// partner up and to help it out.
/// </summary>
public static class IdentityRoutes
{
    private const string LastLeader = " An organisation always keeps one active coordinator; Cohort 4 one platform administrator.";
    private const string InvitationText = "The link goes by e-mail, is good for seven days, and is known to nobody but her.";
    private const string SecretOnce = " The secret is in this answer alone; only its hash is kept.";

    public static void Map(Routes v1)
    {
        v1.Get("/members", ListMembers.Handle, MembersRead).Says("List your members", "In the order in which they joined.");
        v1.Get("/members/{id}", GetMember.Handle, MembersRead).Says("Get one of your members", "With her version as ETag.");
        v1.Put("/members/{id}/role", ChangeMemberRole.Handle, MembersWrite)
            .Says("Give a member another role", "It holds within a minute." + LastLeader)
            .Refuses("last_leader")
            .Refuses(RefusalKind.Forbidden, "role_not_yours_to_give")
            .Refuses(RefusalKind.Invalid, "role_not_here");
        v1.Post("/members/{id}/disable", DisableMember.Handle, MembersWrite)
            .Says("Keep a member out", "Her tokens lose their force within a minute. Her place stays, so that she can be let in again." + LastLeader)
            .Refuses("last_leader");
        v1.Post("/members/{id}/enable", EnableMember.Handle, MembersWrite).Says("Let a member in again", "With the role that she had.");
        v1.Delete("/members/{id}", RemoveMember.Handle, MembersWrite)
            .Says(
                "Remove a member",
                "She has left: her name and address are not kept with you, and her tokens lose their force within a minute. To come back she is invited anew." + LastLeader
            )
            .Refuses("last_leader");

        v1.Get("/invitations", ListInvitations.Handle, MembersRead).Says("List your invitations", "Newest first.");
        v1.Get("/invitations/{id}", GetInvitation.Handle, MembersRead).Says("Get one of your invitations", "Its token is never shown.");
        v1.Post("/invitations", InviteMember.Handle, MembersWrite)
            .Says("Invite someone", InvitationText)
            .Refuses("already_a_member", "invitation_open", "organisation_closed", "already_exists")
            .Refuses(RefusalKind.Forbidden, "role_not_yours_to_give")
            .Refuses(RefusalKind.Invalid, "role_not_here");
        v1.Post("/invitations/{id}/resend", ResendInvitation.Handle, MembersWrite)
            .Says("Send an invitation anew", "With a new link; the old one is no good from now on. " + InvitationText)
            .Refuses("invitation_closed")
            .Refuses(RefusalKind.Forbidden, "role_not_yours_to_give");
        v1.Post("/invitations/{id}/revoke", RevokeInvitation.Handle, MembersWrite)
            .Says("Take an invitation back", "Its link is no good from now on.")
            .Refuses("invitation_closed");

        v1.Get("/clients", ListClients.Handle, ClientsRead).Says("List your API clients", "In the order in which they were made.");
        v1.Get("/clients/{id}", GetClient.Handle, ClientsRead).Says("Get one of your API clients", "With its version as ETag.");
        v1.Post("/clients", CreateClient.Handle, ClientsWrite)
            .Says("Make an API client", "Its id is its OAuth `client_id`. You can give only permissions that you hold." + SecretOnce)
            .Refuses(RefusalKind.Forbidden, "permission_not_yours_to_give");
        v1.Put("/clients/{id}", ChangeClient.Handle, ClientsWrite)
            .Says("Change an API client", "Name, permissions and redirect addresses, as a whole. Tokens lose a permission that was taken away within a minute.")
            .Refuses("client_disabled")
            .Refuses(RefusalKind.Forbidden, "permission_not_yours_to_give");
        v1.Post("/clients/{id}/secrets", RotateClientSecret.Handle, ClientsWrite)
            .Says(
                "Rotate a client's secret",
                "Two secrets are live while you change over; the old one ends after `overlapHours`, or when you revoke it." + SecretOnce
            )
            .Refuses("client_has_no_secret", "client_disabled", "rotation_under_way");
        v1.Delete("/clients/{clientId}/secrets/{id}", RevokeClientSecret.Handle, ClientsWrite)
            .Says("Revoke a secret", "It ends at once, the last one too: then the client gets no token until it is rotated.")
            .Refuses("secret_ended");
        v1.Post("/clients/{id}/disable", DisableClient.Handle, ClientsWrite)
            .Says("Stop an API client", "It gets no more tokens, and those it has lose their force within a minute.");
        v1.Post("/clients/{id}/enable", EnableClient.Handle, ClientsWrite).Says("Let an API client be used again", "With the secrets that are still live.");

        v1.Get("/organisations/{organisationId}/members", ListMembersOfOrganisation.Handle, MembersRead)
            .Says("List an organisation's members", "In the order in which they joined.");
        v1.Get("/organisations/{organisationId}/members/{id}", GetMemberOfOrganisation.Handle, MembersRead)
            .Says("Get one member of an organisation", "With her version as ETag.");
        v1.Put("/organisations/{organisationId}/members/{id}/role", ChangeMemberRoleAtOrganisation.Handle, MembersWrite)
            .Says("Give a member of an organisation another role", "As where its only coordinator has left." + LastLeader)
            .Refuses("last_leader")
            .Refuses(RefusalKind.Forbidden, "role_not_yours_to_give")
            .Refuses(RefusalKind.Invalid, "role_not_here");
        v1.Post("/organisations/{organisationId}/members/{id}/disable", DisableMemberOfOrganisation.Handle, MembersWrite)
            .Says("Keep a member of an organisation out", "Her tokens for it lose their force within a minute." + LastLeader)
            .Refuses("last_leader");
        v1.Post("/organisations/{organisationId}/members/{id}/enable", EnableMemberOfOrganisation.Handle, MembersWrite)
            .Says("Let a member of an organisation in again", "With the role that she had.");
        v1.Delete("/organisations/{organisationId}/members/{id}", RemoveMemberOfOrganisation.Handle, MembersWrite)
            .Says("Remove a member of an organisation", "On its behalf. Her tokens for it lose their force within a minute." + LastLeader)
            .Refuses("last_leader");

        v1.Get("/organisations/{organisationId}/invitations", ListInvitationsToOrganisation.Handle, MembersRead)
            .Says("List the invitations to an organisation", "Newest first.");
        v1.Get("/organisations/{organisationId}/invitations/{id}", GetInvitationToOrganisation.Handle, MembersRead)
            .Says("Get one invitation to an organisation", "Its token is never shown.");
        v1.Post("/organisations/{organisationId}/invitations", InviteMemberToOrganisation.Handle, MembersWrite)
            .Says("Invite someone to an organisation", "As its first coordinator. " + InvitationText)
            .Refuses("already_a_member", "invitation_open", "organisation_closed", "already_exists")
            .Refuses(RefusalKind.Forbidden, "role_not_yours_to_give")
            .Refuses(RefusalKind.Invalid, "role_not_here");
        v1.Post("/organisations/{organisationId}/invitations/{id}/resend", ResendInvitationToOrganisation.Handle, MembersWrite)
            .Says("Send an invitation to an organisation anew", "With a new link. " + InvitationText)
            .Refuses("invitation_closed")
            .Refuses(RefusalKind.Forbidden, "role_not_yours_to_give");
        v1.Post("/organisations/{organisationId}/invitations/{id}/revoke", RevokeInvitationToOrganisation.Handle, MembersWrite)
            .Says("Take an invitation to an organisation back", "Its link is no good from now on.")
            .Refuses("invitation_closed");

        v1.Get("/organisations/{organisationId}/clients", ListClientsOfOrganisation.Handle, ClientsRead)
            .Says("List an organisation's API clients", "In the order in which they were made.");
        v1.Get("/organisations/{organisationId}/clients/{id}", GetClientOfOrganisation.Handle, ClientsRead)
            .Says("Get one API client of an organisation", "With its version as ETag.");
        v1.Post("/organisations/{organisationId}/clients", CreateClientForOrganisation.Handle, ClientsWrite)
            .Says("Make an API client for an organisation", "To hand over when it is set up; its coordinator then rotates the secret." + SecretOnce)
            .Refuses(RefusalKind.Forbidden, "permission_not_yours_to_give");
        v1.Post("/organisations/{organisationId}/clients/{id}/disable", DisableClientOfOrganisation.Handle, ClientsWrite)
            .Says("Stop an organisation's API client", "As where its secret has leaked. Its tokens lose their force within a minute.");
        v1.Post("/organisations/{organisationId}/clients/{id}/enable", EnableClientOfOrganisation.Handle, ClientsWrite)
            .Says("Let an organisation's API client be used again", "With the secrets that are still live.");
    }
}
