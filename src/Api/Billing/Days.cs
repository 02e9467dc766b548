using Franchise.Domain.Shared;

namespace Franchise.Api.Billing;

/// <summary>The days that a report is about: the year that ends today, unless the caller names others.</summary>
internal static class Days
{
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public static Term Of(DateOnly? from, DateOnly? until, DateOnly today)
    {
        var last = until ?? today;
        var first = from ?? last.AddYears(last.Year > 2014 ? -1 : 0).AddDays(1);
        new Faults()
            .When(last < first || first.Year < 2014 || last.DayNumber - first.DayNumber > 731, "/query/until", "The last day comes after the first, and at most two years later.")
            .Refuse();
        return new(first, last);
    }
}
