using Franchise.Domain.Organisations;

namespace Franchise.Api.Tests;

/// <summary>Valid things to begin with.</summary>
public static class Sample
{
    public static Organisation Organisation(DateTimeOffset now, string currency = "GBP", string timeZone = "Europe/London", bool isSandbox = false) =>
        new(
            new(
                $"Sample {Guid.CreateVersion7()}",
                null,
                OrganisationKind.WomensOrganisation,
                Registration.Nowhere,
                "GB",
                timeZone,
                currency,
                "en",
                new("1 High Street", null, "Birmingham", null, "B1 1AA", "GB")
            ),
            isSandbox,
            now
        );
}
