using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>How far a price version has come.</summary>
public enum PriceStatus
{
    /// <summary>Being written.</summary>
    Draft,

    /// <summary>Final.</summary>
    Published,
}

/// <summary>What a package costs, in minor units of one currency, without VAT.</summary>
/// <param name="AnnualFee">The licence for a year.</param>
/// <param name="IncludedLearners">How many learners that covers.</param>
/// <param name="ExtraLearner">Each learner beyond.</param>
/// <param name="Registration">Registration of a learner with the awarding organisation.</param>
/// <param name="Certificate">A certificate.</param>
/// <param name="TrainingPlace">A place on a training of trainers.</param>
/// <param name="BespokeUnit">Writing a bespoke unit.</param>
public sealed record PriceFees(long AnnualFee, int IncludedLearners, long ExtraLearner, long Registration, long Certificate, long TrainingPlace, long BespokeUnit)
{
    internal void Check(Faults faults)
    {
        Amount("/annualFee", AnnualFee);
        faults.Unless(IncludedLearners is >= 0 and <= 100_000, "/includedLearners", "This must be 0 to 100,000 learners.");
        Amount("/extraLearner", ExtraLearner);
        Amount("/registration", Registration);
        Amount("/certificate", Certificate);
        Amount("/trainingPlace", TrainingPlace);
        Amount("/bespokeUnit", BespokeUnit);

        void Amount(string pointer, long amount) => faults.Unless(amount is >= 0 and <= Money.Most, pointer, $"This must be 0 to {Money.Most} pence or cents.");
    }

    /// <summary>The fee of a kind that has one price.</summary>
    public long Of(FeeKind kind) =>
        kind switch
        {
            FeeKind.Licence => AnnualFee,
            FeeKind.ExtraLearner => ExtraLearner,
            FeeKind.Registration => Registration,
            FeeKind.Certificate => Certificate,
            FeeKind.TrainingPlace => TrainingPlace,
            FeeKind.BespokeUnit => BespokeUnit,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
}

/// <summary>Something sold once, as a printed handbook.</summary>
/// <param name="Code">Its code, as <c>HB-PRINT</c>.</param>
/// <param name="Title">As it stands on the invoice.</param>
/// <param name="Amount">Minor units, without VAT.</param>
/// <param name="Vat">Its treatment where it is not the usual one.</param>
public sealed record OneOffItem(string Code, string Title, long Amount, VatChoice? Vat = null);

/// <summary>
/// What a package costs in a currency from a day on. Once published it never changes; the next one takes over on its own day, so that each day has
/// exactly one.
/// </summary>
[IdPrefix("prc")]
public sealed class PriceVersion : Aggregate, IPlatformOwned
{
    private readonly List<PriceItem> items = [];

    private PriceVersion() { }

    /// <summary>Begins a price version.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public PriceVersion(string package, string currency, DateOnly from, PriceFees fees, IReadOnlyList<OneOffItem> oneOff, DateTimeOffset now)
    {
        IsNew();
        new Faults().When(!Money.Currencies.Contains(currency), "/currency", $"This must be one of {string.Join(", ", Money.Currencies)}.").Refuse();
        (Id, Package, Currency) = (Id<PriceVersion>.New(now), package, currency);
        Set(from, fees, oneOff);
        Raise("price.drafted");
    }

    /// <summary>Its id.</summary>
    public Id<PriceVersion> Id { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => Organisation.FranchisorId;

    /// <summary>The package's code.</summary>
    public string Package { get; private set; } = "";

    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>The first day on which it counts.</summary>
    public DateOnly From { get; private set; }

    /// <summary>What it lays down.</summary>
    public PriceFees Fees { get; private set; } = null!;

    /// <summary>What is sold once.</summary>
    public IReadOnlyList<PriceItem> Items => items;

    /// <summary>How far it has come.</summary>
    public PriceStatus Status { get; private set; }

    /// <summary>When it became final; null for a draft.</summary>
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>Replaces what a draft lays down.</summary>
    /// <exception cref="Refusal"><c>price_not_draft</c>, <c>validation_failed</c>.</exception>
    public void Change(DateOnly from, PriceFees fees, IReadOnlyList<OneOffItem> oneOff)
    {
        DemandDraft();
        Set(from, fees, oneOff);
        Raise("price.changed");
    }

    /// <summary>Makes it final. The database holds that no other counts from the same day.</summary>
    /// <exception cref="Refusal"><c>price_not_draft</c>, <c>price_in_the_past</c>, <c>validation_failed</c>.</exception>
    public void Publish(OwnTime time)
    {
        DemandDraft();
        var faults = new Faults();
        foreach (var (i, item) in items.OrderBy(i => i.Code, StringComparer.Ordinal).Index())
            PriceItem.Check(item.VatTreatment, faults, $"/items/{i}");
        faults.Refuse();
        if (From < time.Today)
            throw Refusal.Conflict(BillingCodes.PriceInThePast, "A price counts from today at the earliest.", "Give the draft a later first day.");
        (Status, PublishedAt) = (PriceStatus.Published, time.Now);
        Raise("price.published");
    }

    private void Set(DateOnly from, PriceFees fees, IReadOnlyList<OneOffItem> oneOff)
    {
        var faults = new Faults();
        faults.Unless(from.Year is >= 2014 and < 2100, "/from", "The first day lies between 2014 and 2100.");
        fees.Check(faults);
        faults.Unless(oneOff.Count <= 100, "/items", "Name at most 100 items.");
        faults.Unless(oneOff.DistinctBy(i => i.Code).Count() == oneOff.Count, "/items", "Each code stands here once.");
        var kept = oneOff.Select((item, i) => new PriceItem(this, item, faults, $"/items/{i}")).ToList();
        faults.Refuse();
        (From, Fees) = (from, fees);
        items.Clear();
        items.AddRange(kept);
    }

    private void DemandDraft()
    {
        if (Status != PriceStatus.Draft)
            throw Refusal.Conflict(BillingCodes.PriceNotDraft, "A published price never changes.", "Draft the next one and publish that.");
    }

    private void Raise(string type) => Raise(type, Id.ToString(), ("package", Package), ("currency", Currency), ("from", From));
}

/// <summary>An item of a price version.</summary>
public sealed class PriceItem : IPlatformOwned
{
    private PriceItem() { }

    internal PriceItem(PriceVersion version, OneOffItem item, Faults faults, string pointer)
    {
        PriceVersionId = version.Id;
        Code = Catalogue.Code.Check(faults, $"{pointer}/code", item.Code);
        Title = faults.Text($"{pointer}/title", item.Title, 200);
        faults.Unless(item.Amount is >= 0 and <= Money.Most, $"{pointer}/amount", $"This must be 0 to {Money.Most} pence or cents.");
        Amount = item.Amount;
        if (item.Vat is { } vat)
        {
            faults.Known($"{pointer}/vatTreatment", vat.Treatment);
            Check(vat.Treatment, faults, pointer);
            (VatTreatment, VatReason) = (vat.Treatment, faults.Text($"{pointer}/vatReason", vat.Reason, 200));
        }
    }

    // Every line that was taken from it would be refused, and it could never be changed.
    internal static void Check(VatTreatment? treatment, Faults faults, string pointer) =>
        faults.Unless(treatment != Billing.VatTreatment.SupplierNotRegistered, $"{pointer}/vatTreatment", "Whether the supplier is registered is no matter of an item.");

    /// <summary>The version that it stands in.</summary>
    public Id<PriceVersion> PriceVersionId { get; private set; }

    /// <summary>Its code.</summary>
    public string Code { get; private set; } = "";

    /// <summary>As it stands on the invoice.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Minor units, without VAT.</summary>
    public long Amount { get; private set; }

    /// <summary>Its treatment where it is not the usual one.</summary>
    public VatTreatment? VatTreatment { get; private set; }

    /// <summary>Why.</summary>
    public string? VatReason { get; private set; }

    /// <summary>Its treatment and why, where it is not the usual one.</summary>
    public VatChoice? Vat => VatTreatment is { } treatment ? new(treatment, VatReason!) : null;
}
