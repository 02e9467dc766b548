using Franchise.Domain.Identity;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Organisations;

/// <summary>
/// A person's place in an organisation: her role there, and whether she may still come in. An organisation always keeps one who leads it: a
/// coordinator at a partner, a platform administrator at Cohort 4.
/// </summary>
/// <remarks>
/// Verbs that could take the last leader away are given all members of the organisation. Read them with their rows locked, or two leaders who demote
/// each other at once both succeed.
/// </remarks>
[IdPrefix("mem")]
public sealed class Member : Aggregate, ITenantOwned
{
    /// <summary>What who gave no name is called. It is nobody's name: two who are called so are not one for that.</summary>
    public const string Unnamed = "Member";

    private Member() { }

    /// <summary>Gives a person a place in an organisation.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>; <c>role_not_here</c>: the role belongs to the other side.</exception>
    public Member(Id<Organisation> organisation, Id<User> user, Role role, string displayName, string email, DateTimeOffset now)
    {
        var faults = new Faults();
        DisplayName = faults.Text("/displayName", displayName, 200);
        Email = EmailAddress.Check(faults, "/email", email);
        faults.Refuse();
        CheckRole(organisation, role);
        IsNew();
        TenantId = organisation;
        Id = Id<Member>.New(now);
        UserId = user;
        Role = role;
        JoinedAt = now;
        Raise("member.joined", Id.ToString(), ("role", role));
    }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>Its id.</summary>
    public Id<Member> Id { get; private set; }

    /// <summary>Who signs in.</summary>
    public Id<User> UserId { get; private set; }

    /// <summary>Her role here.</summary>
    public Role Role { get; private set; }

    /// <summary>The name that colleagues see; hers to choose.</summary>
    public string DisplayName { get; private set; } = "";

    /// <summary>The address that she was invited at, in lower case.</summary>
    public string Email { get; private set; } = "";

    /// <summary>When she joined.</summary>
    public DateTimeOffset JoinedAt { get; private set; }

    /// <summary>Since when she may not come in; null while she may.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>Whether she may come in.</summary>
    public bool IsActive => DisabledAt is null;

    /// <summary>The role of which an organisation always keeps one.</summary>
    public static Role LeadingRole(Id<Organisation> organisation) =>
        organisation == Organisation.FranchisorId ? Role.PlatformAdministrator : Role.Coordinator;

    /// <summary>Refuses a role that does not exist at this organisation.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>; <c>role_not_here</c>.</exception>
    public static void CheckRole(Id<Organisation> organisation, Role role)
    {
        var faults = new Faults();
        faults.Known("/role", role);
        faults.Refuse();
        if (Permission.IsFranchisorRole(role) != (organisation == Organisation.FranchisorId))
            throw Refusal.Invalid(
                "role_not_here",
                "/role",
                "This role does not exist at this organisation.",
                "At Cohort 4: platform administrator, quality lead, finance. At a partner: coordinator, trainer, supervisor, viewer."
            );
    }

    /// <summary>
    /// Refuses a role that is not the actor's to give. In her own organisation nobody gives a role that may do more than she may; Cohort 4 may give any
    /// role at a partner.
    /// </summary>
    /// <exception cref="Refusal"><c>validation_failed</c>; <c>role_not_here</c>; <c>role_not_yours_to_give</c>.</exception>
    public static void CheckMayGive(Id<Organisation> organisation, Role role, Actor by)
    {
        CheckRole(organisation, role);
        if (by.Organisation == organisation ? !Permission.Of(role).IsSubsetOf(by.Permissions) : !by.IsFranchisor)
            throw new Refusal(
                RefusalKind.Forbidden,
                "role_not_yours_to_give",
                "This role may do more than you may.",
                "Ask someone who holds every permission of that role, or sign in with all of yours.",
                [new("/role", "This is not yours to give.")]
            );
    }

    /// <summary>Shows another name.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public void Rename(string displayName)
    {
        var faults = new Faults();
        var name = faults.Text("/displayName", displayName, 200);
        faults.Refuse();
        DisplayName = name;
        Raise("member.renamed", Id.ToString());
    }

    /// <summary>Gives her another role.</summary>
    /// <param name="role">The role.</param>
    /// <param name="members">All members of the organisation, she may be among them.</param>
    /// <exception cref="Refusal"><c>role_not_here</c>; <c>last_leader</c>.</exception>
    public void ChangeRole(Role role, IEnumerable<Member> members)
    {
        CheckRole(TenantId, role);
        if (role == Role)
            return;
        RefuseIfLastLeader(members);
        var before = Role;
        Role = role;
        Raise("member.role_changed", Id.ToString(), ("from", before), ("to", role));
    }

    /// <summary>Keeps her out from now on; her place stays, so that she can be let in again.</summary>
    /// <param name="members">All members of the organisation.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="Refusal"><c>last_leader</c>.</exception>
    public void Disable(IEnumerable<Member> members, DateTimeOffset now)
    {
        if (!IsActive)
            return;
        RefuseIfLastLeader(members);
        DisabledAt = now;
        Raise("member.disabled", Id.ToString());
    }

    /// <summary>Lets her in again.</summary>
    public void Enable()
    {
        if (IsActive)
            return;
        DisabledAt = null;
        Raise("member.enabled", Id.ToString());
    }

    /// <summary>Says that she has left; the caller then deletes the row, so that her name and address are not kept.</summary>
    /// <param name="members">All members of the organisation.</param>
    /// <exception cref="Refusal"><c>last_leader</c>.</exception>
    public void Remove(IEnumerable<Member> members)
    {
        RefuseIfLastLeader(members);
        Raise("member.removed", Id.ToString());
    }

    private void RefuseIfLastLeader(IEnumerable<Member> members)
    {
        var leading = LeadingRole(TenantId);
        if (Role != leading || !IsActive || members.Any(m => m.Id != Id && m.TenantId == TenantId && m.Role == leading && m.IsActive))
            return;
        throw Refusal.Conflict(
            "last_leader",
            "She is the last who leads this organisation.",
            "Give another active member the role of coordinator (at Cohort 4: platform administrator) first."
        );
    }
}
