using System.ComponentModel.DataAnnotations;
using Franchise.Api.Http;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;

namespace Franchise.Api.Billing;

/// <summary>What a package costs in a currency from a day on.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Package">The package's code.</param>
/// <param name="Currency">ISO 4217; every amount is in it, in minor units without VAT.</param>
/// <param name="Status">Whether it is final.</param>
/// <param name="From">The first day on which it counts; until another begins.</param>
/// <param name="Fees">What it lays down.</param>
/// <param name="Items">What is sold once.</param>
/// <param name="PublishedAt">When it became final; null for a draft.</param>
internal sealed record PriceView(
    Id<PriceVersion> Id, string Package, string Currency, PriceStatus Status, DateOnly From, FeesOfPrice Fees, IReadOnlyList<ItemOfPrice> Items, DateTimeOffset? PublishedAt)
{
    public static PriceView Example =>
        new(ExampleOf.Id<PriceVersion>(), "RM3-FULL", "GBP", PriceStatus.Published, new(2027, 4, 1), FeesOfPrice.Example, [ItemOfPrice.Example], ExampleOf.Time);

    public static PriceView Of(PriceVersion p) =>
        new(
            p.Id, p.Package, p.Currency, p.Status, p.From,
            new(p.Fees.AnnualFee, p.Fees.IncludedLearners, p.Fees.ExtraLearner, p.Fees.Registration, p.Fees.Certificate, p.Fees.TrainingPlace, p.Fees.BespokeUnit),
            [.. p.Items.OrderBy(i => i.Code, StringComparer.Ordinal).Select(i => new ItemOfPrice(i.Code, i.Title, i.Amount, i.VatTreatment, i.VatReason))], p.PublishedAt);
}

/// <summary>What a package costs, in minor units without VAT.</summary>
/// <param name="AnnualFee">The licence for a year.</param>
/// <param name="IncludedLearners">How many learners that covers.</param>
/// <param name="ExtraLearner">Each learner beyond.</param>
/// <param name="Registration">Registration of a learner with the awarding organisation.</param>
/// <param name="Certificate">A certificate.</param>
/// <param name="TrainingPlace">A place on a training of trainers.</param>
/// <param name="BespokeUnit">Writing a bespoke unit.</param>
internal sealed record FeesOfPrice(
    [Range(0, Money.Most)] long AnnualFee,
    [Range(0, 100_000)] int IncludedLearners,
    [Range(0, Money.Most)] long ExtraLearner,
    [Range(0, Money.Most)] long Registration,
    [Range(0, Money.Most)] long Certificate,
    [Range(0, Money.Most)] long TrainingPlace,
    [Range(0, Money.Most)] long BespokeUnit)
{
    public static FeesOfPrice Example => new(450_000, 24, 12_500, 3_000, 2_500, 25_000, 90_000);

    public PriceFees ToFees() => new(AnnualFee, IncludedLearners, ExtraLearner, Registration, Certificate, TrainingPlace, BespokeUnit);
}

/// <summary>Something sold once.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Title">As it stands on the invoice.</param>
/// <param name="Amount">In minor units without VAT.</param>
/// <param name="VatTreatment">Its VAT treatment where it is not the usual one.</param>
/// <param name="VatReason">Why; goes with the treatment.</param>
internal sealed record ItemOfPrice(
    [StringLength(32, MinimumLength = 1)] string Code,
    [StringLength(200, MinimumLength = 1)] string Title,
    [Range(0, Money.Most)] long Amount,
    VatTreatment? VatTreatment = null,
    [StringLength(200)] string? VatReason = null)
{
    public static ItemOfPrice Example => new("HB-PRINT", "Printed handbook", 1_250, Domain.Billing.VatTreatment.Zero, "Printed books are zero-rated.");

    public OneOffItem ToItem() => new(Code, Title, Amount, VatTreatment is { } treatment ? new(treatment, VatReason ?? "") : null);
}

/// <summary>What a draft is to lay down.</summary>
/// <param name="From">The first day on which it counts.</param>
/// <param name="Fees">What it lays down.</param>
/// <param name="Items">What is sold once.</param>
internal sealed record TermsOfPrice(DateOnly From, FeesOfPrice Fees, [MaxLength(100)] IReadOnlyList<ItemOfPrice> Items)
{
    public static TermsOfPrice Example => new(new(2027, 4, 1), FeesOfPrice.Example, [ItemOfPrice.Example]);
}
