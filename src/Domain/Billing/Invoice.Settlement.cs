using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>What is paid, credited, disputed and given up of an invoice.</summary>
public sealed partial class Invoice
{
    /// <summary>What payments have paid of it.</summary>
    public long Paid { get; private set; }

    /// <summary>What credit notes have taken off it.</summary>
    public long Credited { get; private set; }

    /// <summary>Since when it is disputed; null where it is not.</summary>
    public DateTimeOffset? DisputedAt { get; private set; }

    /// <summary>What is disputed, in the organisation's words; null where nothing is.</summary>
    public string? DisputeReason { get; private set; }

    /// <summary>The day on which it was last owed again after it had been paid, because the money was taken back; null where it never was.</summary>
    public DateOnly? ReopenedOn { get; private set; }

    /// <summary>The day from which it counts as unpaid: that by which it was to be paid or, where what had paid it came back later, that day. Null for a draft.</summary>
    public DateOnly? OwedSince => ReopenedOn > DueOn ? ReopenedOn : DueOn;

    /// <summary>What is still owed.</summary>
    public long Outstanding => IsIssued ? Total - Paid - Credited : 0;

    private const string ByBank = "The payment is disputed: ";

    private bool IsDisputedByBank => DisputeReason?.StartsWith(ByBank, StringComparison.Ordinal) == true;

    private bool IsOwed => Status is InvoiceStatus.Finalised or InvoiceStatus.Processing or InvoiceStatus.Uncollectible;

    /// <summary>The organisation disputes it: no reminder goes out until that is settled.</summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>, <c>dispute_state_forbids</c>, <c>validation_failed</c>.</exception>
    public void Dispute(string reason, OwnTime time)
    {
        if (!IsOwed)
            throw Forbids("Only an invoice that is owed is disputed.");
        if (DisputedAt is not null)
            throw Refusal.Conflict(BillingCodes.DisputeStateForbids, "The invoice is disputed already.", "Settle that dispute first.");
        var faults = new Faults();
        DisputeReason = faults.Text("/reason", reason, 500);
        faults.Refuse();
        DisputedAt = time.Now;
        Raise("invoice.disputed");
    }

    /// <summary>The dispute is over: by credit notes, or because nothing was wrong.</summary>
    /// <exception cref="Refusal"><c>dispute_state_forbids</c>.</exception>
    public void SettleDispute()
    {
        if (DisputedAt is null)
            throw Refusal.Conflict(BillingCodes.DisputeStateForbids, "The invoice is not disputed.", "There is nothing to settle.");
        (DisputedAt, DisputeReason) = (null, null);
        Raise("invoice.dispute_settled");
    }

    /// <summary>A collection is under way that may still fail, as a direct debit.</summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>.</exception>
    public void BeginCollection()
    {
        if (Status != InvoiceStatus.Finalised)
            throw Forbids("Only an issued invoice that is owed is collected.");
        Status = InvoiceStatus.Processing;
        Raise("invoice.collection_begun");
    }

    /// <summary>The collection failed: it is owed again, from today as it was before.</summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>.</exception>
    public void FailCollection()
    {
        if (Status != InvoiceStatus.Processing)
            throw Forbids("No collection is under way.");
        Status = InvoiceStatus.Finalised;
        Raise("invoice.collection_failed");
    }

    /// <summary>The collection is over and did not bring all that is owed: something else that had paid of it was reversed meanwhile.</summary>
    public void EndCollection()
    {
        if (Status != InvoiceStatus.Processing)
            return;
        Status = InvoiceStatus.Finalised;
        Raise("invoice.collection_ended", ("outstanding", Outstanding));
    }

    /// <summary>A bank disputes what was paid: until it has decided, nobody is reminded.</summary>
    /// <param name="why">The bank's word.</param>
    /// <param name="time">The organisation's own time.</param>
    public void PaymentDisputed(string why, OwnTime time)
    {
        if (DisputedAt is not null)
            return;
        (DisputedAt, DisputeReason) = (time.Now, ByBank + why);
        Raise("invoice.payment_disputed");
    }

    /// <summary>The bank has decided that the money stays. A dispute of the organisation's own goes on.</summary>
    public void PaymentKept()
    {
        if (IsDisputedByBank)
            SettleDispute();
    }

    /// <summary>Refuses unless it can be paid on a page now.</summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>.</exception>
    public void DemandPayable()
    {
        if (Status is not (InvoiceStatus.Finalised or InvoiceStatus.Uncollectible))
            throw Forbids("Only an issued invoice that is owed, and that no collection is under way for, is paid.");
    }

    /// <summary>Gives up what is owed.</summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>.</exception>
    public Posting GiveUp(OwnTime time)
    {
        if (Status != InvoiceStatus.Finalised)
            throw Forbids("Only an issued invoice that is owed is given up.");
        Status = InvoiceStatus.Uncollectible;
        Raise("invoice.given_up", ("outstanding", Outstanding));
        return Post(time).Move(Outstanding, Account.BadDebt, Account.Receivable);
    }

    /// <summary>Takes what was wrong off it, by a numbered credit note at the rates of the invoice.</summary>
    /// <param name="number">The next number of credit notes, taken in the same transaction.</param>
    /// <param name="reason">Why, as it stands on the credit note.</param>
    /// <param name="credits">How much of which line, without VAT.</param>
    /// <param name="before">Every line of its earlier credit notes.</param>
    /// <param name="time">The organisation's own time.</param>
    /// <returns>The credit note and what is posted. Where more was paid than is now owed, the caller takes the rest off payments again.</returns>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>, <c>credit_too_large</c>, <c>validation_failed</c>.</exception>
    public (CreditNote Note, Posting Posting) Credit(
        string number, string reason, IReadOnlyList<LineCredit> credits, IReadOnlyCollection<CreditNoteLine> before, OwnTime time)
    {
        DemandCreditable();
        var note = new CreditNote(this, number, reason, credits, before, time);
        // What was given up of it is no bad debt any more.
        var givenUp = Status == InvoiceStatus.Uncollectible ? Math.Min(note.Total, Outstanding) : 0;
        Credited += note.Total;
        var settles = Status != InvoiceStatus.Paid && Outstanding <= 0;
        if (Credited == Total)
            Status = InvoiceStatus.Void;
        else if (Outstanding <= 0)
            Status = InvoiceStatus.Paid;
        // Nothing is left to dispute. What a bank disputes of a payment is the bank's to decide, unless nothing was owed at all.
        if (Status == InvoiceStatus.Void || (settles && !IsDisputedByBank))
            (DisputedAt, DisputeReason) = (null, null);
        Raise("invoice.credited", ("creditNoteId", note.Id.ToString()), ("number", number), ("total", note.Total), ("currency", Currency));
        if (settles && Status == InvoiceStatus.Paid)
            SayPaid(0);
        var posting = new Posting(TenantId, Currency, time.Today, note.Id.ToString(), time.Now)
            .Move(note.Vat, Account.Vat, Account.Receivable)
            .Move(givenUp, Account.Receivable, Account.BadDebt);
        foreach (var credit in credits)
        {
            var days = lines.Find(l => l.Id == credit.LineId)!.Period;
            posting.Revenue(credit.Net, credit.From is { } from ? new(from, days!.Value.Last) : days, back: true);
        }
        return (note, posting);
    }

    /// <summary>Refuses unless it can be credited: asked before a number is taken.</summary>
    /// <exception cref="Refusal"><c>invoice_state_forbids</c>.</exception>
    public void DemandCreditable()
    {
        if (Status is InvoiceStatus.Draft or InvoiceStatus.Void)
            throw Forbids("Only an issued invoice of which something is left is credited.");
    }

    // A payment pays some of it.
    internal void Settle(long amount, Posting posting)
    {
        if (!IsOwed)
            throw Forbids("The invoice is not owed: it is a draft, paid or void.");
        if (amount > Outstanding)
            throw Refusal.Conflict(BillingCodes.AllocationTooLarge, "The invoice is owed less than that.", "Allocate at most what is outstanding; the rest stays as credit.");
        if (Status == InvoiceStatus.Uncollectible)
            posting.Move(amount, Account.Receivable, Account.BadDebt);
        Paid += amount;
        if (Outstanding == 0)
            Status = InvoiceStatus.Paid;
        if (Outstanding == 0 && !IsDisputedByBank)
            (DisputedAt, DisputeReason) = (null, null);
        Raise(Outstanding == 0 ? "invoice.paid" : "invoice.part_paid", ("amount", amount), ("currency", Currency), ("outstanding", Outstanding));
    }

    // What a payment had paid was taken back by a bank, or never came in. What was paid in whole counts as due on the day of that: nobody knew before.
    internal void Reopen(long amount, Posting posting, bool byBank, OwnTime time)
    {
        Paid -= amount;
        if (Status == InvoiceStatus.Uncollectible)
            posting.Move(amount, Account.BadDebt, Account.Receivable);
        else if (Status == InvoiceStatus.Paid && Outstanding > 0)
            (Status, ReopenedOn) = (InvoiceStatus.Finalised, time.Today);
        if (byBank && IsDisputedByBank)
            (DisputedAt, DisputeReason) = (null, null);
        Raise("invoice.reopened", ("amount", amount), ("currency", Currency), ("outstanding", Outstanding), ("owedSince", OwedSince));
    }

    // What a payment had paid is taken off again, because a credit note says that it was not owed.
    internal void Release(long amount) => Paid -= amount;
}

/// <summary>How much is taken off a line.</summary>
/// <param name="LineId">The line.</param>
/// <param name="Net">Minor units without VAT; the VAT that belongs to it is credited with it.</param>
/// <param name="From">The first of the days that it is for, to the last of the line's: what is taken back was not earned yet. Null for all of the line's days alike.</param>
public sealed record LineCredit(Id<InvoiceLine> LineId, long Net, DateOnly? From = null);
