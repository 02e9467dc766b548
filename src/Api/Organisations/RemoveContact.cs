using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Organisations;

internal static class RemoveContact
{
    public static Task<Done> Handle(Id<Contact> id, FranchiseDb db, Actor actor, CancellationToken ct) =>
        RemoveContactOfOrganisation.Handle(actor.Organisation, id, db, ct);
}

internal static class RemoveContactOfOrganisation
{
    public static async Task<Done> Handle(Id<Organisation> organisationId, Id<Contact> id, FranchiseDb db, CancellationToken ct)
    {
        var contact = await Contacts.Find(db, organisationId, id, ct);
        contact.Remove();
        db.Remove(contact);
        await db.SaveChangesAsync(ct);
        return new();
    }
}
