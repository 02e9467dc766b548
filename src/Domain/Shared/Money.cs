namespace Franchise.Domain.Shared;

/// <summary>An amount of money in integer minor units (pence, cents).</summary>
/// <param name="Amount">Minor units; may be negative in ledgers.</param>
/// <param name="Currency">ISO 4217, upper case; <c>GBP</c> or <c>EUR</c>.</param>
public readonly record struct Money(long Amount, string Currency)
{
    /// <summary>The largest amount that a request may name: ten million in major units.</summary>
    public const long Most = 1_000_000_000;

    /// <summary>The currencies that Franchise prices in.</summary>
    public static readonly IReadOnlyList<string> Currencies = ["GBP", "EUR"];

    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(string currency) => new(0, currency);

    /// <summary>Adds two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator +(Money left, Money right) => new(checked(left.Amount + Same(left, right).Amount), left.Currency);

    /// <summary>Subtracts within one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator -(Money left, Money right) => new(checked(left.Amount - Same(left, right).Amount), left.Currency);

    private static Money Same(Money left, Money right) =>
        left.Currency == right.Currency ? right : throw new InvalidOperationException($"{left.Currency} and {right.Currency} do not add.");
}
