namespace Franchise.Domain.Identity;

/// <summary>
/// How the organisation of the current token stands, beside the <see cref="Actor"/> in <c>HttpContext.Features</c>. A suspended one is let in so
/// that it can be told why; a closed one is not let in at all.
/// </summary>
public sealed class OrganisationStanding
{
    private OrganisationStanding(string code) => Code = code;

    /// <summary>May work.</summary>
    public static OrganisationStanding Active { get; } = new("active");

    /// <summary>Signed in, but every route that does not allow it answers 403 <c>organisation_suspended</c>.</summary>
    public static OrganisationStanding Suspended { get; } = new("suspended");

    /// <summary>Its tokens no longer count.</summary>
    public static OrganisationStanding Closed { get; } = new("closed");

    /// <summary>The word for it.</summary>
    public string Code { get; }

    /// <inheritdoc/>
    public override string ToString() => Code;
}
