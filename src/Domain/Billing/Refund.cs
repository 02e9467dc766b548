using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Domain.Billing;

/// <summary>How far a refund has come.</summary>
public enum RefundStatus
{
    /// <summary>Written down. Stripe may have been asked; what it did is known when it says so.</summary>
    Intended,

    /// <summary>On its way.</summary>
    Pending,

    /// <summary>Given back.</summary>
    Succeeded,

    /// <summary>It did not go: what was to be given back is the organisation's credit again.</summary>
    Failed,
}

/// <summary>
/// Money that goes back to who paid it. Through Stripe, it and its key are written down before Stripe is asked; what came in by hand goes back by bank transfer, and
/// is recorded once it has gone.
/// </summary>
[IdPrefix("rfd")]
public sealed class Refund : Aggregate, ITenantOwned, IPlatformOwned
{
    private Refund() { }

    /// <summary>Intends to give back some of what is left of a payment of Stripe's; of one that came in by hand, records that it is given back.</summary>
    /// <returns>The refund and what is posted.</returns>
    /// <exception cref="Refusal"><c>payment_used_up</c>, <c>validation_failed</c>.</exception>
    public static (Refund Refund, Posting Posting) Of(Payment payment, long amount, string reason, OwnTime time, DateTimeOffset now)
    {
        var faults = new Faults();
        var text = faults.Text("/reason", reason, 200);
        faults.Refuse();
        var posting = payment.GiveBack(amount, time);
        var refund = new Refund
        {
            Id = Id<Refund>.New(now),
            TenantId = payment.TenantId,
            PaymentId = payment.Id,
            StripePaymentId = payment.StripeId,
            Amount = amount,
            Currency = payment.Currency,
            Reason = text,
            BegunAt = now,
            LookAt = payment.StripeId is null ? null : now,
            Try = 1,
            Status = payment.StripeId is null ? RefundStatus.Succeeded : RefundStatus.Intended,
        };
        refund.IsNew();
        refund.Raise(refund.ByHand ? "refund.succeeded" : "refund.begun");
        return (refund, posting);
    }

    /// <summary>Its id. Stripe keeps it with what it does for it.</summary>
    public Id<Refund> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>The payment.</summary>
    public Id<Payment> PaymentId { get; private set; }

    /// <summary>Stripe's id of the payment; null where that came in by hand.</summary>
    public string? StripePaymentId { get; private set; }

    /// <summary>Whether somebody gave it back by bank transfer.</summary>
    public bool ByHand => StripePaymentId is null;

    /// <summary>How much, in minor units.</summary>
    public long Amount { get; private set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>When it was intended.</summary>
    public DateTimeOffset BegunAt { get; private set; }

    /// <summary>How far it has come.</summary>
    public RefundStatus Status { get; private set; }

    /// <inheritdoc cref="Collection.Try"/>
    public int Try { get; private set; }

    /// <inheritdoc cref="Collection.SentAt"/>
    public DateTimeOffset? SentAt { get; private set; }

    /// <inheritdoc cref="Collection.LookAt"/>
    public DateTimeOffset? LookAt { get; private set; }

    /// <summary>Stripe's id of it, once it is known.</summary>
    public string? StripeId { get; private set; }

    /// <summary>Why it did not go.</summary>
    public string? FailedBecause { get; private set; }

    /// <inheritdoc cref="Collection.Key"/>
    public string Key => $"refund-{Id}-{Try}";

    /// <summary>Whether it is asked again with the same key. Where Stripe keeps an error of its own for that, only the next key ever helps.</summary>
    public bool KeyCounts(DateTimeOffset now, TimeSpan wait) => SentAt is null || now - SentAt < 3 * wait;

    /// <inheritdoc cref="Collection.Send"/>
    public void Send(DateTimeOffset now)
    {
        SentAt ??= now;
        ChangeQuietly();
    }

    /// <inheritdoc cref="Collection.LookAgain"/>
    public void LookAgain(DateTimeOffset now, TimeSpan wait)
    {
        LookAt = now + wait;
        ChangeQuietly();
    }

    /// <inheritdoc cref="Collection.TakeNextKey"/>
    public void TakeNextKey()
    {
        (Try, SentAt) = (Try + 1, null);
        ChangeQuietly();
    }

    /// <summary>It is on its way.</summary>
    public void Wait(string stripeId, DateTimeOffset lookAt)
    {
        if (Status is RefundStatus.Succeeded or RefundStatus.Failed)
            return;
        (Status, StripeId, LookAt) = (RefundStatus.Pending, stripeId, lookAt);
        ChangeQuietly();
    }

    /// <summary>It is given back.</summary>
    public void Succeed(string stripeId)
    {
        if (Status is RefundStatus.Succeeded or RefundStatus.Failed)
            return;
        (Status, StripeId, LookAt) = (RefundStatus.Succeeded, stripeId, null);
        Raise("refund.succeeded");
    }

    /// <summary>It did not go, or came back, even later: what was to be given back is credit again.</summary>
    /// <returns>What is posted; null where it is known already.</returns>
    public Posting? Fail(Payment payment, string because, OwnTime time)
    {
        if (Status == RefundStatus.Failed)
            return null;
        (Status, FailedBecause, LookAt) = (RefundStatus.Failed, because.Length > 60 ? because[..60] : because, null);
        Raise("refund.failed", ("code", FailedBecause));
        return payment.KeepAfterAll(Amount, time);
    }

    private void Raise(string type, params (string Name, object? Value)[] data) =>
        Raise(type, Id.ToString(), [("paymentId", PaymentId.ToString()), ("amount", Amount), ("currency", Currency), .. data]);
}

/// <summary>How a dispute stands.</summary>
public enum PaymentDisputeStatus
{
    /// <summary>The bank has not decided.</summary>
    Open,

    /// <summary>The money stays.</summary>
    Won,

    /// <summary>The money is gone. So ends every direct debit that a bank takes back.</summary>
    Lost,
}

/// <summary>A payment that its payer or her bank takes back, or tries to.</summary>
[IdPrefix("pdi")]
public sealed class PaymentDispute : Aggregate, ITenantOwned, IPlatformOwned
{
    private PaymentDispute() { }

    /// <summary>Notes one.</summary>
    public PaymentDispute(Payment payment, string stripeId, long amount, string reason, DateTimeOffset now)
    {
        IsNew();
        (Id, TenantId, PaymentId, StripeId) = (Id<PaymentDispute>.New(now), payment.TenantId, payment.Id, stripeId);
        (Amount, Currency, Reason, OpenedAt) = (amount, payment.Currency, reason.Length > 60 ? reason[..60] : reason, now);
        Raise("payment.disputed");
    }

    /// <summary>Its id.</summary>
    public Id<PaymentDispute> Id { get; private set; }

    /// <inheritdoc/>
    public Id<Organisation> TenantId { get; private set; }

    /// <inheritdoc/>
    public override Id<Organisation> Owner => TenantId;

    /// <summary>The payment.</summary>
    public Id<Payment> PaymentId { get; private set; }

    /// <summary>Stripe's id of it.</summary>
    public string StripeId { get; private set; } = "";

    /// <summary>How much, in minor units.</summary>
    public long Amount { get; private set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>Stripe's word for why.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>When it was heard of.</summary>
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>How it stands.</summary>
    public PaymentDisputeStatus Status { get; private set; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The bank has decided.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Close(PaymentDisputeStatus outcome, DateTimeOffset now)
    {
        if (Status != PaymentDisputeStatus.Open || outcome == PaymentDisputeStatus.Open)
            return false;
        (Status, ClosedAt) = (outcome, now);
        Raise(outcome == PaymentDisputeStatus.Won ? "payment.dispute_won" : "payment.dispute_lost");
        return true;
    }

    private void Raise(string type) =>
        Raise(type, Id.ToString(), ("paymentId", PaymentId.ToString()), ("amount", Amount), ("currency", Currency), ("reason", Reason));
}
