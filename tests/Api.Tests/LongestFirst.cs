using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Franchise.Api.Tests.LongestFirst", "Franchise.Api.Tests")]

namespace Franchise.Api.Tests;

/// <summary>What takes minutes begins at once, so that nothing is waited for at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] slow =
        [nameof(Payments.ExactlyOnceTests), nameof(Matrix), nameof(Simulation.SimulationTests), nameof(Start.StartUpTests), nameof(Start.ShutdownTests), nameof(Journey.AFranchiseYear)];

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(c => Array.FindIndex(slow, l => c.DisplayName.Contains(l, StringComparison.Ordinal)) is var place && place < 0 ? slow.Length : place)
            .ThenBy(c => c.DisplayName, StringComparer.Ordinal);
}
