using Franchise.Domain.Organisations;

namespace Franchise.Domain.Shared;

/// <summary>What time it is for an organisation: by its own clock (a sandbox's may be ahead) and in its own zone.</summary>
/// <param name="Now">The instant by the organisation's clock, in UTC.</param>
/// <param name="Zone">The organisation's zone.</param>
public sealed record OwnTime(DateTimeOffset Now, TimeZoneInfo Zone)
{
    /// <summary>The instant by the organisation's clock, in UTC.</summary>
    public DateTimeOffset Now { get; } = Now.ToUniversalTime();

    /// <summary>The organisation's own date.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, Zone).DateTime);

    /// <summary>An organisation's own time.</summary>
    public static OwnTime Of(Organisation organisation, DateTimeOffset utcNow) =>
        new(organisation.Now(utcNow), TimeZoneInfo.FindSystemTimeZoneById(organisation.TimeZone));
}
