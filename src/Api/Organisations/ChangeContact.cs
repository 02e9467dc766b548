using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Organisations;

internal static class ChangeContact
{
    public static Task<Changed<ContactResponse>> Handle(
        Id<Contact> id, ContactRequest request, IfMatch ifMatch, FranchiseDb db, Actor actor, CancellationToken ct) =>
        ChangeContactOfOrganisation.Handle(actor.Organisation, id, request, ifMatch, db, ct);
}

internal static class ChangeContactOfOrganisation
{
    public static async Task<Changed<ContactResponse>> Handle(
        Id<Organisation> organisationId, Id<Contact> id, ContactRequest request, IfMatch ifMatch, FranchiseDb db, CancellationToken ct)
    {
        var contact = await Contacts.Find(db, organisationId, id, ct);
        ifMatch.Demand(contact.Version);
        contact.Change(request.Details);
        await db.SaveChangesAsync(ct);
        return new(ContactResponse.Of(contact), contact.Version);
    }
}
