using Franchise.Domain.Shared;

namespace Franchise.Api.Licensing;

/// <summary>What the examples of this capability in the API's description have in common.</summary>
internal static class Examples
{
    public const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    public static DateTimeOffset At { get; } = new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero);

    public static Id<T> Id<T>()
        where T : class => new(new Guid("0195d1f2-c7a0-7b6e-8f3a-5c4d2e1f0a9b"));
}
