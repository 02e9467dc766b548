namespace Franchise.Domain.Assurance;

/// <summary>Which approval covers which unit, for one organisation: the unit's own where it has one, else its programme's.</summary>
/// <param name="Provisions">The organisation's.</param>
/// <param name="ProgrammeOf">The code of each unit's programme.</param>
public sealed record ProvisionMap(IReadOnlyCollection<ApprovedProvision> Provisions, IReadOnlyDictionary<string, string> ProgrammeOf)
{
    /// <summary>What covers a unit; null where nothing does.</summary>
    public ApprovedProvision? For(string unit) =>
        Provisions.FirstOrDefault(p => p.Scope == ProvisionScope.Unit && p.Code == unit)
        ?? Provisions.FirstOrDefault(p => p.Scope == ProvisionScope.Programme && p.Code == ProgrammeOf.GetValueOrDefault(unit));

    /// <summary>What a finding concerns: what covers its unit, or everything where it names none.</summary>
    public IEnumerable<ApprovedProvision> ConcernedBy(VisitFinding finding) =>
        finding.Unit is not { } unit ? Provisions
        : For(unit) is { } one ? [one]
        : [];

    /// <summary>Whether direct claims are held for every one of these units.</summary>
    public bool DirectFor(IEnumerable<string> units) => units.All(u => For(u)?.DirectClaims == DirectClaimsStatus.Held);
}
