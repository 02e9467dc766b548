using Franchise.Domain.Shared;

namespace Franchise.Domain.Audit;

/// <summary>One passage through the door that looks across organisations: who, when and why.</summary>
[IdPrefix("acx")]
public sealed class AcrossAccess : IPlatformOwned, IAppendOnly, IHiddenFromTenants
{
    private AcrossAccess() { }

    /// <summary>Its id.</summary>
    public Id<AcrossAccess> Id { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>The actor's shown id, or <c>system</c>.</summary>
    public string Actor { get; private set; } = "";

    /// <summary>The operation or job.</summary>
    public string Reason { get; private set; } = "";
}
