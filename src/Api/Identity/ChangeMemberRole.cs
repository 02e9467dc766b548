using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

/// <summary>Another role.</summary>
/// <param name="Role">The role that she is to have.</param>
public sealed record MemberRoleRequest(Role Role)
{
    public static MemberRoleRequest Example => new(Role.Trainer);
}

internal static class ChangeMemberRole
{
    public static Task<Changed<MemberResponse>> Handle(
        Id<Member> id, MemberRoleRequest request, IfMatch ifMatch, FranchiseDb db, Actor actor, CancellationToken ct) =>
        ChangeMemberRoleAtOrganisation.Handle(actor.Organisation, id, request, ifMatch, db, actor, ct);
}

internal static class ChangeMemberRoleAtOrganisation
{
    public static async Task<Changed<MemberResponse>> Handle(
        Id<Organisation> organisationId, Id<Member> id, MemberRoleRequest request, IfMatch ifMatch, FranchiseDb db, Actor actor, CancellationToken ct)
    {
        var members = await Members.Locked(db, organisationId, ct);
        var member = Members.In(members, id);
        ifMatch.Demand(member.Version);
        Member.CheckMayGive(organisationId, request.Role, actor);
        member.ChangeRole(request.Role, members);
        await db.SaveChangesAsync(ct);
        return new(MemberResponse.Of(member), member.Version);
    }
}
