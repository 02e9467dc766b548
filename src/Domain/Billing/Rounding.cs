namespace Franchise.Domain.Billing;

/// <summary>The one place where a fraction of a penny is decided on. Everything else adds and subtracts whole pennies.</summary>
public static class Rounding
{
    /// <summary>A part of an amount, to the nearest penny; half a penny goes away from zero, so that a credit rounds as its invoice did.</summary>
    /// <param name="amount">Minor units.</param>
    /// <param name="part">How many parts, 0 to <paramref name="whole"/> or above it.</param>
    /// <param name="whole">Of how many; above 0.</param>
    public static long Share(long amount, long part, long whole)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(whole);
        var product = (Int128)amount * part;
        var half = (Int128)whole / 2 + (whole % 2 == 0 ? 0 : 1);
        var (quotient, rest) = Int128.DivRem(Int128.Abs(product), whole);
        if (rest >= half)
            quotient++;
        return checked((long)(Int128.IsNegative(product) ? -quotient : quotient));
    }

    /// <summary>Divides an amount by weights so that the parts add up to it: each part is a difference of two running shares.</summary>
    /// <param name="amount">Minor units.</param>
    /// <param name="weights">Not negative, and not all 0 unless the amount is.</param>
    public static long[] Split(long amount, IReadOnlyList<long> weights)
    {
        var whole = weights.Sum();
        if (whole == 0)
            return amount == 0 ? new long[weights.Count] : throw new ArgumentException("Nothing to divide by.", nameof(weights));
        var parts = new long[weights.Count];
        long run = 0, given = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            run += weights[i];
            parts[i] = Share(amount, run, whole) - given;
            given += parts[i];
        }
        return parts;
    }
}
