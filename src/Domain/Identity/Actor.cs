using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Identity;

/// <summary>What sort of actor did something.</summary>
public enum ActorKind
{
    /// <summary>A person who signed in.</summary>
    User,

    /// <summary>A partner's system with its own credentials.</summary>
    Client,

    /// <summary>Franchise itself: a scheduled job or a command.</summary>
    System,
}

/// <summary>Who acts, as far as the domain and the audit chain need to know. Never holds a name or an e-mail address.</summary>
/// <param name="Kind">What sort of actor.</param>
/// <param name="Subject">The shown id of the user or client, or <c>system</c>.</param>
/// <param name="Organisation">The organisation acted for, from the validated token.</param>
/// <param name="Role">The role held in it, for a person.</param>
/// <param name="Permissions">What the actor may do: role ∩ client's scopes.</param>
/// <param name="Ip">From where, for acceptances and the audit chain; null for jobs.</param>
public sealed record Actor(
    ActorKind Kind,
    string Subject,
    Id<Organisation> Organisation,
    Role? Role,
    IReadOnlySet<string> Permissions,
    string? Ip
)
{
    /// <summary>Franchise itself, acting on its own schedule.</summary>
    public static Actor System { get; } = new(ActorKind.System, "system", Organisations.Organisation.FranchisorId, null, Permission.All, null);

    /// <summary>Whether this is Cohort 4's side, which may look across organisations.</summary>
    public bool IsFranchisor => Organisation == Organisations.Organisation.FranchisorId;

    /// <summary>
    /// Whose record is asked for where one may be named: at Cohort 4 the named one, or its own; at a partner her own. Null where she names another's.
    /// </summary>
    public Id<Organisation>? Whose(Id<Organisation>? named) =>
        named is null || named == Organisation ? Organisation
        : IsFranchisor ? named
        : null;

    /// <summary>
    /// Whose records alone she may see among her organisation's: a trainer her own. Null for everybody else, systems with their own credentials among
    /// them. Every query of what is about one trainer heeds it.
    /// </summary>
    public Id<User>? OnlyOwnOf => Role != Identity.Role.Trainer ? null : Id<User>.TryRead(Subject, out var user) ? user : Id<User>.None;

    /// <summary>Whether the actor holds a permission.</summary>
    public bool May(string permission) => Permissions.Contains(permission);
}
