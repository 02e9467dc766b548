using Franchise.Domain.Shared;

namespace Franchise.Domain.Identity;

/// <summary>A person who can sign in. The domain knows only her id (<c>usr_…</c>); the user store knows the rest.</summary>
[IdPrefix("usr")]
public sealed class User
{
    private User() { }
}
