using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Organisations;

internal static class ChangeOrganisation
{
    public static async Task<Changed<OrganisationResponse>> Handle(
        Id<Organisation> id, OrganisationRequest request, IfMatch ifMatch, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var organisation = await db.Set<Organisation>().SingleOrDefaultAsync(o => o.TenantId == id, ct) ?? throw Refusal.NotFound();
        ifMatch.Demand(organisation.Version);
        organisation.Change(request.Details, request.Currency != organisation.Currency && await IsBilled(db, id, ct));
        await db.SaveChangesAsync(ct);
        return new(OrganisationResponse.Of(organisation, clock.GetUtcNow()), organisation.Version);
    }

    // Its row is locked against whoever adds the first of these just now.
    private static async Task<bool> IsBilled(FranchiseDb db, Id<Organisation> id, CancellationToken ct)
    {
        await db.Database.SqlQuery<Guid>($"""SELECT tenant_id AS "Value" FROM franchise.organisations WHERE tenant_id = {id.Value} FOR UPDATE""").ToListAsync(ct);
        return await db.Set<Licence>().AnyAsync(l => l.TenantId == id && l.Acceptance != null, ct)
            || await db.Set<Fee>().AnyAsync(f => f.TenantId == id, ct)
            || await db.Set<Invoice>().AnyAsync(i => i.TenantId == id, ct)
            || await db.Set<Payment>().AnyAsync(p => p.TenantId == id, ct);
    }
}
