using Franchise.Domain.Shared;

namespace Franchise.Api.Billing;

/// <summary>The days that a report is about.</summary>
internal static class Days
{
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public static void Check(DateOnly from, DateOnly until) =>
        new Faults().When(until < from || from.Year < 2014 || until.DayNumber - from.DayNumber > 731, "/query/until", "The last day comes after the first, and at most two years later.").Refuse();
}
