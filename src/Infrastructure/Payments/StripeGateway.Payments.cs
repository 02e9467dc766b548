using System.Net;
using Stripe;

namespace Franchise.Infrastructure.Payments;

public sealed partial class StripeGateway
{
    private static readonly List<string> withCharge = ["latest_charge"];
    private static readonly List<string> eachWithCharge = ["data.latest_charge"];

    /// <summary>Charges a stored means of payment while nobody is there. No outcome is an exception, except that no key or a wrong key is configured.</summary>
    public async Task<PaymentResult> Charge(NewCharge charge, string key, CancellationToken stop)
    {
        var options = new PaymentIntentCreateOptions
        {
            Amount = Pence(charge.Amount),
            Currency = Lower(charge.Amount.Currency),
            Customer = charge.PayerId,
            PaymentMethod = charge.MethodId,
            AllowedPaymentMethodTypes = [Word(charge.Means)],
            Mandate = charge.MandateId,
            Confirm = true,
            OffSession = true,
            Description = charge.Description,
            Metadata = Copy(charge.Metadata),
            Expand = withCharge,
        };
        return await Settle(c => c.V1.PaymentIntents.CreateAsync(options, Once(key), stop), stop);
    }

    /// <summary>Reads a payment again.</summary>
    public Task<PaymentResult> ReadPayment(string paymentId, CancellationToken stop) =>
        Settle(c => c.V1.PaymentIntents.GetAsync(paymentId, new() { Expand = withCharge }, null, stop), stop);

    /// <summary>
    /// The payments of a payer whose metadata has this value, the newest first: how an unknown outcome becomes known. An empty list is a true none.
    /// </summary>
    /// <remarks>It lists and sifts. Stripe's search would be one call, but it lags behind by a minute, and says none of a payment just made.</remarks>
    /// <param name="payerId">Stripe's id of the payer.</param>
    /// <param name="name">The name of our id, as given when the payment was made.</param>
    /// <param name="value">Our id.</param>
    /// <param name="since">Nothing that was made before this is looked at.</param>
    /// <param name="stop">Gives up.</param>
    public Task<Reply<IReadOnlyList<PaymentResult>>> FindPayments(string payerId, string name, string value, DateTimeOffset since, CancellationToken stop) =>
        Ask<List<PaymentIntent>, IReadOnlyList<PaymentResult>>(
            async c =>
            {
                var found = new List<PaymentIntent>();
                var options = new PaymentIntentListOptions
                {
                    Customer = payerId,
                    Created = new DateRangeOptions { GreaterThanOrEqual = since.UtcDateTime },
                    Limit = 100,
                    Expand = eachWithCharge,
                };
                await foreach (var intent in c.V1.PaymentIntents.ListAutoPagingAsync(options, null, stop))
                    if (intent.Metadata is { } metadata && metadata.TryGetValue(name, out var its) && its == value)
                        found.Add(intent);
                return found;
            },
            found => [.. found.Select(Result)],
            stop
        );

    /// <summary>Every payment of a payer since a time, the newest first.</summary>
    public Task<Reply<IReadOnlyList<PaymentResult>>> ListPayments(string payerId, DateTimeOffset since, CancellationToken stop)
    {
        var options = new PaymentIntentListOptions
        {
            Customer = payerId,
            Created = new DateRangeOptions { GreaterThanOrEqual = since.UtcDateTime },
            Limit = 100,
            Expand = eachWithCharge,
        };
        return Ask<List<PaymentIntent>, IReadOnlyList<PaymentResult>>(
            c => All(c.V1.PaymentIntents.ListAutoPagingAsync(options, null, stop)), found => [.. found.Select(Result)], stop);
    }

    /// <summary>Makes a page on which one invoice is paid.</summary>
    public Task<Reply<StripePage>> BeginPaymentPage(NewPaymentPage page, string key, CancellationToken stop)
    {
        var options = new Stripe.Checkout.SessionCreateOptions
        {
            Mode = "payment",
            Customer = page.PayerId,
            SuccessUrl = page.DoneAt,
            CancelUrl = page.LeftAt,
            Metadata = Copy(page.Metadata),
            PaymentIntentData = new() { Metadata = Copy(page.Metadata), Description = page.Description },
            LineItems =
            [
                new()
                {
                    Quantity = 1,
                    PriceData = new()
                    {
                        Currency = Lower(page.Amount.Currency),
                        UnitAmount = Pence(page.Amount),
                        ProductData = new() { Name = page.Description },
                    },
                },
            ],
        };
        return Ask(c => c.V1.Checkout.Sessions.CreateAsync(options, Once(key), stop), Page, stop);
    }

    /// <summary>What came of a page of <see cref="BeginPaymentPage"/>.</summary>
    public Task<Reply<PaymentPageResult>> ReadPaymentPage(string pageId, CancellationToken stop) =>
        Ask(c => c.V1.Checkout.Sessions.GetAsync(pageId, new() { Expand = ["payment_intent.latest_charge"] }, null, stop), PageResult, stop);

    /// <summary>
    /// Closes a page, so that what was paid otherwise is not paid there too. Refused where it was paid or closed already: then read it.
    /// Takes no key: closing twice is closing, and a key would have Stripe answer an error of its own again for a day.
    /// </summary>
    public Task<Reply<PaymentPageResult>> EndPaymentPage(string pageId, CancellationToken stop) =>
        Ask(c => c.V1.Checkout.Sessions.ExpireAsync(pageId, new() { Expand = ["payment_intent.latest_charge"] }, null, stop), PageResult, stop);

    /// <summary>Gives money back.</summary>
    public Task<Reply<StripeRefund>> Refund(NewRefund refund, string key, CancellationToken stop)
    {
        var options = new RefundCreateOptions { PaymentIntent = refund.PaymentId, Amount = Pence(refund.Amount), Metadata = Copy(refund.Metadata) };
        return Ask(c => c.V1.Refunds.CreateAsync(options, Once(key), stop), Refunded, stop);
    }

    /// <summary>Reads a refund again.</summary>
    public Task<Reply<StripeRefund>> ReadRefund(string refundId, CancellationToken stop) => Ask(c => c.V1.Refunds.GetAsync(refundId, null, null, stop), Refunded, stop);

    /// <summary>Every refund of a payment, the newest first: how an unknown outcome of <see cref="Refund"/> becomes known.</summary>
    public Task<Reply<IReadOnlyList<StripeRefund>>> ListRefunds(string paymentId, CancellationToken stop) =>
        Ask<List<Refund>, IReadOnlyList<StripeRefund>>(
            c => All(c.V1.Refunds.ListAutoPagingAsync(new() { PaymentIntent = paymentId, Limit = 100 }, null, stop)),
            found => [.. found.Select(Refunded)],
            stop
        );

    /// <summary>Every dispute of a payment, the newest first. A direct debit that fails after it succeeded is one too.</summary>
    public Task<Reply<IReadOnlyList<StripeDispute>>> ListDisputes(string paymentId, CancellationToken stop) =>
        Ask<List<Dispute>, IReadOnlyList<StripeDispute>>(
            c => All(c.V1.Disputes.ListAutoPagingAsync(new() { PaymentIntent = paymentId, Limit = 100 }, null, stop)),
            found => [.. found.Select(Disputed)],
            stop
        );

    /// <summary>Reads a dispute again.</summary>
    public Task<Reply<StripeDispute>> ReadDispute(string disputeId, CancellationToken stop) =>
        Ask(c => c.V1.Disputes.GetAsync(disputeId, null, null, stop), Disputed, stop);

    private async Task<PaymentResult> Settle(Func<StripeClient, Task<PaymentIntent>> ask, CancellationToken stop)
    {
        var with = Client;
        try
        {
            return Result(await ask(with));
        }
        catch (StripeException e) when (IsOfTheKey(e))
        {
            throw KeyRefused();
        }
        catch (StripeException e) when (IsRefused(e))
        {
            var payment = e.StripeError.PaymentIntent is { } intent ? Payment(intent) : null;
            return e.StripeError switch
            {
                { Type: not "card_error" } error => new PaymentResult.Refused(error.Code ?? error.Type, e.Message),
                { Code: "authentication_required" } when payment is not null => new PaymentResult.NeedsAction(payment),
                _ => new PaymentResult.Declined(payment, CodeOf(e)),
            };
        }
        catch (Exception e) when (IsSilent(e, stop))
        {
            return new PaymentResult.Unknown(Why(e), e is StripeException { StripeError.Type: "api_error", HttpStatusCode: >= HttpStatusCode.InternalServerError });
        }
    }

    private static PaymentResult Result(PaymentIntent intent)
    {
        var payment = Payment(intent);
        return intent.Status switch
        {
            "succeeded" => new PaymentResult.Succeeded(payment),
            "processing" => new PaymentResult.Processing(payment),
            "canceled" => new PaymentResult.Cancelled(payment),
            "requires_payment_method" when intent.LastPaymentError is { } error && error.Code != "authentication_required" => new PaymentResult.Declined(
                payment,
                error.DeclineCode ?? error.Code ?? error.Type
            ),
            "requires_payment_method" or "requires_confirmation" or "requires_action" => new PaymentResult.NeedsAction(payment),
            var other => new PaymentResult.Unknown($"the payment is in the state '{other}'"),
        };
    }

    private static StripePayment Payment(PaymentIntent intent) =>
        new(
            intent.Id,
            intent.CustomerId,
            Amount(intent.Amount, intent.Currency),
            Amount(intent.AmountReceived, intent.Currency),
            Amount(intent.LatestCharge?.AmountRefunded ?? 0, intent.Currency),
            intent.LatestCharge?.Disputed ?? false,
            intent.Metadata ?? [],
            Utc(intent.Created)
        );

    private static PaymentPageResult PageResult(Stripe.Checkout.Session session) =>
        session switch
        {
            { PaymentIntent: { } intent } when session.Status != "open" => new PaymentPageResult.Done(Result(intent)),
            { Status: "open" } => new PaymentPageResult.Open(),
            _ => new PaymentPageResult.Expired(),
        };

    private static StripeRefund Refunded(Refund refund) =>
        new(
            refund.Id,
            refund.PaymentIntentId,
            Amount(refund.Amount, refund.Currency),
            refund.Status switch
            {
                "succeeded" => RefundState.Succeeded,
                "failed" => RefundState.Failed,
                "canceled" => RefundState.Cancelled,
                _ => RefundState.Pending,
            },
            refund.Metadata ?? []
        );

    private static StripeDispute Disputed(Dispute dispute) =>
        new(
            dispute.Id,
            dispute.PaymentIntentId,
            Amount(dispute.Amount, dispute.Currency),
            dispute.Reason,
            dispute.Status switch
            {
                "lost" => DisputeState.Lost,
                "won" or "warning_closed" or "prevented" => DisputeState.Won,
                _ => DisputeState.Open,
            }
        );

    private static async Task<List<T>> All<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (var item in items)
            all.Add(item);
        return all;
    }
}
