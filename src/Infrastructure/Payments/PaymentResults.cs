using Franchise.Domain.Shared;

namespace Franchise.Infrastructure.Payments;

/// <summary>What came of asking Stripe for something.</summary>
public abstract record Reply<T>
{
    private Reply() { }

    /// <summary>Stripe answered.</summary>
    public sealed record Given(T Value) : Reply<T>;

    /// <summary>Stripe did not take the request, and did nothing.</summary>
    /// <param name="Code">Stripe's code, as <c>resource_missing</c>.</param>
    /// <param name="Said">Stripe's sentence, for the log.</param>
    public sealed record Refused(string Code, string Said) : Reply<T>;

    /// <summary>No answer, or none that tells whether it was done: ask again with the same key, or look for it by its metadata.</summary>
    /// <param name="Why">For the log.</param>
    public sealed record Unknown(string Why) : Reply<T>;
}

/// <summary>Where a payment stands.</summary>
public abstract record PaymentResult
{
    private PaymentResult() { }

    /// <summary>The money is there. A direct debit can still come back: then the payment is disputed.</summary>
    public sealed record Succeeded(StripePayment Payment) : PaymentResult;

    /// <summary>The bank is asked, and will answer in some days.</summary>
    public sealed record Processing(StripePayment Payment) : PaymentResult;

    /// <summary>The payer herself must do something, on a page: nothing was taken.</summary>
    public sealed record NeedsAction(StripePayment Payment) : PaymentResult;

    /// <summary>The bank said no: nothing was taken.</summary>
    /// <param name="Payment">The attempt; absent where Stripe kept none.</param>
    /// <param name="Code">The bank's or Stripe's code, as <c>insufficient_funds</c>.</param>
    public sealed record Declined(StripePayment? Payment, string Code) : PaymentResult;

    /// <summary>It was called off before anything was taken.</summary>
    public sealed record Cancelled(StripePayment Payment) : PaymentResult;

    /// <summary>Stripe did not take the request: nothing was taken, and the same request will not do better.</summary>
    /// <param name="Code">Stripe's code, as <c>resource_missing</c>.</param>
    /// <param name="Said">Stripe's sentence, for the log.</param>
    public sealed record Refused(string Code, string Said) : PaymentResult;

    /// <summary>
    /// No answer, or none that tells whether money moves: ask again with the same key within a day, or find the payment by its metadata. Never charge
    /// with another key before that.
    /// </summary>
    /// <param name="Why">For the log.</param>
    /// <param name="KeySpent">
    /// Stripe keeps this answer for the key, a 5xx of its own, and will say nothing else for a day. What was half done it may still finish: look, and look
    /// again some time later, before another key is used.
    /// </param>
    public sealed record Unknown(string Why, bool KeySpent = false) : PaymentResult;
}

/// <summary>A payment as Stripe has it.</summary>
/// <param name="Id">Stripe's id of it (<c>pi_…</c>).</param>
/// <param name="PayerId">Stripe's id of the payer.</param>
/// <param name="Asked">What was asked for.</param>
/// <param name="Received">What came.</param>
/// <param name="Returned">What was given back since.</param>
/// <param name="Disputed">Whether the payer or her bank took it back, or tries to.</param>
/// <param name="Metadata">Our ids, as given when it was made.</param>
/// <param name="MadeAt">When it was begun.</param>
public sealed record StripePayment(
    string Id,
    string? PayerId,
    Money Asked,
    Money Received,
    Money Returned,
    bool Disputed,
    IReadOnlyDictionary<string, string> Metadata,
    DateTimeOffset MadeAt
);

/// <summary>A page of Stripe's that the payer's browser is sent to.</summary>
/// <param name="Id">Stripe's id of it (<c>cs_…</c>).</param>
/// <param name="Url">Its address.</param>
/// <param name="OpenUntil">When it closes by itself.</param>
public sealed record StripePage(string Id, string Url, DateTimeOffset OpenUntil);

/// <summary>What came of a page on which a means of payment was to be given.</summary>
public abstract record SetUpResult
{
    private SetUpResult() { }

    /// <summary>She has not finished.</summary>
    public sealed record Open : SetUpResult;

    /// <summary>The page closed before she finished.</summary>
    public sealed record Expired : SetUpResult;

    /// <summary>She finished, and the bank has not answered.</summary>
    public sealed record Processing : SetUpResult;

    /// <summary>Her bank did not accept it.</summary>
    public sealed record Declined(string Code) : SetUpResult;

    /// <summary>The means can be charged from now on.</summary>
    /// <param name="PayerId">Stripe's id of the payer.</param>
    /// <param name="MethodId">Stripe's id of the card or account. No number of either comes here.</param>
    /// <param name="Means">Which of both it is.</param>
    /// <param name="Mandate">The mandate, for a direct debit.</param>
    public sealed record Done(string PayerId, string MethodId, PaymentMeans Means, StripeMandate? Mandate) : SetUpResult;
}

/// <summary>Whether a mandate allows charges.</summary>
public enum MandateState
{
    /// <summary>The bank has not confirmed it yet; charges may begin.</summary>
    Pending,

    /// <summary>It stands.</summary>
    Active,

    /// <summary>The payer or her bank ended it: nothing may be charged on it.</summary>
    Revoked,
}

/// <summary>Whether a card or an account may be charged.</summary>
/// <param name="Id">Stripe's id of the mandate; a card has none.</param>
/// <param name="MethodId">Stripe's id of the card or account.</param>
/// <param name="State">Whether it allows charges.</param>
/// <param name="Reason">Why it does not, where the bank says so.</param>
public sealed record StripeMandate(string? Id, string MethodId, MandateState State, string? Reason);

/// <summary>What came of a page on which an invoice was to be paid.</summary>
public abstract record PaymentPageResult
{
    private PaymentPageResult() { }

    /// <summary>She has not paid.</summary>
    public sealed record Open : PaymentPageResult;

    /// <summary>The page is closed, and nothing was paid on it.</summary>
    public sealed record Expired : PaymentPageResult;

    /// <summary>She paid, or tried to.</summary>
    public sealed record Done(PaymentResult Payment) : PaymentPageResult;
}

/// <summary>How far a refund came.</summary>
public enum RefundState
{
    /// <summary>On its way.</summary>
    Pending,

    /// <summary>Given back.</summary>
    Succeeded,

    /// <summary>It came back: the payer must be paid by other means.</summary>
    Failed,

    /// <summary>Called off.</summary>
    Cancelled,
}

/// <summary>Money given back.</summary>
/// <param name="Id">Stripe's id of it.</param>
/// <param name="PaymentId">Stripe's id of the payment.</param>
/// <param name="Amount">How much.</param>
/// <param name="State">How far it came.</param>
/// <param name="Metadata">Our ids, as given when it was made.</param>
public sealed record StripeRefund(string Id, string? PaymentId, Money Amount, RefundState State, IReadOnlyDictionary<string, string> Metadata);

/// <summary>How a dispute stands.</summary>
public enum DisputeState
{
    /// <summary>Undecided; the money is with the bank.</summary>
    Open,

    /// <summary>The money came back to us.</summary>
    Won,

    /// <summary>The money is gone. So ends every direct debit that a bank takes back.</summary>
    Lost,
}

/// <summary>A payment that the payer or her bank takes back, or tries to.</summary>
/// <param name="Id">Stripe's id of it.</param>
/// <param name="PaymentId">Stripe's id of the payment.</param>
/// <param name="Amount">How much is taken back.</param>
/// <param name="Reason">Stripe's word for why, as <c>insufficient_funds</c>.</param>
/// <param name="State">How it stands.</param>
public sealed record StripeDispute(string Id, string? PaymentId, Money Amount, string Reason, DisputeState State);

/// <summary>A verified notice: something happened to an object. It says what to read again, not what is so.</summary>
/// <param name="EventId">Stripe's id of the event; the same event can come many times.</param>
/// <param name="Type">As <c>payment_intent.succeeded</c>.</param>
/// <param name="ObjectType">As <c>payment_intent</c>.</param>
/// <param name="ObjectId">The id of the object; absent where it has none.</param>
/// <param name="Account">The account that it is about, where it names one.</param>
/// <param name="Version">The version of Stripe's API in which it was written.</param>
/// <param name="VersionKnown">Whether that is the one that this was built for.</param>
/// <param name="MadeAt">When it happened.</param>
public sealed record StripeNotice(
    string EventId,
    string Type,
    string ObjectType,
    string? ObjectId,
    string? Account,
    string? Version,
    bool VersionKnown,
    DateTimeOffset MadeAt
);
