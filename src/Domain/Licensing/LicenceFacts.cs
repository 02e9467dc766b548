namespace Franchise.Domain.Licensing;

/// <summary>What others know that decides whether a licence may begin.</summary>
/// <param name="Policy">The policy version that the licence pins.</param>
/// <param name="OrganisationActive">Whether the organisation is active.</param>
/// <param name="HasHead">Whether it has named its head.</param>
/// <param name="HasCoordinator">Whether it has named its coordinator.</param>
/// <param name="HasSafeguardingLead">Whether it has named its designated safeguarding lead.</param>
/// <param name="HasFinanceContact">Whether it has named who pays.</param>
/// <param name="PublishedUnits">The codes of the units with a published version.</param>
public sealed record LicenceFacts(
    LicencePolicyVersion Policy,
    bool OrganisationActive,
    bool HasHead,
    bool HasCoordinator,
    bool HasSafeguardingLead,
    bool HasFinanceContact,
    IReadOnlyCollection<string> PublishedUnits
);
