using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

internal static class GetMember
{
    public static Task<Found<MemberResponse>> Handle(Id<Member> id, FranchiseDb db, Actor actor, CancellationToken ct) =>
        GetMemberOfOrganisation.Handle(actor.Organisation, id, db, ct);
}

internal static class GetMemberOfOrganisation
{
    public static async Task<Found<MemberResponse>> Handle(Id<Organisation> organisationId, Id<Member> id, FranchiseDb db, CancellationToken ct)
    {
        var member = await Members.Find(db, organisationId, id, ct);
        return new(MemberResponse.Of(member), member.Version);
    }
}
