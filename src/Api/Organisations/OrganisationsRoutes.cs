using Franchise.Api.Http;
using Franchise.Domain.Organisations;
using static Franchise.Domain.Identity.Permission;

namespace Franchise.Api.Organisations;

/// <summary>Cohort 4 takes on partners and keeps their particulars; a partner reads its own, and decides about disclosure and its contacts.</summary>
public static class OrganisationsRoutes
{
    private const string Contact = "A contact is whom Cohort 4 reaches at an organisation: its head, coordinator, designated safeguarding lead (DSL) or finance.";

    public static void Map(Routes v1)
    {
        v1.Get("/organisation", GetOwnOrganisation.Handle, OrganisationRead)
            .Says("Get your own organisation", "With its status; where it is suspended, with Cohort 4's reason.")
            .EvenWhenSuspended();
        v1.Put("/organisation/disclosure-policy", DecideDisclosurePolicy.Handle, OrganisationWrite)
            .Says(
                "Decide about disclosure",
                "Whether your people may record lived experience. `prohibited`: such fields are refused and never returned. `consented`: each needs a woman's live consent. `open`: recorded and shown to those with the permission."
            )
            .WritesPlatformOwned()
            .Refuses("organisation_closed");

        v1.Get("/contacts", ListContacts.Handle, OrganisationRead).Says("List your contacts", Contact);
        v1.Get("/contacts/{id}", GetContact.Handle, OrganisationRead).Says("Get one of your contacts", Contact);
        v1.Post("/contacts", AddContact.Handle, OrganisationWrite).Says("Add a contact", "One person may be listed under several roles. " + Contact);
        v1.Put("/contacts/{id}", ChangeContact.Handle, OrganisationWrite).Says("Change a contact", "Replaces it as a whole.");
        v1.Delete("/contacts/{id}", RemoveContact.Handle, OrganisationWrite).Says("Remove a contact", "Her particulars are not kept.");

        v1.Get("/organisations", ListOrganisations.Handle, OrganisationsRead)
            .Says("List organisations", "Newest first: the partners and Cohort 4 itself.");
        v1.Get("/organisations/{id}", GetOrganisation.Handle, OrganisationsRead).Says("Get one organisation", "With its version as ETag.");
        v1.Post("/organisations", CreateOrganisation.Handle, OrganisationsWrite)
            .Says(
                "Take on an organisation",
                "A partner, or a sandbox for trying things out, which has a clock of its own. Whether it is a sandbox is fixed for good. Lived experience is prohibited until it decides otherwise. Invite its first coordinator next."
            );
        v1.Put("/organisations/{id}", ChangeOrganisation.Handle, OrganisationsWrite)
            .Says("Change an organisation's particulars", "Replaces them as a whole. Its currency stays once it has agreed to a licence, or something was charged or paid.")
            .Refuses("organisation_closed", Organisation.CurrencyFixed);
        v1.Put("/organisations/{id}/disclosure-policy", SetDisclosurePolicy.Handle, OrganisationsWrite)
            .Says("Set an organisation's disclosure policy", "On its behalf; it is the organisation's own decision.")
            .Refuses("organisation_closed");
        v1.Post("/organisations/{id}/suspend", SuspendOrganisation.Handle, OrganisationsWrite)
            .Says("Suspend an organisation", "Every token of its people and systems is refused within a minute. The reason is shown to it.")
            .Refuses("organisation_not_active", "franchisor_must_stay");
        v1.Post("/organisations/{id}/reinstate", ReinstateOrganisation.Handle, OrganisationsWrite)
            .Says("Reinstate an organisation", "Lets a suspended one in again.")
            .Refuses("organisation_not_suspended");
        v1.Post("/organisations/{id}/close", CloseOrganisation.Handle, OrganisationsWrite)
            .Says("Close an organisation", "It has left for good; there is no way back. What must be kept is kept.")
            .Refuses("organisation_closed", "franchisor_must_stay");

        v1.Get("/organisations/{organisationId}/contacts", ListContactsOfOrganisation.Handle, OrganisationsRead)
            .Says("List an organisation's contacts", Contact);
        v1.Get("/organisations/{organisationId}/contacts/{id}", GetContactOfOrganisation.Handle, OrganisationsRead)
            .Says("Get one contact of an organisation", Contact);
        v1.Post("/organisations/{organisationId}/contacts", AddContactToOrganisation.Handle, OrganisationsWrite)
            .Says("Add a contact to an organisation", "On its behalf. " + Contact);
        v1.Put("/organisations/{organisationId}/contacts/{id}", ChangeContactOfOrganisation.Handle, OrganisationsWrite)
            .Says("Change a contact of an organisation", "On its behalf. Replaces it as a whole.");
        v1.Delete("/organisations/{organisationId}/contacts/{id}", RemoveContactOfOrganisation.Handle, OrganisationsWrite)
            .Says("Remove a contact of an organisation", "On its behalf. Her particulars are not kept.");
    }
}
