using System.Security.Cryptography;
using Franchise.Domain.Shared;
using Franchise.FakeStripe;
using Franchise.Infrastructure.Payments;
using Microsoft.Extensions.Time.Testing;
using Stripe;

namespace Franchise.Payments.Tests;

/// <summary>
/// A test's own account at the fake, its gateway, and one clock for both. With <c>FRANCHISE_STRIPE_PROXY</c> what the tests send goes there, so that
/// something can stand between gateway and fake and watch; the fake then listens on <c>FRANCHISE_FAKE_STRIPE_PORT</c>.
/// </summary>
internal sealed class Till : IDisposable
{
    public const string Secret = "whsec_tests";
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<Task<FakeStripeServer>> server = new(() => FakeStripeServer.Start(int.Parse(Environment.GetEnvironmentVariable("FRANCHISE_FAKE_STRIPE_PORT") ?? "0")));
    private readonly Uri direct;
    private int keys;

    private Till(Uri direct, TimeSpan timeout, bool cut)
    {
        this.direct = direct;
        Key = "sk_test_" + RandomNumberGenerator.GetHexString(16, lowercase: true);
        World = new(direct, Key);
        Clock = new(Monday);
        Settings = new()
        {
            SecretKey = Key,
            WebhookSecret = Secret,
            ApiBase = Environment.GetEnvironmentVariable("FRANCHISE_STRIPE_PROXY") is { Length: > 0 } proxy && !cut ? new(proxy) : direct,
            Timeout = timeout,
        };
        Gateway = new(Settings, Clock);
    }

    public Uri Direct => direct;
    public string Key { get; }
    public FakeStripeControl World { get; }
    public FakeTimeProvider Clock { get; }
    public StripeSettings Settings { get; }
    public StripeGateway Gateway { get; }
    public static CancellationToken Go => CancellationToken.None;

    /// <summary>Begins on a Monday at ten.</summary>
    /// <param name="seconds">How long the gateway waits for an answer.</param>
    /// <param name="cut">Whether the wire itself is to break: then nothing stands between, which would only see that.</param>
    public static async Task<Till> Open(double seconds = 30, bool cut = false)
    {
        var till = new Till((await server.Value).Url, TimeSpan.FromSeconds(seconds), cut);
        await till.World.StopAt(Monday);
        await till.World.NotifyAt(null, Secret, false);
        return till;
    }

    /// <summary>Another key for what is to be done once.</summary>
    public string Once() => $"{Key}-{++keys}";

    public async Task Pass(TimeSpan time)
    {
        Clock.Advance(time);
        await World.Advance(time);
    }

    /// <summary>Until seven in the morning of a day of March 2026, when banks have answered.</summary>
    public async Task PassTo(int day, int hour = 7)
    {
        var then = new DateTimeOffset(2026, 3, day, hour, 0, 0, TimeSpan.Zero);
        Clock.SetUtcNow(then);
        await World.StopAt(then);
    }

    public async Task<string> Payer() =>
        Given(await Gateway.CreatePayer(new("Harbour Women's Trust", "finance@harbour.example", Ids("organisation", "org_1")), Once(), Go));

    public async Task<NewCharge> CardOnFile(string number = "4242424242424242", long pence = 12_500) => await OnFile(PaymentMeans.Card, number, pence);

    public async Task<NewCharge> BacsOnFile(string number = "00012345", long pence = 12_500) => await OnFile(PaymentMeans.BacsDebit, number, pence);

    public static IReadOnlyDictionary<string, string> Ids(string name, string value) => new Dictionary<string, string> { [name] = value };

    public static NewSetUp SetUp(string payer, PaymentMeans means) =>
        new(payer, means, "GBP", "https://franchise.example/done?page={CHECKOUT_SESSION_ID}", "https://franchise.example/left", Ids("organisation", "org_1"));

    public static NewPaymentPage Page(string payer, string invoice = "inv_1", long pence = 12_500) =>
        new(payer, new Money(pence, "GBP"), "Invoice C4-2026-000001", "https://franchise.example/done", "https://franchise.example/left", Ids("invoice", invoice));

    public static T Given<T>(Reply<T> reply) => Assert.IsType<Reply<T>.Given>(reply).Value;

    /// <summary>Stripe's own client at this account, past whatever watches: for what the gateway would never send.</summary>
    public StripeClient Raw(bool watched = false) => new(new StripeClientOptions { ApiKey = Key, ApiBase = (watched ? Settings.ApiBase! : direct).GetLeftPart(UriPartial.Authority), HttpClient = new SystemNetHttpClient(maxNetworkRetries: 0) });

    /// <summary>A gateway past whatever watches.</summary>
    public StripeGateway Past() => new(Settings with { ApiBase = direct }, Clock);

    public async Task<int> Count(string kind) => (await World.Objects(kind)).Count;

    /// <summary>Whatever was taken and not given back, in pence.</summary>
    public async Task<long> Taken() => (await World.Objects("charge")).Where(c => (string?)c["status"] == "succeeded").Sum(c => (long)c["amount"]! - (long)c["amount_refunded"]!);

    public void Dispose()
    {
        Gateway.Dispose();
        World.Dispose();
    }

    private async Task<NewCharge> OnFile(PaymentMeans means, string number, long pence)
    {
        var payer = await Payer();
        var page = Given(await Gateway.BeginSetUp(SetUp(payer, means), Once(), Go));
        Assert.True(means == PaymentMeans.Card ? await World.PayByCard(page.Id, number) : await World.PayByBacs(page.Id, number));
        var done = Assert.IsType<SetUpResult.Done>(Given(await Gateway.ReadSetUp(page.Id, Go)));
        return new(payer, done.MethodId, done.Means, done.Mandate?.Id, new(pence, "GBP"), "Invoice C4-2026-000001", Ids("attempt", "att_1"));
    }
}
