using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Organisations;

internal static class GetContact
{
    public static Task<Found<ContactResponse>> Handle(Id<Contact> id, FranchiseDb db, Actor actor, CancellationToken ct) =>
        GetContactOfOrganisation.Handle(actor.Organisation, id, db, ct);
}

internal static class GetContactOfOrganisation
{
    public static async Task<Found<ContactResponse>> Handle(Id<Organisation> organisationId, Id<Contact> id, FranchiseDb db, CancellationToken ct)
    {
        var contact = await Contacts.Find(db, organisationId, id, ct);
        return new(ContactResponse.Of(contact), contact.Version);
    }
}
