using Franchise.Domain.Shared;
using Franchise.Infrastructure.Payments;
using Stripe;
using static Franchise.Payments.Tests.Till;

namespace Franchise.Payments.Tests;

/// <summary>Charges while nobody is there: cards answer at once, banks some days later.</summary>
public sealed class ChargeTests
{
    [Fact]
    public async Task A_card_pays_at_once()
    {
        using var till = await Open();
        var charge = await till.CardOnFile();
        var payment = Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(charge, till.Once(), Go)).Payment;
        Assert.Equal((charge.PayerId, charge.Amount, charge.Amount, Money.Zero("GBP"), false, Monday), (payment.PayerId, payment.Asked, payment.Received, payment.Returned, payment.Disputed, payment.MadeAt));
        Assert.Equal("att_1", payment.Metadata["attempt"]);
        Assert.Equal(payment.Id, Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.ReadPayment(payment.Id, Go)).Payment.Id);
        Assert.Equal(12_500, await till.Taken());
    }

    [Fact]
    public async Task Euros_are_collected_from_cards()
    {
        using var till = await Open();
        var charge = await till.CardOnFile() with { Amount = new(9_900, "EUR") };
        Assert.Equal(new Money(9_900, "EUR"), Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(charge, till.Once(), Go)).Payment.Received);
    }

    [Theory]
    [InlineData("4000000000000341", "generic_decline")]
    [InlineData("4000008260003178", "insufficient_funds")]
    public async Task A_card_that_declines_says_why_and_nothing_is_taken(string number, string code)
    {
        using var till = await Open();
        var charge = await till.CardOnFile(number);
        var declined = Assert.IsType<PaymentResult.Declined>(await till.Gateway.Charge(charge, till.Once(), Go));
        Assert.Equal(code, declined.Code);
        Assert.Equal(code, Assert.IsType<PaymentResult.Declined>(await till.Gateway.ReadPayment(declined.Payment!.Id, Go)).Code);
        Assert.Equal(0, await till.Taken());
    }

    [Theory]
    [InlineData("4000000000000002", "generic_decline")]
    [InlineData("4000000000009995", "insufficient_funds")]
    [InlineData("4000000000000069", "expired_card")]
    [InlineData("4000000000000119", "processing_error")]
    public async Task Such_a_card_is_not_even_taken_on_file(string number, string code)
    {
        using var till = await Open();
        var page = Given(await till.Gateway.BeginPaymentPage(Page(await till.Payer()), till.Once(), Go));
        Assert.False(await till.World.PayByCard(page.Id, number));
        var attempt = (string)(await till.World.Objects("payment_intent")).Single()["id"]!;
        Assert.Equal(code, Assert.IsType<PaymentResult.Declined>(await till.Gateway.ReadPayment(attempt, Go)).Code);
        var setUp = Given(await till.Gateway.BeginSetUp(SetUp(await till.Payer(), PaymentMeans.Card), till.Once(), Go));
        Assert.False(await till.World.PayByCard(setUp.Id, number));
    }

    [Fact]
    public async Task A_card_that_wants_its_owner_needs_her_and_a_page_settles_it()
    {
        using var till = await Open();
        var charge = await till.CardOnFile("4000002760003184");
        var waiting = Assert.IsType<PaymentResult.NeedsAction>(await till.Gateway.Charge(charge, till.Once(), Go)).Payment;
        Assert.IsType<PaymentResult.NeedsAction>(await till.Gateway.ReadPayment(waiting.Id, Go));
        Assert.Equal(0, await till.Taken());

        var page = Given(await till.Gateway.BeginPaymentPage(Page(charge.PayerId), till.Once(), Go));
        Assert.True(await till.World.PayByCard(page.Id, "4000002760003184"));
        Assert.Equal(12_500, await till.Taken());
    }

    [Fact]
    public async Task A_card_that_was_authenticated_when_given_pays_without_its_owner()
    {
        using var till = await Open();
        Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(await till.CardOnFile("4000002500003155"), till.Once(), Go));
    }

    [Fact]
    public async Task A_direct_debit_takes_six_bank_days_the_first_time_and_three_after()
    {
        using var till = await Open();
        var charge = await till.BacsOnFile();
        var first = Assert.IsType<PaymentResult.Processing>(await till.Gateway.Charge(charge, till.Once(), Go)).Payment;
        Assert.Equal(Money.Zero("GBP"), first.Received);
        await till.PassTo(10, 6);
        Assert.IsType<PaymentResult.Processing>(await till.Gateway.ReadPayment(first.Id, Go));
        await till.PassTo(10, 7);
        Assert.Equal(charge.Amount, Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.ReadPayment(first.Id, Go)).Payment.Received);

        // From a Tuesday: Friday. And Saturday and Sunday are no bank days.
        var second = Assert.IsType<PaymentResult.Processing>(await till.Gateway.Charge(charge, till.Once(), Go)).Payment;
        await till.PassTo(13, 7);
        Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.ReadPayment(second.Id, Go));
        var third = Assert.IsType<PaymentResult.Processing>(await till.Gateway.Charge(charge, till.Once(), Go)).Payment;
        await till.PassTo(17, 23);
        Assert.IsType<PaymentResult.Processing>(await till.Gateway.ReadPayment(third.Id, Go));
        await till.PassTo(18, 7);
        Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.ReadPayment(third.Id, Go));
    }

    [Theory]
    [InlineData("22222227", "insufficient_funds", MandateState.Active)]
    [InlineData("33333335", "debit_not_authorized", MandateState.Revoked)]
    [InlineData("00033333", "account_closed", MandateState.Revoked)]
    public async Task A_direct_debit_fails_days_later_with_the_banks_reason(string number, string code, MandateState then)
    {
        using var till = await Open();
        var charge = await till.BacsOnFile(number);
        var payment = Assert.IsType<PaymentResult.Processing>(await till.Gateway.Charge(charge, till.Once(), Go)).Payment;
        await till.PassTo(10);
        Assert.Equal(code, Assert.IsType<PaymentResult.Declined>(await till.Gateway.ReadPayment(payment.Id, Go)).Code);
        Assert.Equal(then, Given(await till.Gateway.ReadMandate(charge.MandateId!, Go)).State);
        Assert.Equal(["charge.pending", "payment_intent.processing", "charge.failed", "payment_intent.payment_failed"], await Told(till, payment.Id));
    }

    [Fact]
    public async Task A_direct_debit_that_comes_back_after_it_succeeded_is_a_lost_dispute()
    {
        using var till = await Open();
        var payment = Assert.IsType<PaymentResult.Processing>(await till.Gateway.Charge(await till.BacsOnFile("55555559"), till.Once(), Go)).Payment;
        await till.PassTo(10);
        Assert.False(Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.ReadPayment(payment.Id, Go)).Payment.Disputed);
        Assert.Empty(Given(await till.Gateway.ListDisputes(payment.Id, Go)));
        await till.PassTo(12);
        Assert.True(Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.ReadPayment(payment.Id, Go)).Payment.Disputed);
        var dispute = Assert.Single(Given(await till.Gateway.ListDisputes(payment.Id, Go)));
        Assert.Equal((payment.Id, new Money(12_500, "GBP"), "insufficient_funds", DisputeState.Lost), (dispute.PaymentId, dispute.Amount, dispute.Reason, dispute.State));
        Assert.Equal(["charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.closed"], (await Told(till, payment.Id))[^3..]);
    }

    [Fact]
    public async Task A_bank_can_be_made_to_answer_before_its_day_and_once_only()
    {
        using var till = await Open();
        var charge = await till.BacsOnFile();
        var paid = Assert.IsType<PaymentResult.Processing>(await till.Gateway.Charge(charge, till.Once(), Go)).Payment;
        var failed = Assert.IsType<PaymentResult.Processing>(await till.Gateway.Charge(charge, till.Once(), Go)).Payment;
        await till.World.Settle(paid.Id);
        await till.World.Fail(failed.Id, "account_closed");
        await till.PassTo(20);
        Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.ReadPayment(paid.Id, Go));
        Assert.Equal("account_closed", Assert.IsType<PaymentResult.Declined>(await till.Gateway.ReadPayment(failed.Id, Go)).Code);
        Assert.Equal(12_500, await till.Taken());
    }

    [Fact]
    public async Task A_card_payment_can_be_disputed_and_won()
    {
        using var till = await Open();
        var payment = Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(await till.CardOnFile("4000000000000259"), till.Once(), Go)).Payment;
        await till.Pass(TimeSpan.FromMinutes(2));
        var dispute = Assert.Single(Given(await till.Gateway.ListDisputes(payment.Id, Go)));
        Assert.Equal(("fraudulent", DisputeState.Open), (dispute.Reason, dispute.State));
        await till.World.WinDispute(dispute.Id);
        Assert.Equal(DisputeState.Won, Given(await till.Gateway.ReadDispute(dispute.Id, Go)).State);
        Assert.False(Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.ReadPayment(payment.Id, Go)).Payment.Disputed);
    }

    [Fact]
    public async Task A_card_that_was_taken_off_file_cannot_be_charged()
    {
        using var till = await Open();
        var charge = await till.CardOnFile();
        await till.Raw().V1.PaymentMethods.DetachAsync(charge.MethodId);
        Assert.Equal("payment_method_unexpected_state", Assert.IsType<PaymentResult.Refused>(await till.Gateway.Charge(charge, till.Once(), Go)).Code);
    }

    [Fact]
    public async Task A_payment_that_was_called_off_is_cancelled()
    {
        using var till = await Open();
        var waiting = Assert.IsType<PaymentResult.NeedsAction>(await till.Gateway.Charge(await till.CardOnFile("4000002760003184"), till.Once(), Go)).Payment;
        await till.Raw().V1.PaymentIntents.CancelAsync(waiting.Id, new PaymentIntentCancelOptions());
        Assert.IsType<PaymentResult.Cancelled>(await till.Gateway.ReadPayment(waiting.Id, Go));
    }

    [Theory]
    [InlineData(0, "GBP")]
    [InlineData(-1, "GBP")]
    [InlineData(100, "USD")]
    [InlineData(100, "gbp")]
    public async Task An_amount_that_cannot_be_collected_is_refused_before_anything_is_sent(long amount, string currency)
    {
        using var till = await Open();
        var charge = await till.CardOnFile() with { Amount = new(amount, currency) };
        Assert.Equal("amount_not_collectible", (await Assert.ThrowsAsync<Refusal>(() => till.Gateway.Charge(charge, till.Once(), Go))).Code);
        var page = Page(charge.PayerId) with { Amount = charge.Amount };
        Assert.Equal("amount_not_collectible", (await Assert.ThrowsAsync<Refusal>(() => till.Gateway.BeginPaymentPage(page, till.Once(), Go))).Code);
        Assert.Equal(0, await till.Count("payment_intent"));
    }

    [Fact]
    public async Task Less_than_stripe_takes_is_refused_by_stripe()
    {
        using var till = await Open();
        var charge = await till.CardOnFile(pence: 29);
        Assert.Equal("amount_too_small", Assert.IsType<PaymentResult.Refused>(await till.Gateway.Charge(charge, till.Once(), Go)).Code);
        Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(charge with { Amount = new(30, "GBP") }, till.Once(), Go));
    }

    // What was told of one payment, its charge and its disputes, in order, from its first movement on.
    private static async Task<string[]> Told(Till till, string payment) =>
        [
            .. (await till.World.Objects("event"))
                .Where(e => (e["data"]!["object"]!["payment_intent"] ?? e["data"]!["object"]!["id"])?.ToString() == payment)
                .Select(e => (string)e["type"]!)
                .Where(t => t != "payment_intent.created"),
        ];
}
