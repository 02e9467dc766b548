using Franchise.Domain.Shared;

namespace Franchise.Api.Http;

/// <summary>The parts that examples in the API's description are made of.</summary>
internal static class ExampleOf
{
    /// <summary>A moment.</summary>
    public static readonly DateTimeOffset Time = new(2027, 3, 1, 9, 30, 0, TimeSpan.Zero);

    /// <summary>A SHA-256 in hexadecimal.</summary>
    public const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    /// <summary>An id.</summary>
    public static Id<T> Id<T>(byte number = 1)
        where T : class => new(new Guid(0x0195d1f2, unchecked((short)0xc7a0), 0x7b6e, [0x8f, 0x3a, 0x5c, 0x4d, 0x2e, 0x1f, 0x0a, number]));
}
