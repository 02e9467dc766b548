using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Stripe;
using static Franchise.Payments.Tests.Till;

namespace Franchise.Payments.Tests;

/// <summary>That the fake is as strict as what it stands for, towards requests that the gateway never sends.</summary>
public sealed class FakeStripeTests
{
    [Theory]
    [InlineData("/v1/payment_intents", "amount=100&currency=gbp&payment_method_types[]=card", "payment_method_types")]
    [InlineData("/v1/setup_intents", "payment_method_types[]=bacs_debit", "payment_method_types")]
    [InlineData("/v1/checkout/sessions", "mode=setup&currency=gbp&success_url=https://a.example&payment_method_types[]=card", "payment_method_types")]
    [InlineData("/v1/customers", "nickname=x", "nickname")]
    public async Task A_parameter_that_this_version_does_not_have_is_refused(string path, string form, string param)
    {
        using var till = await Open();
        var (status, error) = await Post(till, path, form);
        Assert.Equal((400, "invalid_request_error", "parameter_unknown", param), (status, (string?)error["type"], (string?)error["code"], (string?)error["param"]));
    }

    [Fact]
    public async Task Another_version_and_a_key_that_is_no_test_key_are_refused()
    {
        using var till = await Open();
        Assert.Equal(400, (await Post(till, "/v1/customers", "name=a", version: "2023-08-16")).Status);
        Assert.Equal(401, (await Post(till, "/v1/customers", "name=a", key: "sk_live_1")).Status);
        Assert.Equal(404, (await Post(till, "/v1/tokens", "a=b")).Status);
        Assert.Equal(0, await till.Count("customer"));
    }

    [Fact]
    public async Task A_key_replays_its_answer_and_refuses_other_parameters()
    {
        using var till = await Open();
        var key = till.Once();
        var first = await till.Raw().V1.Customers.CreateAsync(new() { Name = "a" }, new() { IdempotencyKey = key });
        var again = await till.Raw().V1.Customers.CreateAsync(new() { Name = "a" }, new() { IdempotencyKey = key });
        Assert.Equal(first.Id, again.Id);
        Assert.Equal("true", again.StripeResponse.Headers.GetValues("Idempotent-Replayed").Single());
        var other = await Assert.ThrowsAsync<StripeException>(() => till.Raw().V1.Customers.CreateAsync(new() { Name = "b" }, new() { IdempotencyKey = key }));
        Assert.Equal((HttpStatusCode.BadRequest, "idempotency_error"), (other.HttpStatusCode, other.StripeError.Type));
        Assert.Equal(1, await till.Count("customer"));
    }

    [Fact]
    public async Task What_was_refused_before_anything_was_done_is_not_kept_for_its_key()
    {
        using var till = await Open();
        var key = till.Once();
        Assert.Equal(400, (await Post(till, "/v1/payment_intents", "amount=1&currency=gbp", idempotencyKey: key)).Status);
        Assert.Equal(200, (await Post(till, "/v1/payment_intents", "amount=100&currency=gbp", idempotencyKey: key)).Status);
    }

    [Fact]
    public async Task A_search_sees_a_payment_a_minute_late_and_a_list_at_once()
    {
        using var till = await Open();
        await till.Gateway.Charge(await till.CardOnFile(), till.Once(), Go);
        var search = new PaymentIntentSearchOptions { Query = "metadata['attempt']:'att_1'" };
        Assert.Empty((await till.Raw().V1.PaymentIntents.SearchAsync(search)).Data);
        Assert.Single((await till.Raw().V1.PaymentIntents.ListAsync()).Data);
        await till.Pass(TimeSpan.FromSeconds(61));
        Assert.Single((await till.Raw().V1.PaymentIntents.SearchAsync(search)).Data);
        Assert.Empty((await till.Raw().V1.PaymentIntents.SearchAsync(new() { Query = "metadata['attempt']:'att_2'" })).Data);
    }

    [Fact]
    public async Task Lists_come_page_by_page_the_newest_first()
    {
        using var till = await Open();
        for (var i = 0; i < 5; i++)
            await till.Raw().V1.Customers.CreateAsync(new() { Name = $"{i}" });
        var page = await till.Raw().V1.Customers.ListAsync(new() { Limit = 2 });
        Assert.Equal((true, "43"), (page.HasMore, string.Concat(page.Select(c => c.Name))));
        page = await till.Raw().V1.Customers.ListAsync(new() { Limit = 2, StartingAfter = page.Last().Id });
        Assert.Equal((true, "21"), (page.HasMore, string.Concat(page.Select(c => c.Name))));
        page = await till.Raw().V1.Customers.ListAsync(new() { Limit = 2, StartingAfter = page.Last().Id });
        Assert.Equal((false, "0"), (page.HasMore, string.Concat(page.Select(c => c.Name))));
        page = await till.Raw().V1.Customers.ListAsync(new() { Limit = 2, EndingBefore = page.Last().Id });
        Assert.Equal((true, "21"), (page.HasMore, string.Concat(page.Select(c => c.Name))));
    }

    [Fact]
    public async Task The_clock_goes_forward_only()
    {
        using var till = await Open();
        await till.Payer();
        await Assert.ThrowsAsync<InvalidOperationException>(() => till.World.StopAt(Monday.AddSeconds(-1)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => till.World.Advance(TimeSpan.FromSeconds(-1)));
        Assert.Equal(Monday, await till.World.Now());
    }

    [Fact]
    public async Task A_clock_that_nobody_stopped_runs_and_can_be_moved()
    {
        using var till = await Open();
        using var world = new FakeStripe.FakeStripeControl(till.Direct, till.Key + "_running");
        Assert.InRange(await world.Now(), TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow());
        await world.Advance(TimeSpan.FromDays(2));
        var moved = await world.Now();
        Assert.InRange(moved, TimeProvider.System.GetUtcNow().AddDays(2).AddMinutes(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        await Task.Delay(20);
        Assert.True(await world.Now() > moved);
    }

    [Fact]
    public async Task Accounts_do_not_see_each_other()
    {
        using var ours = await Open();
        using var theirs = await Open();
        var payer = await ours.Payer();
        Assert.Equal("resource_missing", (await Assert.ThrowsAsync<StripeException>(() => theirs.Raw().V1.Customers.GetAsync(payer))).StripeError.Code);
    }

    [Fact]
    public async Task Every_penny_moved_has_its_entry()
    {
        using var till = await Open();
        var paid = Assert.IsType<Infrastructure.Payments.PaymentResult.Succeeded>(await till.Gateway.Charge(await till.CardOnFile(), till.Once(), Go)).Payment;
        await till.Gateway.Refund(new(paid.Id, new(500, "GBP"), Ids("refund", "ref_1")), till.Once(), Go);
        var back = Assert.IsType<Infrastructure.Payments.PaymentResult.Processing>(await till.Gateway.Charge(await till.BacsOnFile("55555559"), till.Once(), Go)).Payment;
        await till.PassTo(20);
        Assert.True(Assert.IsType<Infrastructure.Payments.PaymentResult.Succeeded>(await till.Gateway.ReadPayment(back.Id, Go)).Payment.Disputed);
        Assert.Equal([12_500L, -500L, 12_500L, -12_500L], (await till.World.Objects("balance_transaction")).Select(b => (long)b["amount"]!));
    }

    private static async Task<(int Status, JsonObject Error)> Post(Till till, string path, string form, string? version = null, string? key = null, string? idempotencyKey = null)
    {
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key ?? till.Key) } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(till.Direct, path)) { Content = new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Add("Stripe-Version", version ?? StripeConfiguration.ApiVersion);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"] as JsonObject ?? []);
    }
}
