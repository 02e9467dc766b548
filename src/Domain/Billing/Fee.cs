using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Franchise.Domain.Webhooks;

namespace Franchise.Domain.Billing;

/// <summary>How far a fee has come.</summary>
public enum FeeStatus
{
    /// <summary>Waits for its invoice.</summary>
    Pending,

    /// <summary>No price was in force on its day: Finance names one, or waives it.</summary>
    Unpriced,

    /// <summary>Stands on an invoice.</summary>
    Invoiced,

    /// <summary>Is not charged.</summary>
    Waived,
}

/// <summary>What a fee is for.</summary>
/// <param name="Kind">What is charged for.</param>
/// <param name="Part">Which part of the event: the number of the term, or 0.</param>
/// <param name="Subject">The shown id of what it is for.</param>
/// <param name="Description">As it stands on the invoice. Never a person's name.</param>
/// <param name="On">The organisation's own date on which it fell.</param>
/// <param name="LicenceId">The licence; null where it is under none.</param>
/// <param name="Period">The days that are paid for, where it is for days.</param>
public sealed record FeeGround(FeeKind Kind, int Part, string Subject, string Description, DateOnly On, Id<Licence>? LicenceId, Term? Period = null)
{
    /// <summary>A term of a licence. The preview of a renewal and the fee itself are this same ground.</summary>
    public static FeeGround OfTerm(Licence licence, int number, Term days, string subject, DateOnly on) =>
        new(FeeKind.Licence, number, subject, $"Licence {licence.Grant.Package}, term {number}: {days.First:yyyy-MM-dd} to {days.Last:yyyy-MM-dd}", on, licence.Id, days);

    /// <summary>The line that charges it, without a fee: for previews.</summary>
    public LineDraft Preview(long unit, BillingProfile profile) => new(Kind, Description, 1, unit, profile.DiscountOn(Kind, unit, On), Period);
}

/// <summary>Something that an organisation owes because something happened: one event, one fee of a kind.</summary>
[IdPrefix("fee")]
public sealed class Fee : ITenantOwned, IPlatformOwned
{
    private Fee() { }

    /// <summary>Accrues a fee.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="ground">What it is for.</param>
    /// <param name="quantity">How many.</param>
    /// <param name="unit">What each costs; null where no price is in force.</param>
    /// <param name="currency">The organisation's.</param>
    /// <param name="profile">Whose discounts count.</param>
    /// <param name="time">The organisation's own time.</param>
    public Fee(Event happened, FeeGround ground, int quantity, long? unit, string currency, BillingProfile profile, OwnTime time)
    {
        (Id, TenantId, EventId) = (Id<Fee>.New(time.Now), happened.TenantId, happened.Id);
        (Kind, Part, Subject, Description, On, LicenceId) = (ground.Kind, ground.Part, ground.Subject, ground.Description, ground.On, ground.LicenceId);
        (PeriodFirst, PeriodLast) = (ground.Period?.First, ground.Period?.Last);
        (Quantity, Currency) = (quantity, currency);
        // A term is invoiced by itself and at once, and so is another package for the rest of it; what is used is gathered until its month is over.
        DueAt = Kind is FeeKind.Licence or FeeKind.PackageChange ? time.Now : Term.StartOf(FirstOfNextMonth(On), time.Zone);
        if (unit is { } price)
            Set(price, profile);
        else
            Status = FeeStatus.Unpriced;
    }

    /// <summary>Its id.</summary>
    public Id<Fee> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The event that caused it.</summary>
    public Id<Event> EventId { get; private set; }

    /// <inheritdoc cref="FeeGround.Kind"/>
    public FeeKind Kind { get; private set; }

    /// <inheritdoc cref="FeeGround.Part"/>
    public int Part { get; private set; }

    /// <inheritdoc cref="FeeGround.Subject"/>
    public string Subject { get; private set; } = "";

    /// <inheritdoc cref="FeeGround.Description"/>
    public string Description { get; private set; } = "";

    /// <inheritdoc cref="FeeGround.On"/>
    public DateOnly On { get; private set; }

    /// <inheritdoc cref="FeeGround.LicenceId"/>
    public Id<Licence>? LicenceId { get; private set; }

    /// <summary>The first day that is paid for, where it is for days.</summary>
    public DateOnly? PeriodFirst { get; private set; }

    /// <summary>The last.</summary>
    public DateOnly? PeriodLast { get; private set; }

    /// <summary>How many.</summary>
    public int Quantity { get; private set; }

    /// <summary>What each costs, in minor units without VAT.</summary>
    public long UnitAmount { get; private set; }

    /// <summary>What is taken off.</summary>
    public long Discount { get; private set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>How far it has come.</summary>
    public FeeStatus Status { get; private set; }

    /// <summary>From when on it is to be invoiced.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>The invoice on which it stands; null before.</summary>
    public Id<Invoice>? InvoiceId { get; private set; }

    /// <summary>Why it is not charged; null where it is.</summary>
    public string? WaivedBecause { get; private set; }

    /// <summary>What is charged, without VAT.</summary>
    public long Net => (Quantity * UnitAmount) - Discount;

    /// <summary>Names the price of one that had none.</summary>
    /// <exception cref="Refusal"><c>fee_settled</c>, <c>validation_failed</c>.</exception>
    public void Price(long unit, BillingProfile profile)
    {
        Demand(FeeStatus.Unpriced);
        new Faults().When(unit is < 0 or > Money.Most, "/unitAmount", $"This must be 0 to {Money.Most} pence or cents.").Refuse();
        Set(unit, profile);
        Status = FeeStatus.Pending;
    }

    /// <summary>Lets it go.</summary>
    /// <exception cref="Refusal"><c>fee_settled</c>, <c>validation_failed</c>.</exception>
    public void Waive(string reason)
    {
        Demand(FeeStatus.Unpriced, FeeStatus.Pending);
        var faults = new Faults();
        WaivedBecause = faults.Text("/reason", reason, 500);
        faults.Refuse();
        Status = FeeStatus.Waived;
    }

    /// <summary>Waits for the next month, where the invoice of this one is out already.</summary>
    public void WaitUntil(DateTimeOffset dueAt) => DueAt = dueAt;

    /// <summary>The first day of the month after a day's.</summary>
    public static DateOnly FirstOfNextMonth(DateOnly day) => new DateOnly(day.Year, day.Month, 1).AddMonths(1);

    internal void PutOn(Invoice invoice) => (Status, InvoiceId) = (FeeStatus.Invoiced, invoice.Id);

    // The draft on which it stood was discarded: it is charged by another, or waived.
    internal void TakeOff() => (Status, InvoiceId) = (FeeStatus.Pending, null);

    private void Set(long unit, BillingProfile profile) => (UnitAmount, Discount) = (unit, profile.DiscountOn(Kind, Quantity * unit, On));

    private void Demand(params FeeStatus[] allowed)
    {
        if (!allowed.Contains(Status))
            throw Refusal.Conflict(BillingCodes.FeeSettled, "The fee has its price, stands on an invoice, or was waived.", "Credit the line of the invoice instead.");
    }
}

/// <summary>How many extra learners are to be charged.</summary>
public static class ExtraLearners
{
    /// <summary>
    /// Those used above those included, less those charged before. Counted from the whole, so that the order in which uses are read changes nothing.
    /// </summary>
    public static int ToCharge(int included, int used, int charged) => Math.Max(0, Math.Max(0, used - included) - charged);
}
