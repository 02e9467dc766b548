namespace Franchise.Domain.Organisations;

/// <summary>Whether an organisation may use the service at all. Licences have holds of their own.</summary>
public enum OrganisationStanding
{
    /// <summary>In good standing.</summary>
    Active,

    /// <summary>Barred for now: tokens are still made out, but every route but the ones marked for it refuses.</summary>
    Suspended,

    /// <summary>Gone for good.</summary>
    Closed,
}
