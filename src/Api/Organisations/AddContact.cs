using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Organisations;

internal static class AddContact
{
    public static Task<Created<ContactResponse>> Handle(ContactRequest request, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct) =>
        To(actor.Organisation, "/v1/contacts", request, db, clock, ct);

    internal static async Task<Created<ContactResponse>> To(
        Id<Organisation> organisation, string place, ContactRequest request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var contact = new Contact(organisation, request.Details, clock.GetUtcNow());
        db.Add(contact);
        await db.SaveChangesAsync(ct);
        return new($"{place}/{contact.Id}", ContactResponse.Of(contact), contact.Version);
    }
}

internal static class AddContactToOrganisation
{
    public static async Task<Created<ContactResponse>> Handle(
        Id<Organisation> organisationId, ContactRequest request, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.Set<Organisation>().AnyAsync(o => o.TenantId == organisationId, ct))
            throw Refusal.NotFound();
        return await AddContact.To(organisationId, $"/v1/organisations/{organisationId}/contacts", request, db, clock, ct);
    }
}
