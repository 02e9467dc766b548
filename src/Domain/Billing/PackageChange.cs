using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>A change of package within a term, by the day. The preview and the change itself are this same plan.</summary>
/// <param name="Left">The days from the change to the end of the term.</param>
/// <param name="Used">What the old price comes to for the days before: it stays charged.</param>
/// <param name="Credit">What the old price comes to for the days that are left: it is given back.</param>
/// <param name="Charge">What the new price comes to for the days that are left.</param>
public sealed record PackageChange(Term Left, Money Used, Money Credit, Money Charge)
{
    /// <summary>What is to be paid more; below nothing where the organisation gets something back.</summary>
    public Money Difference => Charge - Credit;

    /// <summary>Plans the first change within a term.</summary>
    /// <inheritdoc cref="Plan(Term, Term, Money, Money, DateOnly)"/>
    public static PackageChange Plan(Term term, Money old, Money next, DateOnly on) => Plan(term, term, old, next, on);

    /// <summary>Plans a change.</summary>
    /// <param name="term">The whole term.</param>
    /// <param name="charged">The days that were charged last: the term, or what an earlier change had left of it.</param>
    /// <param name="old">What was charged for those.</param>
    /// <param name="next">What a whole term of as many days costs with the new one.</param>
    /// <param name="on">The first day with the new package.</param>
    /// <exception cref="Refusal"><c>no_term_on_day</c>, <c>currency_mismatch</c>.</exception>
    public static PackageChange Plan(Term term, Term charged, Money old, Money next, DateOnly on)
    {
        if (!term.Covers(on) || !charged.Covers(on))
            throw Refusal.Conflict(BillingCodes.NoTermOnDay, "The licence has no term on that day.", "Name a day of the term that runs, or of the next.");
        if (old.Currency != next.Currency)
            throw Refusal.Invalid(BillingCodes.CurrencyMismatch, "/package", $"The licence is paid in {old.Currency}.", "Name a package with a price in that currency.");
        var left = new Term(on, term.Last);
        // Used and credit are one split of one price: nothing is lost between them.
        var parts = Rounding.Split(old.Amount, [charged.Days - left.Days, left.Days]);
        return new(left, old with { Amount = parts[0] }, old with { Amount = parts[1] }, next with { Amount = Rounding.Share(next.Amount, left.Days, term.Days) });
    }
}
