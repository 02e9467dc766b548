using Franchise.Api.Http;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Identity;

/// <summary>A person's place in an organisation.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="UserId">The person: the same in every organisation that she belongs to.</param>
/// <param name="Role">Her role here.</param>
/// <param name="DisplayName">The name that colleagues see; hers to choose.</param>
/// <param name="Email">The address that she was invited at.</param>
/// <param name="JoinedAt">When she joined.</param>
/// <param name="DisabledAt">Since when she may not come in; null while she may.</param>
public sealed record MemberResponse(
    Id<Member> Id,
    Id<Organisation> OrganisationId,
    Id<User> UserId,
    Role Role,
    string DisplayName,
    string Email,
    DateTimeOffset JoinedAt,
    DateTimeOffset? DisabledAt
)
{
    public static MemberResponse Example =>
        new(
            ExampleOf.Id<Member>(), ExampleOf.Id<Organisation>(), ExampleOf.Id<User>(), Role.Coordinator, "Ann", "ann@example.org", ExampleOf.Time, null);

    internal static MemberResponse Of(Member m) => new(m.Id, m.TenantId, m.UserId, m.Role, m.DisplayName, m.Email, m.JoinedAt, m.DisabledAt);
}

internal static class Members
{
    /// <summary>All members of an organisation, locked until the transaction ends: two leaders who demote each other at once must not both succeed.</summary>
    public static Task<List<Member>> Locked(FranchiseDb db, Id<Organisation> organisation, CancellationToken ct) =>
        db.Set<Member>().FromSql($"select * from franchise.members where tenant_id = {organisation.Value} order by id for update").ToListAsync(ct);

    /// <summary>One of them.</summary>
    public static Member In(List<Member> members, Id<Member> id) => members.Find(m => m.Id == id) ?? throw Refusal.NotFound();

    /// <summary>One member of one organisation.</summary>
    public static async Task<Member> Find(FranchiseDb db, Id<Organisation> organisation, Id<Member> id, CancellationToken ct) =>
        await db.Set<Member>().SingleOrDefaultAsync(m => m.TenantId == organisation && m.Id == id, ct) ?? throw Refusal.NotFound();

    /// <summary>Refuses an organisation that the caller cannot see.</summary>
    public static async Task Demand(FranchiseDb db, Id<Organisation> organisation, CancellationToken ct)
    {
        if (!await db.Set<Organisation>().AnyAsync(o => o.TenantId == organisation, ct))
            throw Refusal.NotFound();
    }
}
