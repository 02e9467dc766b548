using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Franchise.Api.Tests.LongestFirst", "Franchise.Api.Tests")]

namespace Franchise.Api.Tests;

/// <summary>What takes minutes begins at once, so that nothing is waited for at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] slow = [nameof(Payments.ExactlyOnceTests), nameof(Simulation.SimulationTests), nameof(Journey.AFranchiseYear)];

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(c => !slow.Any(l => c.DisplayName.Contains(l, StringComparison.Ordinal))).ThenBy(c => c.DisplayName, StringComparer.Ordinal);
}
