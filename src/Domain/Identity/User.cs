using Franchise.Domain.Shared;

namespace Franchise.Domain.Identity;

/// <summary>A person who signs in, as the domain knows her: an id and nothing else. Who she is stands in the identity schema.</summary>
[IdPrefix("usr")]
public sealed class User
{
    private User() { }
}
