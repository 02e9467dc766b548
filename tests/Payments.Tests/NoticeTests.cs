using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Franchise.Domain.Shared;
using Franchise.FakeStripe;
using Franchise.Infrastructure.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Stripe;
using static Franchise.Payments.Tests.Till;

namespace Franchise.Payments.Tests;

/// <summary>Stripe tells what happened: late, twice, out of order. Others tell what did not.</summary>
public sealed class NoticeTests
{
    [Fact]
    public async Task A_notice_says_what_to_read_again()
    {
        using var till = await Open();
        var payment = Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(await till.CardOnFile(), till.Once(), Go)).Payment;
        var sent = Assert.Single(await till.World.Send(new(Types: ["payment_intent.succeeded"])));
        Assert.Equal(
            new StripeNotice(sent.Event, "payment_intent.succeeded", "payment_intent", payment.Id, null, "2026-10-28.endive", true, Monday),
            till.Gateway.VerifyWebhook(sent.Body, sent.Signature)
        );
        // The library itself takes it too.
        Assert.Equal(sent.Event, EventUtility.ConstructEvent(sent.Body, sent.Signature, Secret, 300, Monday.ToUnixTimeSeconds(), true).Id);
    }

    [Fact]
    public async Task A_notice_that_is_not_stripes_is_refused_and_each_reason_has_its_code()
    {
        using var till = await Open();
        await till.Payer();
        var good = await Compose(till, new());
        Assert.Equal("webhook_signature_missing", Code(till, good.Body, null));
        Assert.Equal("webhook_signature_missing", Code(till, good.Body, " "));
        Assert.Equal("webhook_signature_missing", Code(till, await Compose(till, new(Unsigned: true))));
        Assert.Equal("webhook_signature_wrong", Code(till, await Compose(till, new(Secret: "whsec_forger"))));
        Assert.Equal("webhook_signature_wrong", Code(till, good.Body + " ", good.Signature));
        Assert.Equal("webhook_signature_wrong", Code(till, good.Body.Replace("Harbour", "Harbor"), good.Signature));
        foreach (var header in (string[])["nonsense", "t=,v1=", "t=99999999999999999,v1=00", "v1=00", $"t={Monday.ToUnixTimeSeconds()}", "t=-1,v1=00", ",,,="])
            Assert.Equal("webhook_signature_wrong", Code(till, good.Body, header));
        Assert.Equal("webhook_stale", Code(till, await Compose(till, new(AgeSeconds: 301))));
        Assert.Equal("webhook_stale", Code(till, await Compose(till, new(AgeSeconds: -301))));
        Assert.Equal("webhook_version_unknown", Code(till, await Compose(till, new(ApiVersion: "2023-08-16"))));
        Assert.Equal("webhook_other_account", Code(till, await Compose(till, new(Account: "acct_other"))));
        Assert.Equal("webhook_other_mode", Code(till, await Compose(till, new(Live: true))));
        Assert.Null(Code(till, await Compose(till, new(AgeSeconds: 299))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"object":"event"}""")]
    [InlineData("""{"object":"customer","id":"cus_1"}""")]
    [InlineData("""{"object":"event","id":"evt_1","type":"x","livemode":false,"created":1,"data":{"object":7}}""")]
    [InlineData("""{"object":"event","id":"evt_1","type":"x","livemode":"no","created":1,"data":{"object":{"object":"y"}}}""")]
    [InlineData("""{"object":"event","id":"evt_1","type":"x","livemode":false,"created":1e40,"data":{"object":{"object":"y"}}}""")]
    public async Task What_is_signed_and_no_event_is_refused_as_unreadable(string body)
    {
        using var till = await Open();
        Assert.Equal("webhook_unreadable", Code(till, body, Sign(body, Secret)));
    }

    [Fact]
    public async Task A_notice_of_another_version_can_be_kept_aside_by_who_asks_for_it()
    {
        using var till = await Open();
        await till.Payer();
        var old = await Compose(till, new(ApiVersion: "2023-08-16"));
        var notice = till.Gateway.VerifyWebhook(old.Body, old.Signature, anyVersion: true);
        Assert.Equal((old.Event, "2023-08-16", false), (notice.EventId, notice.Version, notice.VersionKnown));
    }

    [Fact]
    public async Task While_the_secret_is_rolled_both_count()
    {
        using var till = await Open();
        await till.Payer();
        var good = await Compose(till, new());
        using var rolled = new StripeGateway(till.Settings with { WebhookSecret = "whsec_next", PreviousWebhookSecret = Secret }, till.Clock);
        Assert.Equal(good.Event, rolled.VerifyWebhook(good.Body, good.Signature).EventId);
        using var over = new StripeGateway(till.Settings with { WebhookSecret = "whsec_next" }, till.Clock);
        Assert.Equal("webhook_signature_wrong", Assert.Throws<Refusal>(() => over.VerifyWebhook(good.Body, good.Signature)).Code);
    }

    [Fact]
    public async Task A_notice_that_names_our_own_account_is_ours()
    {
        using var till = await Open();
        await till.Payer();
        var named = await Compose(till, new(Account: "acct_ours"));
        using var gateway = new StripeGateway(till.Settings with { Account = "acct_ours" }, till.Clock);
        Assert.Equal("acct_ours", gateway.VerifyWebhook(named.Body, named.Signature).Account);
    }

    [Fact]
    public async Task Notices_come_by_themselves_in_order_once_each()
    {
        using var till = await Open();
        await using var endpoint = await Endpoint.Start(till);
        await till.World.NotifyAt(endpoint.Url, Secret, automatic: true);
        await till.Gateway.Charge(await till.CardOnFile(), till.Once(), Go);
        var events = (await till.World.Objects("event")).Select(e => (string)e["id"]!).ToList();
        await endpoint.Until(events.Count);
        Assert.Equal(events, endpoint.Seen.Select(n => n.EventId));
        Assert.All(await till.World.Objects("event"), e => Assert.Equal(0, (int)e["pending_webhooks"]!));
    }

    [Fact]
    public async Task Notices_come_late_twice_and_the_last_first_when_told_to()
    {
        using var till = await Open();
        await using var endpoint = await Endpoint.Start(till);
        await till.World.NotifyAt(endpoint.Url, Secret, automatic: false);
        await till.Gateway.Charge(await till.CardOnFile(), till.Once(), Go);
        await till.Pass(TimeSpan.FromDays(2));
        Assert.Empty(endpoint.Seen);

        var sent = await till.World.Send(new(Types: ["charge.succeeded", "payment_intent.created", "payment_intent.succeeded"], Times: 2, Reverse: true));
        Assert.All(sent, s => Assert.Equal(200, s.Status));
        Assert.Equal(
            ["payment_intent.succeeded", "payment_intent.succeeded", "charge.succeeded", "charge.succeeded", "payment_intent.created", "payment_intent.created"],
            endpoint.Seen.Select(n => n.Type)
        );
        Assert.All(endpoint.Seen, n => Assert.Equal(Monday, n.MadeAt));
        Assert.Empty(await till.World.Send(new(Types: ["charge.succeeded"])));
    }

    [Fact]
    public async Task A_notice_that_nobody_took_comes_again_for_three_days()
    {
        using var till = await Open();
        await using var endpoint = await Endpoint.Start(till);
        await till.World.NotifyAt(endpoint.Url, Secret, automatic: false);
        await till.Payer();
        endpoint.Answers = 503;
        Assert.Equal(503, Assert.Single(await till.World.Send(new())).Status);
        await till.Pass(TimeSpan.FromHours(60));
        endpoint.Answers = 200;
        Assert.Equal(200, Assert.Single(await till.World.Send(new())).Status);
        await till.Payer();
        await till.Pass(TimeSpan.FromHours(80));
        Assert.Empty(await till.World.Send(new()));
        Assert.Equal(2, endpoint.Seen.Count);
    }

    private static async Task<SentNotice> Compose(Till till, SendNotices how) => (await till.World.Send(how))[0];

    private static string? Code(Till till, SentNotice notice) => Code(till, notice.Body, notice.Signature);

    private static string? Code(Till till, string body, string? signature)
    {
        try
        {
            till.Gateway.VerifyWebhook(body, signature);
            return null;
        }
        catch (Refusal refusal)
        {
            return refusal.Code;
        }
    }

    private static string Sign(string body, string secret)
    {
        var at = Monday.ToUnixTimeSeconds();
        return $"t={at},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}")))}";
    }

    /// <summary>Takes notices as Franchise does: verifies each over HTTP.</summary>
    private sealed class Endpoint : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly SemaphoreSlim came = new(0);

        private Endpoint(WebApplication app) => this.app = app;

        public ConcurrentQueue<StripeNotice> Seen { get; } = new();
        public int Answers { get; set; } = 200;
        public Uri Url => new(app.Urls.First() + "/notices");

        public static async Task<Endpoint> Start(Till till)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var endpoint = new Endpoint(builder.Build());
            endpoint.app.MapPost("/notices", async (HttpContext context) =>
            {
                using var reader = new StreamReader(context.Request.Body);
                var notice = till.Gateway.VerifyWebhook(await reader.ReadToEndAsync(), context.Request.Headers["Stripe-Signature"]);
                endpoint.Seen.Enqueue(notice);
                endpoint.came.Release();
                context.Response.StatusCode = endpoint.Answers;
            });
            await endpoint.app.StartAsync();
            return endpoint;
        }

        public async Task Until(int count)
        {
            for (; count > 0; count--)
                Assert.True(await came.WaitAsync(TimeSpan.FromSeconds(20)), "A notice did not come.");
            // The fake notes that one was taken after its answer.
            await Task.Delay(100);
        }

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            came.Dispose();
        }
    }
}
