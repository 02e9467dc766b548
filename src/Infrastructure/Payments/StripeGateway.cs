using System.Net;
using Franchise.Domain.Shared;
using Stripe;
using Stripe.Checkout;

namespace Franchise.Infrastructure.Payments;

/// <summary>
/// What Franchise asks of Stripe, in its own words. Numbers of cards and accounts are given to Stripe's pages and never come here.
/// </summary>
/// <remarks>
/// A verb that makes something takes a key which the caller has stored before: the same key and the same request are done once, whatever happens to the
/// answer. One call sends one request: when to ask again is for him to decide who stored the key. Never call a verb inside a database transaction.
/// </remarks>
public sealed partial class StripeGateway : IDisposable
{
    private readonly StripeSettings settings;
    private readonly TimeProvider clock;
    private readonly HttpClient? http;
    private readonly StripeClient? client;

    /// <summary>Makes no call.</summary>
    public StripeGateway(StripeSettings settings, TimeProvider clock)
    {
        (this.settings, this.clock) = (settings, clock);
        if (settings.SecretKey is not { } key)
            return;
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = settings.Timeout };
        client = new(
            new StripeClientOptions
            {
                ApiKey = key,
                ApiBase = settings.ApiBase?.GetLeftPart(UriPartial.Authority),
                HttpClient = new SystemNetHttpClient(http, maxNetworkRetries: 0, appInfo: null, enableTelemetry: false),
            }
        );
    }

    /// <summary>Whether a key is configured. Without one every verb refuses.</summary>
    public bool Configured => client is not null;

    /// <summary>Whether real money moves.</summary>
    public bool Live => settings.Live;

    /// <summary>Refuses where no key is configured.</summary>
    /// <exception cref="Refusal"><c>stripe_not_configured</c>.</exception>
    public void DemandConfigured() => _ = Client;

    private StripeClient Client => client ?? throw NotConfigured();

    /// <summary>Makes a payer known to Stripe, and answers with Stripe's id of it.</summary>
    public Task<Reply<string>> CreatePayer(NewPayer payer, string key, CancellationToken stop) =>
        Ask(
            c => c.V1.Customers.CreateAsync(new() { Name = payer.Name, Email = payer.Email, Metadata = Copy(payer.Metadata) }, Once(key), stop),
            made => made.Id,
            stop
        );

    /// <summary>Makes a page on which the payer gives a card or a mandate.</summary>
    public Task<Reply<StripePage>> BeginSetUp(NewSetUp setUp, string key, CancellationToken stop) =>
        Ask(
            c =>
                c.V1.Checkout.Sessions.CreateAsync(
                    new()
                    {
                        Mode = "setup",
                        Customer = setUp.PayerId,
                        Currency = Lower(setUp.Currency),
                        AllowedPaymentMethodTypes = [Word(setUp.Means)],
                        SuccessUrl = setUp.DoneAt,
                        CancelUrl = setUp.LeftAt,
                        Metadata = Copy(setUp.Metadata),
                        SetupIntentData = new() { Metadata = Copy(setUp.Metadata) },
                    },
                    Once(key),
                    stop
                ),
            Page,
            stop
        );

    /// <summary>What came of a page of <see cref="BeginSetUp"/>.</summary>
    public Task<Reply<SetUpResult>> ReadSetUp(string pageId, CancellationToken stop) =>
        Ask(
            c => c.V1.Checkout.Sessions.GetAsync(pageId, new() { Expand = ["setup_intent.payment_method", "setup_intent.mandate"] }, null, stop),
            session =>
                session switch
                {
                    { Status: "expired" } => new SetUpResult.Expired(),
                    { Status: "open" } => new SetUpResult.Open(),
                    { SetupIntent: { Status: "succeeded", PaymentMethod: { } method } intent } => new SetUpResult.Done(
                        session.CustomerId,
                        method.Id,
                        Means(method.Type),
                        intent.Mandate is { } mandate ? Mandate(mandate) : null
                    ),
                    { SetupIntent.LastSetupError: { } error } => new SetUpResult.Declined(error.DeclineCode ?? error.Code ?? error.Type),
                    _ => (SetUpResult)new SetUpResult.Processing(),
                },
            stop
        );

    /// <summary>Whether a mandate still stands.</summary>
    public Task<Reply<StripeMandate>> ReadMandate(string mandateId, CancellationToken stop) =>
        Ask(c => c.V1.Mandates.GetAsync(mandateId, null, null, stop), Mandate, stop);

    /// <summary>Closes a page of <see cref="BeginSetUp"/>. Refused where it is filled in or closed already: then read it.</summary>
    public Task<Reply<SetUpResult>> EndSetUp(string pageId, CancellationToken stop) =>
        Ask<Session, SetUpResult>(c => c.V1.Checkout.Sessions.ExpireAsync(pageId, null, null, stop), _ => new SetUpResult.Expired(), stop);

    /// <summary>Whether a card may still be charged: while Stripe has it for its payer. Cards have no mandate of their own.</summary>
    public Task<Reply<StripeMandate>> ReadCard(string methodId, CancellationToken stop) =>
        Ask(
            c => c.V1.PaymentMethods.GetAsync(methodId, null, null, stop),
            card => card.CustomerId is null ? new StripeMandate(null, card.Id, MandateState.Revoked, "detached") : new(null, card.Id, MandateState.Active, null),
            stop
        );

    /// <summary>Lets go of a card or an account: it can never be charged again. Refused where that was done already.</summary>
    /// <returns>Stripe's id of it.</returns>
    public Task<Reply<string>> LetGo(string methodId, CancellationToken stop) =>
        Ask(c => c.V1.PaymentMethods.DetachAsync(methodId, null, null, stop), method => method.Id, stop);

    /// <inheritdoc/>
    public void Dispose() => http?.Dispose();

    private async Task<Reply<T>> Ask<S, T>(Func<StripeClient, Task<S>> ask, Func<S, T> read, CancellationToken stop)
    {
        var with = Client;
        try
        {
            return new Reply<T>.Given(read(await ask(with)));
        }
        catch (StripeException e) when (IsOfTheKey(e))
        {
            throw KeyRefused();
        }
        catch (StripeException e) when (IsRefused(e))
        {
            return new Reply<T>.Refused(CodeOf(e), e.Message);
        }
        catch (Exception e) when (IsSilent(e, stop))
        {
            return new Reply<T>.Unknown(Why(e));
        }
    }

    // Only these say that nothing was done. A key used for another request tells nothing of what that one did; a 409 means that it is being done; a 429
    // and a 5xx come from anywhere on the way.
    private static bool IsRefused(StripeException e) =>
        e is
        {
            StripeError.Type: "card_error" or "invalid_request_error",
            HttpStatusCode: HttpStatusCode.BadRequest or HttpStatusCode.PaymentRequired or HttpStatusCode.NotFound,
        };

    private static bool IsOfTheKey(StripeException e) => e.HttpStatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    private static bool IsSilent(Exception e, CancellationToken stop) =>
        e is StripeException or HttpRequestException or IOException or Newtonsoft.Json.JsonException or System.Text.Json.JsonException
        || (e is OperationCanceledException && !stop.IsCancellationRequested);

    private static string CodeOf(StripeException e) => e.StripeError.DeclineCode ?? e.StripeError.Code ?? e.StripeError.Type;

    // Never the answer's body: what stands in it is not ours to log.
    private static string Why(Exception e) =>
        e switch
        {
            StripeException s => $"{(int)s.HttpStatusCode} {s.StripeError?.Type} {s.StripeError?.Code}".TrimEnd(),
            OperationCanceledException => "no answer in time",
            _ => e.GetType().Name,
        };

    private static RequestOptions Once(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new() { IdempotencyKey = key };
    }

    private static StripePage Page(Session session) => new(session.Id, session.Url, Utc(session.ExpiresAt));

    private static StripeMandate Mandate(Mandate mandate) =>
        new(
            mandate.Id,
            mandate.PaymentMethodId,
            mandate.Status switch
            {
                "active" => MandateState.Active,
                "pending" => MandateState.Pending,
                _ => MandateState.Revoked,
            },
            mandate.PaymentMethodDetails?.BacsDebit?.RevocationReason
        );

    private static Dictionary<string, string> Copy(IReadOnlyDictionary<string, string> metadata) => new(metadata);

    private static string Word(PaymentMeans means) => means == PaymentMeans.Card ? "card" : "bacs_debit";

    private static PaymentMeans Means(string word) => word == "bacs_debit" ? PaymentMeans.BacsDebit : PaymentMeans.Card;

    private static Money Amount(long amount, string currency) => new(amount, currency.ToUpperInvariant());

    private static string Lower(string currency) =>
        Money.Currencies.Contains(currency) ? currency.ToLowerInvariant() : throw NotCollectible($"Nothing is collected in {currency}.");

    private static long Pence(Money amount) => amount.Amount > 0 ? amount.Amount : throw NotCollectible("An amount to collect must be more than nothing.");

    // What Stripe sends is in UTC.
    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static Refusal NotConfigured() =>
        new(
            RefusalKind.Unavailable,
            PaymentCodes.NotConfigured,
            "Payments through Stripe are not set up here.",
            "Pay by bank transfer with the invoice's number as reference, or ask Cohort 4 to set Stripe up."
        );

    private static Refusal KeyRefused() =>
        new(
            RefusalKind.Unavailable,
            PaymentCodes.KeyRefused,
            "Stripe does not take the key that is configured.",
            "Ask Cohort 4 to check its key for Stripe; nothing was charged."
        );

    private static Refusal NotCollectible(string sentence) =>
        new(RefusalKind.Invalid, PaymentCodes.AmountNotCollectible, sentence, "Give a positive amount in GBP or EUR.");
}
