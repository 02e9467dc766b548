using System.Linq.Expressions;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>How far an attempt to collect has come.</summary>
public enum CollectionStatus
{
    /// <summary>Written down. Stripe may have been asked; what it did is known when it says so.</summary>
    Intended,

    /// <summary>The page on which it is paid is open.</summary>
    Open,

    /// <summary>The bank is asked, and answers in some days.</summary>
    Processing,

    /// <summary>The money is there.</summary>
    Succeeded,

    /// <summary>Nothing was taken.</summary>
    Failed,

    /// <summary>It was called off before anything was taken.</summary>
    Cancelled,
}

/// <summary>
/// One attempt to collect an invoice through Stripe: a charge of the organisation's mandate, or a page on which somebody pays. It and its key are written down
/// before Stripe is asked, and it carries its id to Stripe, so that what came of it is found again whatever happens to an answer.
/// </summary>
[IdPrefix("col")]
public sealed class Collection : Aggregate, ITenantOwned, IPlatformOwned
{
    /// <summary>How often an invoice is charged by itself.</summary>
    public const int MostCharges = 3;

    /// <summary>How many days after a charge has failed it is charged again.</summary>
    public const int DaysBetween = 3;

    /// <summary>For how long Stripe knows a key, with an hour to spare.</summary>
    public static readonly TimeSpan KeyLives = TimeSpan.FromHours(23);

    private Collection() { }

    private Collection(Invoice invoice, Id<Mandate>? mandate, string what, OwnTime time, DateTimeOffset now)
    {
        IsNew();
        (Id, TenantId, InvoiceId, MandateId) = (Id<Collection>.New(now), invoice.TenantId, invoice.Id, mandate);
        (Amount, Currency, On, BegunAt, LookAt, Try) = (invoice.Outstanding, invoice.Currency, time.Today, now, now, 1);
        Raise("payment.begun", ("how", what));
    }

    /// <summary>Intends to charge a mandate with all that an invoice is owed.</summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>.</exception>
    public static Collection Charge(Invoice invoice, Mandate mandate, OwnTime time, DateTimeOffset now)
    {
        invoice.DemandPayable();
        return new(invoice, mandate.Id, "charge", time, now);
    }

    /// <summary>Intends a page on which all that an invoice is owed is paid.</summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>.</exception>
    public static Collection OnPage(Invoice invoice, OwnTime time, DateTimeOffset now)
    {
        invoice.DemandPayable();
        var collection = new Collection(invoice, null, "page", time, now);
        collection.LookAt = now.AddMinutes(1);
        return collection;
    }

    /// <summary>What <see cref="MayCharge"/> and <see cref="ChargesOn"/> are to know of an invoice: every charge, and every page on which it was paid.</summary>
    public static Expression<Func<Collection, bool>> CountsForCharging => c => c.MandateId != null || c.Status == CollectionStatus.Succeeded;

    /// <summary>
    /// Whether an invoice is charged by itself on a day: while no attempt is under way, some days after the last has failed, and not for ever; in a time of hardship
    /// never. What a bank took back is not.
    /// </summary>
    /// <param name="before">What there was of it until now, as <see cref="CountsForCharging"/> says.</param>
    /// <param name="today">The organisation's own day.</param>
    /// <param name="hardship">A time of hardship that stands; null for none.</param>
    public static bool MayCharge(IReadOnlyCollection<Collection> before, DateOnly today, Hardship? hardship) => ChargesOn(before, today, hardship) <= today;

    /// <summary>The day on which an invoice is next charged by itself; null where it is not any more, or an attempt is under way or has come to something.</summary>
    /// <param name="before">What there was of it until now, as <see cref="CountsForCharging"/> says.</param>
    /// <param name="dueOn">The day by which it is to be paid.</param>
    /// <param name="hardship">A time of hardship that stands; null for none.</param>
    public static DateOnly? ChargesOn(IReadOnlyCollection<Collection> before, DateOnly dueOn, Hardship? hardship)
    {
        var failed = before.Where(c => c.Status == CollectionStatus.Failed).ToList();
        if (failed.Count >= MostCharges || before.Any(c => c.Status is not (CollectionStatus.Failed or CollectionStatus.Cancelled)))
            return null;
        DateOnly?[] days = [dueOn, failed.Max(c => c.FailedOn?.AddDays(DaysBetween)), hardship?.FreeFrom];
        return days.Max();
    }

    /// <summary>Its id. Stripe keeps it with what it does for it.</summary>
    public Id<Collection> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>The invoice.</summary>
    public Id<Invoice> InvoiceId { get; private set; }

    /// <summary>What is charged; null where it is paid on a page.</summary>
    public Id<Mandate>? MandateId { get; private set; }

    /// <summary>How much, in minor units.</summary>
    public long Amount { get; private set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>The organisation's own day on which it was intended.</summary>
    public DateOnly On { get; private set; }

    /// <summary>When it was intended.</summary>
    public DateTimeOffset BegunAt { get; private set; }

    /// <summary>How far it has come.</summary>
    public CollectionStatus Status { get; private set; }

    /// <summary>The number of its key: the next is taken only where it is known that nothing came of this one.</summary>
    public int Try { get; private set; }

    /// <summary>When Stripe was first asked with this key; null before.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>Since when this key is spent: Stripe answers it with an error of its own for a day, whatever was done.</summary>
    public DateTimeOffset? SpentAt { get; private set; }

    /// <summary>When Stripe is asked next; null where nothing is awaited.</summary>
    public DateTimeOffset? LookAt { get; private set; }

    /// <summary>Stripe's id of the payment, once it is known.</summary>
    public string? StripeId { get; private set; }

    /// <summary>Stripe's id of the page.</summary>
    public string? PageId { get; private set; }

    /// <summary>The page's address, while it is open.</summary>
    public string? PageUrl { get; private set; }

    /// <summary>When the page closes by itself.</summary>
    public DateTimeOffset? OpenUntil { get; private set; }

    /// <summary>Why nothing was taken, in one word of ours, Stripe's or the bank's.</summary>
    public string? FailedBecause { get; private set; }

    /// <summary>The organisation's own day on which it was learnt that nothing was taken; null unless it failed.</summary>
    public DateOnly? FailedOn { get; private set; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The key with which Stripe is asked: the same until it is known that nothing came of it.</summary>
    public string Key => $"{(MandateId is null ? "page" : "charge")}-{Id}-{Try}";

    /// <summary>Whether it is over.</summary>
    public bool IsOver => Status is CollectionStatus.Succeeded or CollectionStatus.Failed or CollectionStatus.Cancelled;

    /// <summary>Whether Stripe still knows its key.</summary>
    public bool KeyCounts(DateTimeOffset now) => SpentAt is null && (SentAt is null || now - SentAt < KeyLives);

    /// <summary>Written down each time before Stripe is asked to do it.</summary>
    public void Send(DateTimeOffset now)
    {
        SentAt ??= now;
        ChangeQuietly();
    }

    /// <summary>What came of it is not known: looked for before anything is asked again.</summary>
    public void Wonder(bool spent, DateTimeOffset now, TimeSpan wait)
    {
        if (spent)
            SpentAt ??= now;
        LookAgain(now, wait);
    }

    /// <summary>Looked at again some time later.</summary>
    public void LookAgain(DateTimeOffset now, TimeSpan wait)
    {
        LookAt = now + wait;
        ChangeQuietly();
    }

    /// <summary>Nothing came of its key, and nothing will: the next one.</summary>
    public void TakeNextKey()
    {
        (Try, SentAt, SpentAt) = (Try + 1, null, null);
        ChangeQuietly();
    }

    /// <summary>The page is there.</summary>
    public void Show(string pageId, string url, DateTimeOffset openUntil, DateTimeOffset now)
    {
        (Status, PageId, PageUrl, OpenUntil, LookAt) = (CollectionStatus.Open, pageId, url, openUntil, now.AddMinutes(1));
        ChangeQuietly();
    }

    /// <summary>The bank is asked.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Process(string stripeId, DateTimeOffset lookAt)
    {
        if (IsOver)
            return false;
        LookAt = lookAt;
        if (Status == CollectionStatus.Processing)
            return false;
        (Status, StripeId, PageUrl) = (CollectionStatus.Processing, stripeId, null);
        Raise("payment.processing");
        return true;
    }

    /// <summary>The money is there. That counts whatever was thought before.</summary>
    /// <param name="stripeId">Stripe's id of the payment.</param>
    /// <param name="payment">What it was recorded as.</param>
    /// <param name="now">When.</param>
    public void Succeed(string stripeId, Id<Payment> payment, DateTimeOffset now)
    {
        End(CollectionStatus.Succeeded, null, now);
        StripeId = stripeId;
        Raise("payment.succeeded", ("paymentId", payment.ToString()));
    }

    /// <summary>Nothing was taken.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Fail(string because, OwnTime time, DateTimeOffset now)
    {
        if (IsOver)
            return false;
        End(CollectionStatus.Failed, because, now);
        FailedOn = time.Today;
        Raise("payment.failed", ("code", FailedBecause));
        return true;
    }

    /// <summary>It is not needed any more, and nothing was taken.</summary>
    public void Cancel(string because, DateTimeOffset now)
    {
        if (IsOver)
            return;
        End(CollectionStatus.Cancelled, because, now);
        Raise("payment.cancelled", ("code", FailedBecause));
    }

    private void End(CollectionStatus status, string? because, DateTimeOffset now) =>
        (Status, FailedBecause, EndedAt, PageUrl, LookAt) = (status, because is { Length: > 60 } ? because[..60] : because, now, null, null);

    private void Raise(string type, params (string Name, object? Value)[] data) =>
        Raise(type, Id.ToString(), [("invoiceId", InvoiceId.ToString()), ("amount", Amount), ("currency", Currency), .. data]);
}
