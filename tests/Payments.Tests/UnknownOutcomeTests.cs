using Franchise.Domain.Shared;
using Franchise.FakeStripe;
using Franchise.Infrastructure.Payments;
using static Franchise.Payments.Tests.Till;

namespace Franchise.Payments.Tests;

/// <summary>Whatever happens on the way, money is taken once, and the gateway says no more than it knows.</summary>
public sealed class UnknownOutcomeTests
{
    [Fact]
    public async Task One_key_charges_once_however_often_it_is_sent()
    {
        using var till = await Open();
        var (charge, key) = (await till.CardOnFile(), till.Once());
        var first = Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(charge, key, Go)).Payment;
        for (var i = 0; i < 3; i++)
            Assert.Equal(first.Id, Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(charge, key, Go)).Payment.Id);
        Assert.Equal((1, 12_500), (await till.Count("charge"), await till.Taken()));
    }

    [Fact]
    public async Task A_decline_is_replayed_too_and_another_key_tries_anew()
    {
        using var till = await Open();
        var (charge, key) = (await till.CardOnFile("4000000000000341"), till.Once());
        var first = Assert.IsType<PaymentResult.Declined>(await till.Gateway.Charge(charge, key, Go));
        var again = Assert.IsType<PaymentResult.Declined>(await till.Gateway.Charge(charge, key, Go));
        Assert.Equal((first.Payment!.Id, first.Code), (again.Payment!.Id, again.Code));
        Assert.Equal(1, await till.Count("charge"));
        Assert.IsType<PaymentResult.Declined>(await till.Gateway.Charge(charge, till.Once(), Go));
        Assert.Equal(2, await till.Count("charge"));
    }

    [Fact]
    public async Task A_key_used_for_another_amount_charges_nothing_and_tells_nothing()
    {
        using var till = await Open();
        var (charge, key) = (await till.CardOnFile(), till.Once());
        // Past whatever watches: one key for two requests is a fault of the sender's.
        using var past = till.Past();
        Assert.IsType<PaymentResult.Succeeded>(await past.Charge(charge, key, Go));
        var other = Assert.IsType<PaymentResult.Unknown>(await past.Charge(charge with { Amount = new(1, "GBP") }, key, Go));
        Assert.Equal("400 idempotency_error", other.Why);
        Assert.Equal((1, 12_500), (await till.Count("charge"), await till.Taken()));
    }

    [Fact]
    public async Task Cut_after_stripe_took_it_is_unknown_then_found_and_the_key_gives_the_same_payment()
    {
        using var till = await Open(cut: true);
        var (charge, key) = (await till.CardOnFile(), till.Once());
        await till.World.Break(new(FaultKind.CutAfter, Path: "/v1/payment_intents"));
        Assert.IsType<PaymentResult.Unknown>(await till.Gateway.Charge(charge, key, Go));

        var found = Assert.IsType<PaymentResult.Succeeded>(Assert.Single(await Find(till, charge))).Payment;
        Assert.Equal(found.Id, Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(charge, key, Go)).Payment.Id);
        Assert.Equal((1, 12_500), (await till.Count("charge"), await till.Taken()));
    }

    [Fact]
    public async Task Cut_before_stripe_took_it_is_unknown_then_truly_none()
    {
        using var till = await Open(cut: true);
        var (charge, key) = (await till.CardOnFile(), till.Once());
        await till.World.Break(new(FaultKind.CutBefore, Path: "/v1/payment_intents"));
        Assert.IsType<PaymentResult.Unknown>(await till.Gateway.Charge(charge, key, Go));
        Assert.Empty(await Find(till, charge));
        Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(charge, key, Go));
        Assert.Equal(12_500, await till.Taken());
    }

    [Fact]
    public async Task No_answer_in_time_is_unknown()
    {
        using var till = await Open(seconds: 2, cut: true);
        var charge = await till.CardOnFile();
        await till.World.Break(new(FaultKind.SlowAfter, Path: "/v1/payment_intents", Milliseconds: 4_000));
        Assert.Equal("no answer in time", Assert.IsType<PaymentResult.Unknown>(await till.Gateway.Charge(charge, till.Once(), Go)).Why);
        Assert.IsType<PaymentResult.Succeeded>(Assert.Single(await Find(till, charge)));
    }

    [Theory]
    [InlineData(FaultKind.Error500Before, 0)]
    [InlineData(FaultKind.Error500After, 1)]
    public async Task A_500_is_replayed_for_its_key_so_only_a_look_tells_what_is_so(FaultKind fault, int charged)
    {
        using var till = await Open();
        var (charge, key) = (await till.CardOnFile(), till.Once());
        await till.World.Break(new(fault, Path: "/v1/payment_intents"));
        Assert.Equal(new PaymentResult.Unknown("500 api_error", KeySpent: true), await till.Gateway.Charge(charge, key, Go));
        Assert.Equal("500 api_error", Assert.IsType<PaymentResult.Unknown>(await till.Gateway.Charge(charge, key, Go)).Why);
        Assert.Equal(charged, (await Find(till, charge)).Count);
        Assert.Equal(charged, await till.Count("charge"));
    }

    [Theory]
    [InlineData(FaultKind.TooMany, "429 invalid_request_error rate_limit")]
    [InlineData(FaultKind.BadGateway, "502")]
    public async Task What_comes_from_anywhere_on_the_way_is_unknown_and_the_same_key_may_go_again(FaultKind fault, string why)
    {
        using var till = await Open(cut: true);
        var (charge, key) = (await till.CardOnFile(), till.Once());
        await till.World.Break(new(fault, Path: "/v1/payment_intents"));
        Assert.Equal(new PaymentResult.Unknown(why, KeySpent: false), await till.Gateway.Charge(charge, key, Go));
        Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(charge, key, Go));
        Assert.Equal(12_500, await till.Taken());
    }

    [Fact]
    public async Task Two_at_once_with_one_key_are_one_charge_and_one_unknown()
    {
        using var till = await Open();
        var (charge, key) = (await till.CardOnFile(), till.Once());
        await till.World.Break(new(FaultKind.SlowBefore, Path: "/v1/payment_intents", Milliseconds: 1_500));
        var both = await Task.WhenAll(till.Gateway.Charge(charge, key, Go), till.Gateway.Charge(charge, key, Go));
        Assert.IsType<PaymentResult.Succeeded>(Assert.Single(both, r => r is PaymentResult.Succeeded));
        Assert.Equal("409 invalid_request_error idempotency_key_in_use", Assert.IsType<PaymentResult.Unknown>(Assert.Single(both, r => r is PaymentResult.Unknown)).Why);
        Assert.Equal(1, await till.Count("charge"));
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day_but_a_look_still_finds_the_payment()
    {
        using var till = await Open(cut: true);
        var (charge, key) = (await till.CardOnFile(), till.Once());
        await till.World.Break(new(FaultKind.CutAfter, Path: "/v1/payment_intents"));
        Assert.IsType<PaymentResult.Unknown>(await till.Gateway.Charge(charge, key, Go));
        await till.Pass(TimeSpan.FromHours(25));
        Assert.IsType<PaymentResult.Succeeded>(Assert.Single(await Find(till, charge)));

        // Why nobody may send it again now: the fake forgets as Stripe does, and would charge a second time.
        Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(charge, key, Go));
        Assert.Equal(25_000, await till.Taken());
    }

    [Fact]
    public async Task A_look_goes_through_every_page_and_keeps_payers_and_attempts_apart()
    {
        using var till = await Open();
        var charge = await till.CardOnFile();
        Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(charge, till.Once(), Go));
        for (var i = 0; i < 105; i++)
            await till.Gateway.Charge(charge with { Metadata = Ids("attempt", $"later_{i}") }, till.Once(), Go);
        var others = await till.CardOnFile();
        Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(others, till.Once(), Go));

        Assert.Equal(charge.PayerId, Assert.IsType<PaymentResult.Succeeded>(Assert.Single(await Find(till, charge))).Payment.PayerId);
        Assert.Empty(Given(await till.Gateway.FindPayments(charge.PayerId, "attempt", "att_1", Monday.AddSeconds(1), Go)));
        Assert.Empty(Given(await till.Gateway.FindPayments(charge.PayerId, "attempt", "none", Monday, Go)));
    }

    [Fact]
    public async Task A_look_that_fails_is_unknown_and_not_none()
    {
        using var till = await Open(cut: true);
        var charge = await till.CardOnFile();
        await till.World.Break(new(FaultKind.CutBefore, Method: "GET", Path: "/v1/payment_intents", Times: 2));
        Assert.IsType<Reply<IReadOnlyList<PaymentResult>>.Unknown>(await till.Gateway.FindPayments(charge.PayerId, "attempt", "att_1", Monday, Go));
        Assert.IsType<PaymentResult.Unknown>(await till.Gateway.ReadPayment("pi_any", Go));
    }

    [Fact]
    public async Task Nobody_listening_is_unknown()
    {
        using var gateway = new StripeGateway(new() { SecretKey = "sk_test_nobody", ApiBase = new("http://127.0.0.1:9") }, TimeProvider.System);
        Assert.Equal("HttpRequestException", Assert.IsType<PaymentResult.Unknown>(await gateway.ReadPayment("pi_1", Go)).Why);
    }

    [Fact]
    public async Task Who_stops_waiting_himself_is_told_so()
    {
        using var till = await Open(cut: true);
        var charge = await till.CardOnFile();
        await till.World.Break(new(FaultKind.SlowAfter, Path: "/v1/payment_intents", Milliseconds: 3_000));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(700));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => till.Gateway.Charge(charge, till.Once(), stop.Token));
    }

    [Fact]
    public async Task A_wrong_key_for_stripe_is_a_refusal_and_charges_nothing()
    {
        using var till = await Open();
        using var gateway = new StripeGateway(till.Settings with { SecretKey = "sk_test_wrong" }, till.Clock);
        var charge = await till.CardOnFile();
        Assert.Equal("stripe_key_refused", (await Assert.ThrowsAsync<Refusal>(() => gateway.Charge(charge, till.Once(), Go))).Code);
        Assert.Equal("stripe_key_refused", (await Assert.ThrowsAsync<Refusal>(() => gateway.ReadMandate("mandate_1", Go))).Code);
    }

    [Fact]
    public async Task A_charge_without_a_key_of_ours_is_never_sent()
    {
        using var till = await Open();
        var charge = await till.CardOnFile();
        await Assert.ThrowsAsync<ArgumentException>(() => till.Gateway.Charge(charge, " ", Go));
        Assert.Equal(0, await till.Count("payment_intent"));
    }

    /// <summary>Every fault after every other, on whatever request comes next: the charge, the look, the charge again.</summary>
    [Fact]
    public async Task Look_then_send_the_same_key_again_ends_in_one_charge_through_any_two_faults()
    {
        var kinds = Enum.GetValues<FaultKind>();
        var tills = new List<(Till Till, NewCharge Charge)>();
        foreach (var (first, second) in kinds.SelectMany(f => kinds.Select(s => (f, s))))
        {
            var till = await Open(seconds: 3, cut: true);
            tills.Add((till, await till.CardOnFile()));
            await till.World.Break(new(first, Method: null, Path: "/v1/payment_intents", Milliseconds: 4_000));
            await till.World.Break(new(second, Method: null, Path: "/v1/payment_intents", Milliseconds: 4_000));
        }
        Assert.Equal(64, tills.Count);
        await Task.WhenAll(tills.Select(t => Collect(t.Till, t.Charge)));
        foreach (var (till, _) in tills)
        {
            Assert.Equal((1, 12_500L), (await till.Count("charge"), await till.Taken()));
            till.Dispose();
        }
    }

    // As whoever stored the key: six hours pass between tries, so that in the end Stripe forgets a key that it answers with a 500.
    private static async Task Collect(Till till, NewCharge charge)
    {
        var key = till.Once();
        for (var i = 0; i < 10; i++)
        {
            var looked = await till.Gateway.FindPayments(charge.PayerId, "attempt", "att_1", Monday, Go);
            if (looked is Reply<IReadOnlyList<PaymentResult>>.Given { Value.Count: > 0 })
                return;
            if (looked is Reply<IReadOnlyList<PaymentResult>>.Given && await till.Gateway.Charge(charge, key, Go) is PaymentResult.Succeeded)
                return;
            await till.Pass(TimeSpan.FromHours(6));
        }
        Assert.Fail("It was never collected.");
    }

    private static async Task<IReadOnlyList<PaymentResult>> Find(Till till, NewCharge charge) =>
        Given(await till.Gateway.FindPayments(charge.PayerId, "attempt", "att_1", Monday, Go));
}
