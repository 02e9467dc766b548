using System.Collections.Concurrent;

namespace Franchise.Infrastructure.Identity;

/// <summary>
/// Counts wrong client secrets: after ten in a minute from one address for one client, or a hundred from one address for any, that address waits
/// for the minute to end. Counted in each instance by itself, so n instances allow n times as many; a secret has 256 bits.
/// </summary>
public sealed class SecretAttempts(TimeProvider clock)
{
    private const int PerClient = 10;
    private const int PerAddress = 100;
    private const int Bound = 50_000;
    private readonly ConcurrentDictionary<(string Address, string? Client), int> failures = new();
    private long minute;

    /// <summary>Whether this address must wait.</summary>
    public bool MustWait(string? address, string client)
    {
        Turn();
        return failures.GetValueOrDefault((address ?? "", client)) >= PerClient || failures.GetValueOrDefault((address ?? "", null)) >= PerAddress;
    }

    /// <summary>A secret was wrong.</summary>
    public void Failed(string? address, string client)
    {
        Turn();
        if (failures.Count > Bound)
            failures.Clear();
        failures.AddOrUpdate((address ?? "", client), 1, (_, n) => n + 1);
        failures.AddOrUpdate((address ?? "", null), 1, (_, n) => n + 1);
    }

    private void Turn()
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (Interlocked.Exchange(ref minute, now) != now)
            failures.Clear();
    }
}
