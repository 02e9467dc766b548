using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Organisations;

internal static class ListContacts
{
    public static Task<Page<ContactResponse>> Handle(ContactRole? role, PageQuery page, FranchiseDb db, Actor actor, CancellationToken ct) =>
        Of(actor.Organisation, role, page, db, ct);

    internal static Task<Page<ContactResponse>> Of(Id<Organisation> organisation, ContactRole? role, PageQuery page, FranchiseDb db, CancellationToken ct) =>
        page.ById(
            db.Set<Contact>().Where(c => c.TenantId == organisation && (role == null || c.Role == role)),
            ContactResponse.Of,
            ct,
            newestFirst: false
        );
}

internal static class ListContactsOfOrganisation
{
    public static async Task<Page<ContactResponse>> Handle(
        Id<Organisation> organisationId, ContactRole? role, PageQuery page, FranchiseDb db, CancellationToken ct)
    {
        if (!await db.Set<Organisation>().AnyAsync(o => o.TenantId == organisationId, ct))
            throw Refusal.NotFound();
        return await ListContacts.Of(organisationId, role, page, db, ct);
    }
}
