using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;

namespace Franchise.Api.Licensing;

/// <summary>What a renewal does, or would do.</summary>
/// <param name="Basis">Where the renewed term begins, by the policy.</param>
/// <param name="PreviousLastDay">The last day of the term before.</param>
/// <param name="Terms">The terms that are added; more than one only where a late renewal must catch up with today.</param>
/// <param name="Price">What they cost together.</param>
/// <param name="DaysGiven">Days between the term before and the new one that no term covers and nobody pays for.</param>
/// <param name="Calendar">The licence's dates afterwards.</param>
internal sealed record RenewalView(
    RenewalBasis Basis, DateOnly PreviousLastDay, IReadOnlyList<RenewedTerm> Terms, Money Price, int DaysGiven, CalendarView Calendar)
{
    public static RenewalView Example =>
        new(
            RenewalBasis.FromExpiry, new(2027, 12, 31), [RenewedTerm.Example], new(250_000, "GBP"), 0,
            new(new(2027, 1, 1), 2, new(2028, 12, 31), new(2029, 1, 30), new(2029, 7, 30)));

    public static RenewalView Of(RenewalPlan plan) =>
        new(
            plan.Basis,
            plan.PreviousLastDay,
            [.. plan.Terms.Select(t => new RenewedTerm(t.Number, t.Days.First, t.Days.Last, t.Price, t.Seats))],
            plan.Price,
            plan.DaysGiven,
            new(plan.Calendar.Anchor, plan.Calendar.TermNumber, plan.Calendar.LastDay, plan.Calendar.GraceLastDay, plan.Calendar.TeachOutLastDay));
}

/// <summary>A term that a renewal adds.</summary>
/// <param name="Number">Its number.</param>
/// <param name="FirstDay">Its first day.</param>
/// <param name="LastDay">Its last day, inclusive.</param>
/// <param name="Price">What it costs.</param>
/// <param name="Seats">Learners included.</param>
internal sealed record RenewedTerm(int Number, DateOnly FirstDay, DateOnly LastDay, Money Price, int Seats)
{
    public static RenewedTerm Example => new(2, new(2028, 1, 1), new(2028, 12, 31), new(250_000, "GBP"), 24);
}
