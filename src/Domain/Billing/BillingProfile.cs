using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>How an organisation wants to be billed.</summary>
/// <param name="PurchaseOrder">The number that its invoices carry; null for none.</param>
/// <param name="ContactName">To whom invoices go; null for the finance contact.</param>
/// <param name="ContactEmail">Where they go; null for the finance contact's address.</param>
/// <param name="VatStatus">Whether it is registered for VAT.</param>
/// <param name="VatNumber">Its VAT number with the country's letters; null unless it is registered.</param>
/// <param name="TermsDays">Within how many days of issue an invoice is due; 0 to 120.</param>
public sealed record BillingDetails(
    string? PurchaseOrder = null,
    string? ContactName = null,
    string? ContactEmail = null,
    VatStatus VatStatus = VatStatus.NotRegistered,
    string? VatNumber = null,
    int TermsDays = BillingDetails.UsualTermsDays
)
{
    /// <summary>A month.</summary>
    public const int UsualTermsDays = 30;
}

/// <summary>How an organisation is billed. Until Finance has written one, the usual terms count.</summary>
public sealed class BillingProfile : Aggregate, ITenantOwned, IPlatformOwned
{
    private static readonly System.Text.RegularExpressions.Regex vatNumber = Pattern.Whole("[A-Z]{2}[A-Z0-9+*]{2,13}");
    private readonly List<Concession> concessions = [];

    private BillingProfile() { }

    /// <summary>The usual terms.</summary>
    public BillingProfile(Id<Organisation> organisation)
    {
        IsNew();
        (TenantId, Details) = (organisation, new());
    }

    /// <summary>The organisation.</summary>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>What Finance has written.</summary>
    public BillingDetails Details { get; private set; } = null!;

    /// <summary>Discounts and bursaries, those that are over among them.</summary>
    public IReadOnlyList<Concession> Concessions => concessions;

    /// <summary>Replaces what is written.</summary>
    /// <param name="details">What is written now.</param>
    /// <param name="country">Where the organisation is: its VAT number is of that country.</param>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public void Change(BillingDetails details, string country)
    {
        var faults = new Faults();
        var number = faults.OptionalText("/vatNumber", details.VatNumber, 15)?.Replace(" ", "").ToUpperInvariant();
        faults.Known("/vatStatus", details.VatStatus);
        faults.Unless(number is null || vatNumber.IsMatch(number), "/vatNumber", "A VAT number begins with its country's letters, as GB123456789.");
        faults.Unless(
            number is null || !vatNumber.IsMatch(number) || VatRule.IsOf(country, number), "/vatNumber",
            "A VAT number is of the organisation's own country: with EL for Greece, with GB or XI for the United Kingdom.");
        faults.Unless((number is not null) == (details.VatStatus == VatStatus.Registered), "/vatNumber", "The number stands here exactly where the organisation is registered.");
        faults.Unless(details.TermsDays is >= 0 and <= 120, "/termsDays", "An invoice is due within 0 to 120 days.");
        Keep(details with { VatNumber = number }, faults);
    }

    /// <summary>Replaces to whom invoices go and under which purchase order, and nothing else.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public void Address(string? purchaseOrder, string? contactName, string? contactEmail) =>
        Keep(Details with { PurchaseOrder = purchaseOrder, ContactName = contactName, ContactEmail = contactEmail }, new());

    private void Keep(BillingDetails details, Faults faults)
    {
        var kept = details with
        {
            PurchaseOrder = faults.OptionalText("/purchaseOrder", details.PurchaseOrder, 40),
            ContactName = faults.OptionalText("/contactName", details.ContactName, 100),
            ContactEmail = string.IsNullOrWhiteSpace(details.ContactEmail) ? null : EmailAddress.Check(faults, "/contactEmail", details.ContactEmail),
        };
        faults.Refuse();
        Details = kept;
        Raise("billing_profile.changed", TenantId.ToString());
    }

    /// <summary>Grants a discount or a bursary.</summary>
    /// <exception cref="Refusal"><c>validation_failed</c>.</exception>
    public Concession Grant(ConcessionTerms terms, Actor actor, OwnTime time)
    {
        var concession = new Concession(TenantId, terms, actor, time);
        concessions.Add(concession);
        Raise("billing_profile.concession_granted", TenantId.ToString(), ("concessionId", concession.Id.ToString()), ("kind", Word(concession.Kind)));
        return concession;
    }

    /// <summary>Ends a discount or a bursary today: what accrues from tomorrow on is charged whole.</summary>
    /// <exception cref="Refusal"><c>not_found</c>, <c>concession_ended</c>.</exception>
    public void End(Id<Concession> id, OwnTime time)
    {
        (concessions.Find(c => c.Id == id) ?? throw Refusal.NotFound()).End(time);
        Raise("billing_profile.concession_ended", TenantId.ToString(), ("concessionId", id.ToString()));
    }

    /// <summary>How much of a fee is taken off on a day. Amounts come off licence fees alone; never more than the fee is.</summary>
    public long DiscountOn(FeeKind kind, long amount, DateOnly day)
    {
        long off = 0;
        foreach (var concession in concessions.Where(c => c.CoversOn(day)).OrderBy(c => c.Id))
            off += concession.BasisPoints is { } points ? Rounding.Share(amount, points, 10_000) : kind == FeeKind.Licence ? concession.Amount!.Value : 0;
        return Math.Min(off, amount);
    }
}

/// <summary>What sort of concession.</summary>
public enum ConcessionKind
{
    /// <summary>Agreed in trade.</summary>
    Discount,

    /// <summary>Given because the organisation could not pay otherwise; Finance names who approved it.</summary>
    Bursary,
}

/// <summary>What a discount or a bursary grants.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="BasisPoints">Hundredths of a percent off every fee, 1 to 10,000; null where it is an amount.</param>
/// <param name="Amount">Minor units off each licence fee, in the organisation's currency; null where it is a percentage.</param>
/// <param name="Until">The last day on which it counts; null for as long as nobody ends it.</param>
/// <param name="Reason">Why.</param>
/// <param name="ApprovedBy">Who approved it, by her office; a bursary needs it.</param>
public sealed record ConcessionTerms(ConcessionKind Kind, int? BasisPoints, long? Amount, DateOnly? Until, string Reason, string? ApprovedBy = null);

/// <summary>A discount or a bursary of an organisation.</summary>
[IdPrefix("dsc")]
public sealed class Concession : ITenantOwned, IPlatformOwned
{
    private Concession() { }

    internal Concession(Id<Organisation> organisation, ConcessionTerms terms, Actor actor, OwnTime time)
    {
        var faults = new Faults();
        faults.Known("/kind", terms.Kind);
        faults.Unless(terms.BasisPoints is null != terms.Amount is null, "/basisPoints", "Name a percentage or an amount, and not both.");
        faults.Unless(terms.BasisPoints is null or (>= 1 and <= 10_000), "/basisPoints", "This must be 1 to 10,000 hundredths of a percent.");
        faults.Unless(terms.Amount is null or (>= 1 and <= Money.Most), "/amount", $"This must be 1 to {Money.Most} pence or cents.");
        faults.Unless(terms.Until is null || terms.Until >= time.Today, "/until", "Its last day is today at the earliest.");
        Reason = faults.Text("/reason", terms.Reason, 500);
        ApprovedBy = faults.OptionalText("/approvedBy", terms.ApprovedBy, 100);
        faults.Unless(terms.Kind != ConcessionKind.Bursary || ApprovedBy is not null, "/approvedBy", "A bursary names who approved it.");
        faults.Refuse();
        (Id, TenantId, Kind) = (Id<Concession>.New(time.Now), organisation, terms.Kind);
        (BasisPoints, Amount, From, Until, GrantedBy) = (terms.BasisPoints, terms.Amount, time.Today, terms.Until, actor.Subject);
    }

    /// <summary>Its id.</summary>
    public Id<Concession> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc cref="ConcessionTerms.Kind"/>
    public ConcessionKind Kind { get; private set; }

    /// <inheritdoc cref="ConcessionTerms.BasisPoints"/>
    public int? BasisPoints { get; private set; }

    /// <inheritdoc cref="ConcessionTerms.Amount"/>
    public long? Amount { get; private set; }

    /// <summary>The first day on which it counts.</summary>
    public DateOnly From { get; private set; }

    /// <inheritdoc cref="ConcessionTerms.Until"/>
    public DateOnly? Until { get; private set; }

    /// <inheritdoc cref="ConcessionTerms.Reason"/>
    public string Reason { get; private set; } = "";

    /// <inheritdoc cref="ConcessionTerms.ApprovedBy"/>
    public string? ApprovedBy { get; private set; }

    /// <summary>Who entered it.</summary>
    public string GrantedBy { get; private set; } = "";

    /// <summary>Whether it counts on a day.</summary>
    public bool CoversOn(DateOnly day) => From <= day && !(day > Until);

    internal void End(OwnTime time)
    {
        if (Until <= time.Today)
            throw Refusal.Conflict(BillingCodes.ConcessionEnded, "It ends today or has ended.", "There is nothing more to do.");
        Until = time.Today;
    }
}
