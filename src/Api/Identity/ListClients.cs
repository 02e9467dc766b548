using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Identity;

internal static class ListClients
{
    public static Task<Page<ClientResponse>> Handle(PageQuery page, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct) =>
        ListClientsOfOrganisation.Handle(actor.Organisation, page, db, clock, ct);
}

internal static class ListClientsOfOrganisation
{
    public static async Task<Page<ClientResponse>> Handle(
        Id<Organisation> organisationId, PageQuery page, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        await Members.Demand(db, organisationId, ct);
        var now = clock.GetUtcNow();
        var clients = db.Set<ApiClient>().Include(c => c.Secrets.Where(s => s.ExpiresAt == null || s.ExpiresAt > now)).Where(c => c.TenantId == organisationId);
        return await page.ById(clients, c => ClientResponse.Of(c, now), ct, newestFirst: false);
    }
}
