namespace Franchise.Domain.Billing;

/// <summary>What is charged for.</summary>
public enum FeeKind
{
    /// <summary>One term of a licence, at the term's own price.</summary>
    Licence,

    /// <summary>A learner above those that the term includes.</summary>
    ExtraLearner,

    /// <summary>Registration of a learner with the awarding organisation.</summary>
    Registration,

    /// <summary>A certificate.</summary>
    Certificate,

    /// <summary>A place on a training of trainers.</summary>
    TrainingPlace,

    /// <summary>Writing a bespoke unit.</summary>
    BespokeUnit,

    /// <summary>Anything else that the price list or Finance names.</summary>
    OneOff,

    /// <summary>Another package for the rest of a term.</summary>
    PackageChange,
}

/// <summary>How value added tax (VAT) treats a line.</summary>
public enum VatTreatment
{
    /// <summary>The standard rate.</summary>
    Standard,

    /// <summary>The reduced rate.</summary>
    Reduced,

    /// <summary>Taxable at nothing, as a printed book.</summary>
    Zero,

    /// <summary>Education by an eligible body: no VAT.</summary>
    ExemptEducation,

    /// <summary>Supplied outside the United Kingdom, or no supply at all.</summary>
    OutsideScope,

    /// <summary>A business in the European Union accounts for the VAT itself.</summary>
    ReverseCharge,

    /// <summary>The supplier is not registered for VAT.</summary>
    SupplierNotRegistered,
}

/// <summary>Whether an organisation is registered for VAT.</summary>
public enum VatStatus
{
    /// <summary>It is not, or is not known to be.</summary>
    NotRegistered,

    /// <summary>It is: its number stands on its invoices.</summary>
    Registered,
}

/// <summary>A treatment that somebody has decided on, and why. It stands in place of the usual one.</summary>
/// <param name="Treatment">The treatment.</param>
/// <param name="Reason">Why, as it stands on the invoice.</param>
public sealed record VatChoice(VatTreatment Treatment, string Reason);

/// <summary>How VAT treats a line, at what rate, and why.</summary>
/// <param name="Treatment">The treatment.</param>
/// <param name="RateBasisPoints">Hundredths of a percent: 2000 is 20%.</param>
/// <param name="Reason">Why, as it stands on the invoice.</param>
public sealed record VatDecision(VatTreatment Treatment, int RateBasisPoints, string Reason);

/// <summary>Rates from a day on.</summary>
/// <param name="From">The first day.</param>
/// <param name="Standard">The standard rate in hundredths of a percent.</param>
/// <param name="Reduced">The reduced rate.</param>
public sealed record VatRates(DateOnly From, int Standard, int Reduced)
{
    /// <summary>The United Kingdom's, the earliest first.</summary>
    public static IReadOnlyList<VatRates> OfTheUnitedKingdom { get; } =
        [new(new(2008, 12, 1), 1500, 500), new(new(2010, 1, 1), 1750, 500), new(new(2011, 1, 4), 2000, 500)];
}

/// <summary>Cohort 4 as it stands on an invoice.</summary>
/// <param name="Name">Its legal name.</param>
/// <param name="Address">Its address, on several lines.</param>
/// <param name="VatNumber">Its VAT number; null while it is not registered.</param>
/// <param name="IsEligibleBody">Whether its education is exempt: it is an eligible body in the sense of the VAT Act 1994, schedule 9, group 6.</param>
/// <param name="Rates">VAT rates by the day from which they hold, the earliest first.</param>
public sealed record Supplier(string Name, string Address, string? VatNumber, bool IsEligibleBody, IReadOnlyList<VatRates> Rates)
{
    /// <summary>Where it is paid to.</summary>
    public BankAccount Bank { get; init; } = BankAccount.None;
}

/// <summary>An organisation as it stands on an invoice.</summary>
/// <param name="Name">Its legal name.</param>
/// <param name="Address">Its address, on several lines.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="VatNumber">Its VAT number; null where it is not registered.</param>
public sealed record Customer(string Name, string Address, string Country, string? VatNumber);

/// <summary>Which treatment a line has. Finance can name another, with its reason; the rate is always that of the tax point.</summary>
public static class VatRule
{
    private static readonly HashSet<string> european =
        [.. "AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".Split(' ')];

    /// <summary>Whether a VAT number is of a country. Greece's begins with EL; one of Northern Ireland with XI, and is of the United Kingdom.</summary>
    public static bool IsOf(string country, string vatNumber)
    {
        return country switch
        {
            "GR" => Begins("EL"),
            "GB" => Begins("GB") || Begins("XI"),
            _ => Begins(country),
        };

        bool Begins(string letters) => vatNumber.StartsWith(letters, StringComparison.Ordinal);
    }

    /// <summary>Decides.</summary>
    /// <param name="kind">What is charged for.</param>
    /// <param name="own">What somebody has decided on for this line; null for the usual treatment.</param>
    /// <param name="supplier">Cohort 4.</param>
    /// <param name="customer">The organisation.</param>
    /// <param name="taxPoint">The day whose rate counts.</param>
    public static VatDecision For(FeeKind kind, VatChoice? own, Supplier supplier, Customer customer, DateOnly taxPoint)
    {
        if (supplier.VatNumber is null)
            return new(VatTreatment.SupplierNotRegistered, 0, "The supplier is not registered for VAT.");
        if (own is not null)
            return new(own.Treatment, RateOf(own.Treatment, supplier, taxPoint), own.Reason);
        // A number of another country says nothing of a business in this one.
        if (customer is { Country: not "GB", VatNumber: { } number } && IsOf(customer.Country, number))
        {
            return european.Contains(customer.Country)
                ? new(VatTreatment.ReverseCharge, 0, "Reverse charge: the customer accounts for VAT in its own country.")
                : new(VatTreatment.OutsideScope, 0, "Supplied to a business outside the United Kingdom: outside the scope of UK VAT.");
        }
        if (kind is FeeKind.TrainingPlace && supplier.IsEligibleBody)
            return new(VatTreatment.ExemptEducation, 0, "Education supplied by an eligible body: exempt (VAT Act 1994, schedule 9, group 6).");
        return new(VatTreatment.Standard, RateOf(VatTreatment.Standard, supplier, taxPoint), "Standard-rated supply in the United Kingdom.");
    }

    private static int RateOf(VatTreatment treatment, Supplier supplier, DateOnly taxPoint)
    {
        if (treatment is not (VatTreatment.Standard or VatTreatment.Reduced))
            return 0;
        var rates = supplier.Rates.LastOrDefault(r => r.From <= taxPoint) ?? supplier.Rates[0];
        return treatment == VatTreatment.Standard ? rates.Standard : rates.Reduced;
    }
}
