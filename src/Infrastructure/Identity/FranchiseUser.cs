using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Microsoft.AspNetCore.Identity;

namespace Franchise.Infrastructure.Identity;

/// <summary>A person who can sign in. Which organisations she works for, and as what, stands with them (<c>Member</c>), not here.</summary>
public sealed class FranchiseUser : IdentityUser<Guid>
{
    // For EF.
    private FranchiseUser() { }

    /// <summary>A person with this e-mail address.</summary>
    public FranchiseUser(string email, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        UserName = Email = email;
        // Addresses come from an invitation that was mailed to them, or from the operator.
        EmailConfirmed = true;
        LockoutEnabled = true;
        CreatedAt = now;
    }

    /// <summary>When she was added.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When she was shut out everywhere; null while she may sign in.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>How tokens and other tables name her.</summary>
    public Id<User> UserId => new(Id);
}
