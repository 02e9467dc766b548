using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

internal static class EnableMember
{
    public static Task<Changed<MemberResponse>> Handle(Id<Member> id, FranchiseDb db, Actor actor, CancellationToken ct) =>
        EnableMemberOfOrganisation.Handle(actor.Organisation, id, db, ct);
}

internal static class EnableMemberOfOrganisation
{
    public static async Task<Changed<MemberResponse>> Handle(Id<Organisation> organisationId, Id<Member> id, FranchiseDb db, CancellationToken ct)
    {
        var member = await Members.Find(db, organisationId, id, ct);
        member.Enable();
        await db.SaveChangesAsync(ct);
        return new(MemberResponse.Of(member), member.Version);
    }
}
