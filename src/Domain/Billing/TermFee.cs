using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>What a term costs, where a price list or a package names the fee of a year.</summary>
public static class TermFee
{
    private const int MonthsOfYear = 12;
    private const int DaysOfYear = 365;

    /// <summary>The year's fee for as long as a term is: its months by twelve and its days by 365, rounded once.</summary>
    public static Money Of(Money annual, IsoPeriod term) =>
        annual with { Amount = Rounding.Share(annual.Amount, (term.Months * DaysOfYear) + (term.Days * MonthsOfYear), MonthsOfYear * DaysOfYear) };
}
