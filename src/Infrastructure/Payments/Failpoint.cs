namespace Franchise.Infrastructure.Payments;

/// <summary>
/// Places around a charge at which a test wants the program to die. With <c>FRANCHISE_FAILPOINT</c> naming one, whoever comes there says so and stands still
/// until it is killed. Unset, as everywhere but in that test, this compares with null.
/// </summary>
public static class Failpoint
{
    private static readonly string? chosen = Environment.GetEnvironmentVariable("FRANCHISE_FAILPOINT");

    /// <summary>The attempt is written down, and nobody was asked.</summary>
    public const string Intended = "intended";

    /// <summary>It is written down that Stripe is about to be asked.</summary>
    public const string Sent = "sent";

    /// <summary>Stripe has answered, and nothing of that is written down.</summary>
    public const string Answered = "answered";

    /// <summary>What came of it is written, and not committed.</summary>
    public const string Settling = "settling";

    /// <summary>What came of it is committed, and the organisation still taken.</summary>
    public const string Settled = "settled";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Intended, Sent, Answered, Settling, Settled];

    /// <summary>Passes, nearly always.</summary>
    public static void At(string place)
    {
        if (chosen is null || chosen != place)
            return;
        Console.WriteLine($"failpoint {place}");
        Thread.Sleep(Timeout.Infinite);
    }
}
