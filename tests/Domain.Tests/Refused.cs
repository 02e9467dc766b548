using Franchise.Domain.Shared;

namespace Franchise.Domain.Tests;

/// <summary>What is expected of a refusal.</summary>
internal static class Refused
{
    internal static readonly DateTimeOffset Now = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    internal static Refusal With(string code, Action act)
    {
        var refusal = Assert.Throws<Refusal>(act);
        Assert.Equal(code, refusal.Code);
        Assert.NotEmpty(refusal.Remedy);
        return refusal;
    }

    internal static void At(IEnumerable<string> pointers, Action act) =>
        Assert.Equal(pointers.Order(), With("validation_failed", act).Errors.Select(e => e.Pointer).Distinct().Order());

    internal static void At(string pointer, Action act) => At([pointer], act);
}
