using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

internal static class DisableMember
{
    public static Task<Changed<MemberResponse>> Handle(Id<Member> id, FranchiseDb db, Actor actor, TimeProvider clock, CancellationToken ct) =>
        DisableMemberOfOrganisation.Handle(actor.Organisation, id, db, clock, ct);
}

internal static class DisableMemberOfOrganisation
{
    public static async Task<Changed<MemberResponse>> Handle(
        Id<Organisation> organisationId, Id<Member> id, FranchiseDb db, TimeProvider clock, CancellationToken ct)
    {
        var members = await Members.Locked(db, organisationId, ct);
        var member = Members.In(members, id);
        member.Disable(members, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new(MemberResponse.Of(member), member.Version);
    }
}
