namespace Franchise.Domain.Billing;

/// <summary>
/// Every code that a refusal of this capability carries. They are part of the API: callers branch on them, so they never change.
/// </summary>
public static class BillingCodes
{
    /// <summary>A difference with Stripe was put right or closed already.</summary>
    public const string DifferenceClosed = "difference_closed";

    /// <summary>A published price never changes.</summary>
    public const string PriceNotDraft = "price_not_draft";

    /// <summary>A price is published from today on: what was charged before stays as it was.</summary>
    public const string PriceInThePast = "price_in_the_past";

    /// <summary>No published price is in force that day.</summary>
    public const string NoPriceInForce = "no_price_in_force";

    /// <summary>The amounts are in another currency than the organisation pays in.</summary>
    public const string CurrencyMismatch = "currency_mismatch";

    /// <summary>The discount or bursary is over already.</summary>
    public const string ConcessionEnded = "concession_ended";

    /// <summary>The fee stands on an invoice, or was waived.</summary>
    public const string FeeSettled = "fee_settled";

    /// <summary>The invoice's state does not allow this.</summary>
    public const string InvoiceStateForbids = "invoice_state_forbids";

    /// <summary>The invoice is above the threshold and nobody has approved it.</summary>
    public const string ApprovalNeeded = "approval_needed";

    /// <summary>Whoever drafted an invoice does not approve it.</summary>
    public const string ApprovalByDrafter = "approval_by_drafter";

    /// <summary>The invoice's VAT is said in sterling, and no exchange rate of its currency is in force on its tax point.</summary>
    public const string ExchangeRateMissing = "exchange_rate_missing";

    /// <summary>The invoice is disputed already, or not disputed.</summary>
    public const string DisputeStateForbids = "dispute_state_forbids";

    /// <summary>More would be credited than is left of the line.</summary>
    public const string CreditTooLarge = "credit_too_large";

    /// <summary>More would be allocated than the invoice is owed.</summary>
    public const string AllocationTooLarge = "allocation_too_large";

    /// <summary>The payment has not so much left.</summary>
    public const string PaymentUsedUp = "payment_used_up";

    /// <summary>Stripe has collected the payment: it is given back, and not reversed.</summary>
    public const string PaymentByStripe = "payment_by_stripe";

    /// <summary>The payment is reversed already.</summary>
    public const string PaymentReversed = "payment_reversed";

    /// <summary>Some of the payment was given back: it did come in.</summary>
    public const string PaymentGivenBack = "payment_given_back";

    /// <summary>The means of payment is no longer such that it can be changed so.</summary>
    public const string MandateStateForbids = "mandate_state_forbids";

    /// <summary>A sandbox pays with test money only, and real money is configured.</summary>
    public const string SandboxTakesNoMoney = "sandbox_takes_no_money";

    /// <summary>Nobody is named to whom Stripe could write.</summary>
    public const string NobodyToWriteTo = "nobody_to_write_to";

    /// <summary>Stripe did not answer, or not in a way that tells what it did. Nothing was charged.</summary>
    public const string StripeSilent = "stripe_silent";

    /// <summary>Stripe did not take what was asked of it.</summary>
    public const string StripeRefused = "stripe_refused";

    /// <summary>This very statement was imported before.</summary>
    public const string StatementImported = "statement_imported_already";

    /// <summary>The statement cannot be read.</summary>
    public const string StatementUnreadable = "statement_unreadable";

    /// <summary>Somebody has seen to this line of the statement.</summary>
    public const string BankLineSettled = "bank_line_settled";

    /// <summary>A time of hardship stands already.</summary>
    public const string HardshipStands = "hardship_stands";

    /// <summary>The time of hardship is over already.</summary>
    public const string HardshipOver = "hardship_over";

    /// <summary>The change of package comes to something else than what was previewed.</summary>
    public const string PackageChangeDiffers = "package_change_differs";

    /// <summary>What the term costs is not invoiced yet, so that nothing can be given back of it.</summary>
    public const string TermNotInvoiced = "term_not_invoiced";

    /// <summary>The licence has no term on that day.</summary>
    public const string NoTermOnDay = "no_term_on_day";
}
