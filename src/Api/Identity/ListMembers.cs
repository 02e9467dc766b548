using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

internal static class ListMembers
{
    public static Task<Page<MemberResponse>> Handle(Role? role, PageQuery page, FranchiseDb db, Actor actor, CancellationToken ct) =>
        ListMembersOfOrganisation.Handle(actor.Organisation, role, page, db, ct);
}

internal static class ListMembersOfOrganisation
{
    public static async Task<Page<MemberResponse>> Handle(Id<Organisation> organisationId, Role? role, PageQuery page, FranchiseDb db, CancellationToken ct)
    {
        await Members.Demand(db, organisationId, ct);
        var members = db.Set<Member>().Where(m => m.TenantId == organisationId && (role == null || m.Role == role));
        return await page.ById(members, MemberResponse.Of, ct, newestFirst: false);
    }
}
