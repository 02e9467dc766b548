using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>
/// What a unit of another currency is worth in sterling from a day on, as Finance enters it: a VAT invoice in that currency says its VAT in sterling too. Rates are
/// only added. One that was entered wrongly is entered again for its day: the latest counts, and what is issued keeps the rate that it has.
/// </summary>
[IdPrefix("fxr")]
public sealed class ExchangeRate : Aggregate, IPlatformOwned, IAppendOnly
{
    /// <summary>The currency of British VAT.</summary>
    public const string Sterling = "GBP";

    private const int Scale = 1_000_000;

    private ExchangeRate() { }

    /// <summary>Enters a rate.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public ExchangeRate(string currency, DateOnly from, decimal sterlingPerUnit, Actor actor, DateTimeOffset now)
    {
        IsNew();
        new Faults()
            .When(currency == Sterling || !Money.Currencies.Contains(currency), "/currency", $"This must be one of {string.Join(", ", Money.Currencies.Where(c => c != Sterling))}.")
            .When(from.Year is < 2008 or >= 2100, "/from", "The first day lies between 2008 and 2100.")
            .When(sterlingPerUnit is <= 0 or > 1_000 || decimal.Round(sterlingPerUnit, 6) != sterlingPerUnit, "/sterlingPerUnit", "This must be above 0 and at most 1000, with at most six decimal places.")
            .Refuse();
        (Id, Currency, From, SterlingPerUnit) = (Id<ExchangeRate>.New(now), currency, from, sterlingPerUnit);
        (EnteredBy, EnteredAt) = (actor.Subject, now);
        Raise("exchange_rate.entered", Id.ToString(), ("currency", currency), ("from", from), ("sterlingPerUnit", sterlingPerUnit));
    }

    /// <summary>Its id.</summary>
    public Id<ExchangeRate> Id { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => Organisation.FranchisorId;

    /// <summary>ISO 4217; never sterling.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>The first day on which it counts; until another begins.</summary>
    public DateOnly From { get; private set; }

    /// <summary>Sterling for one unit, exact, with at most six places.</summary>
    public decimal SterlingPerUnit { get; private set; }

    /// <summary>Who entered it.</summary>
    public string EnteredBy { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset EnteredAt { get; private set; }

    /// <summary>So many pence as money; null for none.</summary>
    public static Money? Pence(long? amount) => amount is { } pence ? new(pence, Sterling) : null;

    /// <summary>An amount of its currency in pence.</summary>
    public long InSterling(long amount) => Rounding.Share(amount, (long)(SterlingPerUnit * Scale), Scale);
}
