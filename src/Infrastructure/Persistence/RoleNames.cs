namespace Franchise.Infrastructure.Persistence;

/// <summary>The database roles, by what they may do. The prefix lets several installations share one server.</summary>
/// <param name="Prefix"><c>Database:RolePrefix</c>, <c>franchise</c> unless configured.</param>
public sealed record RoleNames(string Prefix = "franchise")
{
    /// <summary>Owns every table; nobody logs in as it.</summary>
    public string Owner => $"{Prefix}_owner";

    /// <summary>Serves organisations.</summary>
    public string Tenant => $"{Prefix}_tenant";

    /// <summary>Serves Cohort 4 and the scheduled work.</summary>
    public string Platform => $"{Prefix}_platform";

    /// <summary>Users, tokens and keys; nothing else.</summary>
    public string Identity => $"{Prefix}_identity";

    /// <summary>The job queue; nothing else.</summary>
    public string Jobs => $"{Prefix}_jobs";

    /// <summary>Those that log in.</summary>
    public IReadOnlyList<string> Logins => [Tenant, Platform, Identity, Jobs];
}
