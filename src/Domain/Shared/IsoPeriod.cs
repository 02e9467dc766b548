using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Franchise.Domain.Shared;

/// <summary>A length of time in whole days or months, as ISO 8601 writes it: <c>P12M</c>, <c>P1Y</c>, <c>P2W</c>, <c>P90D</c>, <c>P1Y6M</c>.</summary>
/// <remarks>
/// Years are kept as months and weeks as days, so <c>P1Y</c> is shown as <c>P12M</c>. <c>P0D</c> is no time at all. Ten years is the most, so that
/// no date computed from a sensible one leaves the calendar.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IsoPeriod : IParsable<IsoPeriod>
{
    private const int MostMonths = 120;
    private const int MostDays = 3660;

    /// <summary>A period of months and days, both at least 0 and together at most ten years.</summary>
    public IsoPeriod(int months, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(months);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, MostMonths);
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MostDays);
        Months = months;
        Days = days;
    }

    /// <summary>Whole months; a year is twelve.</summary>
    public int Months { get; }

    /// <summary>Days after the months; a week is seven.</summary>
    public int Days { get; }

    /// <summary>Whether it is no time at all.</summary>
    public bool IsZero => Months == 0 && Days == 0;

    /// <summary>The least number of days it can last.</summary>
    public int LeastDays => Months / 12 * 365 + Months % 12 * 28 + Days;

    /// <summary>
    /// The day that lies <paramref name="times"/> periods after a day. Always ask from the anchor, never from the last answer: 31 January and a
    /// month is 28 February, and two months is 31 March.
    /// </summary>
    public DateOnly After(DateOnly anchor, int times = 1) => anchor.AddMonths(Months * times).AddDays(Days * times);

    /// <summary>The period of this length that begins on a day; null for no time at all.</summary>
    public Term? From(DateOnly first) => IsZero ? null : new(first, After(first).AddDays(-1));

    /// <summary>Reads the ISO 8601 form, dates only. Returns false for anything else: times, fractions, signs, more than ten years.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out IsoPeriod result)
    {
        result = default;
        if (s is null || s.Length is < 3 or > 20 || s[0] != 'P')
            return false;

        var (months, days, next) = (0, 0, 0);
        for (var i = 1; i < s.Length; i++)
        {
            var start = i;
            while (i < s.Length && char.IsAsciiDigit(s[i]))
                i++;
            if (i == start || i == s.Length || i - start > 4)
                return false;
            // Each designator once, and in this order.
            var unit = "YMWD".IndexOf(s[i], next);
            if (unit < 0)
                return false;
            next = unit + 1;
            var count = int.Parse(s.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture);
            if (unit < 2)
                months += count * (unit == 0 ? 12 : 1);
            else
                days += count * (unit == 2 ? 7 : 1);
        }
        if (months > MostMonths || days > MostDays)
            return false;
        result = new(months, days);
        return true;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">The text is no such period.</exception>
    public static IsoPeriod Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var period) ? period : throw new FormatException("Not an ISO 8601 period of days or months such as P12M or P90D.");

    /// <summary>The ISO 8601 form in months and days.</summary>
    public override string ToString() =>
        (Months, Days) switch
        {
            (0, _) => $"P{Days}D",
            (_, 0) => $"P{Months}M",
            _ => $"P{Months}M{Days}D",
        };
}
