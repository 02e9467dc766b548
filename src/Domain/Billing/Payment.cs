using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>How money came in.</summary>
public enum PaymentMethod
{
    /// <summary>To Cohort 4's account.</summary>
    BankTransfer,

    /// <summary>By post.</summary>
    Cheque,

    /// <summary>By a card, through Stripe.</summary>
    Card,

    /// <summary>By Bacs Direct Debit, through Stripe.</summary>
    DirectDebit,
}

/// <summary>Why a payment that somebody recorded does not count.</summary>
public enum ReversalReason
{
    /// <summary>The bank did not honour it, as a cheque.</summary>
    Bounced,

    /// <summary>It is another organisation's.</summary>
    WrongOrganisation,

    /// <summary>It pays another invoice.</summary>
    WrongInvoice,

    /// <summary>It was recorded with another amount or day, or twice.</summary>
    Mistake,
}

/// <summary>Money that came in. It pays invoices in parts; what pays none is the organisation's credit.</summary>
[IdPrefix("pay")]
public sealed class Payment : Aggregate, ITenantOwned, IPlatformOwned
{
    private readonly List<Allocation> allocations = [];

    private Payment() { }

    /// <summary>Records money that came in.</summary>
    /// <returns>The payment and what is posted.</returns>
    /// <exception cref="Refusal"><c>validation_failed</c>, <c>currency_mismatch</c>.</exception>
    public static (Payment Payment, Posting Posting) Record(
        Organisation organisation, PaymentMethod method, Money amount, DateOnly on, string reference, Id<BankLine>? line, OwnTime time)
    {
        var faults = new Faults();
        faults.Unless(method is PaymentMethod.BankTransfer or PaymentMethod.Cheque, "/method", "By hand a bank transfer or a cheque is recorded; the rest comes by itself.");
        faults.Unless(amount.Amount is >= 1 and <= Money.Most, "/amount/amount", $"This must be 1 to {Money.Most} pence or cents.");
        faults.Unless(on <= time.Today && on >= time.Today.AddYears(-2), "/receivedOn", "It came in within two years, today at the latest.");
        var text = faults.Text("/reference", reference, 140);
        faults.Refuse();
        if (amount.Currency != organisation.Currency)
        {
            throw Refusal.Invalid(
                BillingCodes.CurrencyMismatch, "/amount/currency", $"The organisation pays in {organisation.Currency}.", "Record what came in in that currency.");
        }
        var payment = new Payment
        {
            Id = Id<Payment>.New(time.Now),
            TenantId = organisation.TenantId,
            Method = method,
            Amount = amount.Amount,
            Currency = amount.Currency,
            ReceivedOn = on,
            Reference = text,
            BankLineId = line,
            RecordedAt = time.Now,
        };
        payment.IsNew();
        payment.Raise("payment.recorded", ("amount", amount.Amount), ("currency", amount.Currency), ("method", Word(method)));
        return (payment, payment.Post(time).Move(amount.Amount, Account.Cash, Account.Credit));
    }

    /// <summary>Takes what Stripe has collected. Where it is more than is owed the rest is given back: see <see cref="Refund"/>.</summary>
    /// <returns>The payment and what is posted.</returns>
    public static (Payment Payment, Posting Posting) Collected(Collection collection, PaymentMethod method, string stripeId, Money received, string reference, OwnTime time)
    {
        var payment = new Payment
        {
            Id = Id<Payment>.New(time.Now),
            TenantId = collection.TenantId,
            Method = method,
            Amount = received.Amount,
            Currency = received.Currency,
            ReceivedOn = time.Today,
            Reference = reference,
            CollectionId = collection.Id,
            StripeId = stripeId,
            RecordedAt = time.Now,
        };
        payment.IsNew();
        payment.Raise("payment.recorded", ("amount", received.Amount), ("currency", received.Currency), ("method", Word(method)));
        return (payment, payment.Post(time).Move(received.Amount, Account.Cash, Account.Credit));
    }

    /// <summary>Its id.</summary>
    public Id<Payment> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>How it came in.</summary>
    public PaymentMethod Method { get; private set; }

    /// <summary>How much, in minor units.</summary>
    public long Amount { get; private set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>The day on which it came in.</summary>
    public DateOnly ReceivedOn { get; private set; }

    /// <summary>What the payer or the cheque says.</summary>
    public string Reference { get; private set; } = "";

    /// <summary>The line of the bank statement; null where it was recorded by hand.</summary>
    public Id<BankLine>? BankLineId { get; private set; }

    /// <summary>The collection that brought it; null where it came in by hand.</summary>
    public Id<Collection>? CollectionId { get; private set; }

    /// <summary>Stripe's id of it; null where it came in by hand.</summary>
    public string? StripeId { get; private set; }

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>How much of it pays invoices.</summary>
    public long Allocated { get; private set; }

    /// <summary>How much of it was given back, or taken back by a bank.</summary>
    public long Returned { get; private set; }

    /// <summary>When it was reversed; null where it counts.</summary>
    public DateTimeOffset? ReversedAt { get; private set; }

    /// <summary>Why it was reversed; null where it counts.</summary>
    public ReversalReason? ReversedBecause { get; private set; }

    /// <summary>How much of it is credit.</summary>
    public long Left => Amount - Allocated - Returned;

    /// <summary>What it pays. An amount below nothing was taken off again.</summary>
    public IReadOnlyList<Allocation> Allocations => allocations;

    /// <summary>Pays some of an invoice.</summary>
    /// <exception cref="Refusal">
    /// <c>invoice_state_forbids</c>, <c>allocation_too_large</c>, <c>payment_used_up</c>, <c>currency_mismatch</c>, <c>validation_failed</c>.
    /// </exception>
    public Posting Allocate(Invoice invoice, long amount, OwnTime time)
    {
        new Faults().When(amount is < 1 or > Money.Most, "/amount", $"This must be 1 to {Money.Most} pence or cents.").Refuse();
        if (invoice.TenantId != TenantId)
            throw Refusal.NotFound();
        if (invoice.Currency != Currency)
            throw Refusal.Invalid(BillingCodes.CurrencyMismatch, "/invoiceId", $"The payment is in {Currency}.", "Name an invoice in that currency.");
        if (amount > Left)
            throw Refusal.Conflict(BillingCodes.PaymentUsedUp, $"Of the payment {Left} is left.", "Allocate at most what is left.");
        var posting = Post(time);
        invoice.Settle(amount, posting);
        return Keep(invoice, amount, posting, time);
    }

    /// <summary>
    /// Takes what is no longer owed off this payment, down to nothing; a credit note has said so. What is taken off is the organisation's credit again.
    /// </summary>
    public Posting Release(Invoice invoice, OwnTime time)
    {
        var amount = Math.Min(-invoice.Outstanding, allocations.Where(a => a.InvoiceId == invoice.Id).Sum(a => a.Amount));
        if (amount <= 0)
            return Post(time);
        invoice.Release(amount);
        return Keep(invoice, -amount, Post(time), time);
    }

    /// <summary>Gives some of what is left of it back, or promises to: from here on it pays nothing else.</summary>
    /// <exception cref="Refusal"><c>payment_used_up</c>, <c>validation_failed</c>.</exception>
    public Posting GiveBack(long amount, OwnTime time)
    {
        new Faults().When(amount is < 1 or > Money.Most, "/amount", $"This must be 1 to {Money.Most} pence or cents.").Refuse();
        if (amount > Left)
            throw Refusal.Conflict(BillingCodes.PaymentUsedUp, $"Of the payment {Left} is left.", "Credit the invoice first; then what was paid is no longer owed, and is given back.");
        Returned += amount;
        Raise("payment.given_back", ("amount", amount), ("currency", Currency));
        return Post(time).Move(amount, Account.Credit, Account.Cash);
    }

    /// <summary>What was promised back did not go: it is credit again.</summary>
    public Posting KeepAfterAll(long amount, OwnTime time)
    {
        Returned -= amount;
        Raise("payment.kept", ("amount", amount), ("currency", Currency));
        return Post(time).Move(amount, Account.Cash, Account.Credit);
    }

    /// <summary>
    /// A bank has taken it back. What it had paid is owed again from today on; what was posted stays as it is, and is posted back.
    /// </summary>
    /// <param name="amount">How much. More than is not back already is a loss.</param>
    /// <param name="invoices">Every invoice that it pays.</param>
    /// <param name="time">The organisation's own time.</param>
    public Posting TakenBack(long amount, IReadOnlyCollection<Invoice> invoices, OwnTime time)
    {
        var rest = Math.Min(amount, Amount - Returned);
        // What had gone back already, and is taken a second time, is lost.
        var posting = Post(time).Move(amount - rest, Account.BadDebt, Account.Cash);
        if (rest <= 0)
            return posting;
        Raise("payment.taken_back", ("amount", rest), ("currency", Currency));
        Undo(rest, invoices, posting, time);
        return posting;
    }

    /// <summary>
    /// One that somebody recorded does not count: a cheque bounced, or it was taken for another organisation's or another invoice's. What it had paid is owed again
    /// from today on; what was posted stays as it is, and is posted back.
    /// </summary>
    /// <param name="because">Why.</param>
    /// <param name="invoices">Every invoice that it pays.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <exception cref="Refusal"><c>payment_by_stripe</c>, <c>payment_reversed</c>, <c>payment_given_back</c>, <c>validation_failed</c>.</exception>
    public Posting Reverse(ReversalReason because, IReadOnlyCollection<Invoice> invoices, OwnTime time)
    {
        var faults = new Faults();
        faults.Known("/reason", because);
        faults.Refuse();
        if (StripeId is not null)
            throw Refusal.Conflict(BillingCodes.PaymentByStripe, "Stripe has collected the payment.", "Give it back through Stripe; what a bank takes back is heard of by itself.");
        if (ReversedAt is not null)
            throw Refusal.Conflict(BillingCodes.PaymentReversed, "The payment is reversed already.", "There is nothing left to reverse.");
        if (Returned > 0)
            throw Refusal.Conflict(BillingCodes.PaymentGivenBack, "Some of the payment was given back, so that it did come in.", "Credit or allocate what is left of it.");
        (ReversedAt, ReversedBecause) = (time.Now, because);
        var posting = Post(time);
        Raise("payment.reversed", ("amount", Amount), ("currency", Currency), ("reason", Word(because)));
        Undo(Amount, invoices, posting, time);
        return posting;
    }

    // What pays nothing goes first, then what paid the latest invoices.
    private void Undo(long rest, IReadOnlyCollection<Invoice> invoices, Posting posting, OwnTime time)
    {
        var free = Math.Min(rest, Left);
        posting.Move(free, Account.Credit, Account.Cash);
        Returned += rest;
        rest -= free;
        foreach (var invoice in invoices.OrderByDescending(i => i.Id))
        {
            var back = Math.Min(rest, allocations.Where(a => a.InvoiceId == invoice.Id).Sum(a => a.Amount));
            if (back <= 0)
                continue;
            invoice.Reopen(back, posting, byBank: StripeId is not null, time);
            allocations.Add(new(this, invoice, -back, time.Now));
            Allocated -= back;
            rest -= back;
            posting.Move(back, Account.Receivable, Account.Cash);
        }
    }

    private Posting Keep(Invoice invoice, long amount, Posting posting, OwnTime time)
    {
        allocations.Add(new(this, invoice, amount, time.Now));
        Allocated += amount;
        Raise(amount > 0 ? "payment.allocated" : "payment.released", ("invoiceId", invoice.Id.ToString()), ("amount", Math.Abs(amount)), ("currency", Currency));
        return amount > 0 ? posting.Move(amount, Account.Credit, Account.Receivable) : posting.Move(-amount, Account.Receivable, Account.Credit);
    }

    private Posting Post(OwnTime time) => new(TenantId, Currency, time.Today, Id.ToString(), time.Now);

    private void Raise(string type, params (string Name, object? Value)[] data) => Raise(type, Id.ToString(), data);
}

/// <summary>A part of a payment that pays an invoice, or no longer does.</summary>
[IdPrefix("alo")]
public sealed class Allocation : ITenantOwned, IPlatformOwned, IAppendOnly
{
    private Allocation() { }

    internal Allocation(Payment payment, Invoice invoice, long amount, DateTimeOffset now) =>
        (Id, TenantId, PaymentId, InvoiceId, Amount, At) = (Id<Allocation>.New(now), payment.TenantId, payment.Id, invoice.Id, amount, now);

    /// <summary>Its id.</summary>
    public Id<Allocation> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <summary>The payment.</summary>
    public Id<Payment> PaymentId { get; private set; }

    /// <summary>The invoice.</summary>
    public Id<Invoice> InvoiceId { get; private set; }

    /// <summary>Minor units; below nothing where it was taken off again.</summary>
    public long Amount { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }
}
