using Franchise.Domain.Shared;

namespace Franchise.Domain.Organisations;

[IdPrefix("org")]
public sealed class Organisation : Aggregate, ITenantOwned, IPlatformOwned
{
    /// <summary>Cohort 4's own organisation, whose members run the platform.</summary>
    public static readonly Id<Organisation> FranchisorId = new(new Guid("00000000-0000-7000-8000-000000000001"));

    private Organisation() { }

    public Id<Organisation> TenantId { get; private set; }

    public override Id<Organisation> Owner => TenantId;

    // Stand-ins for the identity branch: take the real file at the merge.
    public string Name { get; private set; } = "";
    public OrganisationStatus Status { get; private set; }

    public string TimeZone { get; private set; } = "Europe/London";

    /// <summary>How far a sandbox organisation's clock is ahead; zero for live organisations.</summary>
    public TimeSpan ClockOffset { get; private set; }

    /// <summary>The organisation's own time.</summary>
    public DateTimeOffset Now(DateTimeOffset utcNow) => utcNow + ClockOffset;

    /// <summary>The organisation's own date: its time, in its zone.</summary>
    public DateOnly Today(DateTimeOffset utcNow) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now(utcNow), TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).DateTime);
}
