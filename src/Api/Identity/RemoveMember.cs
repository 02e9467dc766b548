using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;

namespace Franchise.Api.Identity;

internal static class RemoveMember
{
    public static Task<Done> Handle(Id<Member> id, FranchiseDb db, Actor actor, CancellationToken ct) =>
        RemoveMemberOfOrganisation.Handle(actor.Organisation, id, db, ct);
}

internal static class RemoveMemberOfOrganisation
{
    public static async Task<Done> Handle(Id<Organisation> organisationId, Id<Member> id, FranchiseDb db, CancellationToken ct)
    {
        var members = await Members.Locked(db, organisationId, ct);
        var member = Members.In(members, id);
        member.Remove(members);
        db.Remove(member);
        await db.SaveChangesAsync(ct);
        return new();
    }
}
