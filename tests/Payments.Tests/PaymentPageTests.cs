using Franchise.Domain.Shared;
using Franchise.FakeStripe;
using Franchise.Infrastructure.Payments;
using static Franchise.Payments.Tests.Till;

namespace Franchise.Payments.Tests;

/// <summary>One invoice is paid on Stripe's page, and money goes back.</summary>
public sealed class PaymentPageTests
{
    [Fact]
    public async Task An_invoice_is_paid_on_a_page_and_the_payment_carries_our_id()
    {
        using var till = await Open();
        var page = Given(await till.Gateway.BeginPaymentPage(Page(await till.Payer()), till.Once(), Go));
        Assert.IsType<PaymentPageResult.Open>(Given(await till.Gateway.ReadPaymentPage(page.Id, Go)));
        Assert.True(await till.World.PayByCard(page.Id));

        var done = Assert.IsType<PaymentPageResult.Done>(Given(await till.Gateway.ReadPaymentPage(page.Id, Go)));
        var payment = Assert.IsType<PaymentResult.Succeeded>(done.Payment).Payment;
        Assert.Equal((new Money(12_500, "GBP"), "inv_1"), (payment.Received, payment.Metadata["invoice"]));
        Assert.Equal("refused", await Pay(till, page.Id));
    }

    [Fact]
    public async Task A_decline_on_the_page_leaves_it_open_and_takes_nothing()
    {
        using var till = await Open();
        var page = Given(await till.Gateway.BeginPaymentPage(Page(await till.Payer()), till.Once(), Go));
        Assert.False(await till.World.PayByCard(page.Id, "4000000000000341"));
        Assert.IsType<PaymentPageResult.Open>(Given(await till.Gateway.ReadPaymentPage(page.Id, Go)));
        Assert.Equal(0, await till.Taken());
        Assert.True(await till.World.PayByCard(page.Id));
        Assert.Equal((12_500, 1), (await till.Taken(), await till.Count("payment_intent")));
    }

    [Theory]
    [InlineData("00012345", true)]
    [InlineData("22222227", false)]
    public async Task An_invoice_paid_by_direct_debit_on_the_page_is_settled_days_later(string account, bool paid)
    {
        using var till = await Open();
        var page = Given(await till.Gateway.BeginPaymentPage(Page(await till.Payer()), till.Once(), Go));
        Assert.True(await till.World.PayByBacs(page.Id, account));
        Assert.IsType<PaymentResult.Processing>(Assert.IsType<PaymentPageResult.Done>(Given(await till.Gateway.ReadPaymentPage(page.Id, Go))).Payment);
        await till.PassTo(10);
        var done = Assert.IsType<PaymentPageResult.Done>(Given(await till.Gateway.ReadPaymentPage(page.Id, Go)));
        Assert.Equal(paid ? typeof(PaymentResult.Succeeded) : typeof(PaymentResult.Declined), done.Payment.GetType());
        var told = (await till.World.Objects("event")).Select(e => (string?)e["type"]);
        Assert.Contains(paid ? "checkout.session.async_payment_succeeded" : "checkout.session.async_payment_failed", told);
        Assert.Equal(paid ? 12_500 : 0, await till.Taken());
    }

    [Fact]
    public async Task A_page_is_closed_when_the_invoice_was_paid_otherwise()
    {
        using var till = await Open();
        var page = Given(await till.Gateway.BeginPaymentPage(Page(await till.Payer()), till.Once(), Go));
        Assert.IsType<PaymentPageResult.Expired>(Given(await till.Gateway.EndPaymentPage(page.Id, Go)));
        Assert.Equal("refused", await Pay(till, page.Id));
        Assert.IsType<PaymentPageResult.Expired>(Given(await till.Gateway.ReadPaymentPage(page.Id, Go)));
        Assert.Equal(0, await till.Taken());
    }

    [Fact]
    public async Task A_page_that_was_paid_already_cannot_be_closed()
    {
        using var till = await Open();
        var page = Given(await till.Gateway.BeginPaymentPage(Page(await till.Payer()), till.Once(), Go));
        Assert.True(await till.World.PayByCard(page.Id));
        Assert.IsType<Reply<PaymentPageResult>.Refused>(await till.Gateway.EndPaymentPage(page.Id, Go));
    }

    [Fact]
    public async Task A_page_asked_for_twice_with_one_key_is_one_page()
    {
        using var till = await Open(cut: true);
        var (payer, key) = (await till.Payer(), till.Once());
        await till.World.Break(new(FaultKind.CutAfter, Path: "/v1/checkout/sessions"));
        Assert.IsType<Reply<StripePage>.Unknown>(await till.Gateway.BeginPaymentPage(Page(payer), key, Go));
        var page = Given(await till.Gateway.BeginPaymentPage(Page(payer), key, Go));
        Assert.Equal(page, Given(await till.Gateway.BeginPaymentPage(Page(payer), key, Go)));
        Assert.Equal(1, await till.Count("checkout.session"));
    }

    [Fact]
    public async Task Paid_by_charge_and_on_the_page_both_are_found_and_one_is_given_back()
    {
        using var till = await Open();
        var charge = await till.CardOnFile() with { Metadata = Ids("invoice", "inv_1") };
        var page = Given(await till.Gateway.BeginPaymentPage(Page(charge.PayerId), till.Once(), Go));
        Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(charge, till.Once(), Go));
        Assert.True(await till.World.PayByCard(page.Id));

        var both = Given(await till.Gateway.FindPayments(charge.PayerId, "invoice", "inv_1", Monday, Go)).Select(r => Assert.IsType<PaymentResult.Succeeded>(r).Payment).ToList();
        Assert.Equal(2, both.Count);
        var refund = Given(await till.Gateway.Refund(new(both[0].Id, both[0].Received, Ids("refund", "ref_1")), till.Once(), Go));
        Assert.Equal((both[0].Id, RefundState.Succeeded, "ref_1"), (refund.PaymentId, refund.State, refund.Metadata["refund"]));
        Assert.Equal(both[0].Received, Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.ReadPayment(both[0].Id, Go)).Payment.Returned);
        Assert.Equal(12_500, await till.Taken());
    }

    [Fact]
    public async Task A_part_goes_back_and_never_more_than_came()
    {
        using var till = await Open();
        var payment = Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(await till.CardOnFile(), till.Once(), Go)).Payment;
        Given(await till.Gateway.Refund(new(payment.Id, new(2_500, "GBP"), Ids("refund", "ref_1")), till.Once(), Go));
        Assert.Equal("amount_too_large", Assert.IsType<Reply<StripeRefund>.Refused>(await till.Gateway.Refund(new(payment.Id, new(10_001, "GBP"), Ids("refund", "ref_2")), till.Once(), Go)).Code);
        Given(await till.Gateway.Refund(new(payment.Id, new(10_000, "GBP"), Ids("refund", "ref_3")), till.Once(), Go));
        Assert.Equal("charge_already_refunded", Assert.IsType<Reply<StripeRefund>.Refused>(await till.Gateway.Refund(new(payment.Id, new(1, "GBP"), Ids("refund", "ref_4")), till.Once(), Go)).Code);
        Assert.Equal(["ref_3", "ref_1"], Given(await till.Gateway.ListRefunds(payment.Id, Go)).Select(r => r.Metadata["refund"]));
        Assert.Equal(0, await till.Taken());
    }

    [Fact]
    public async Task A_refund_of_unknown_outcome_is_found_and_one_key_gives_back_once()
    {
        using var till = await Open(cut: true);
        var payment = Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(await till.CardOnFile(), till.Once(), Go)).Payment;
        var (refund, key) = (new NewRefund(payment.Id, new(1_000, "GBP"), Ids("refund", "ref_1")), till.Once());
        await till.World.Break(new(FaultKind.CutAfter, Path: "/v1/refunds"));
        Assert.IsType<Reply<StripeRefund>.Unknown>(await till.Gateway.Refund(refund, key, Go));
        var found = Assert.Single(Given(await till.Gateway.ListRefunds(payment.Id, Go)));
        Assert.Equal(found.Id, Given(await till.Gateway.Refund(refund, key, Go)).Id);
        Assert.Equal(11_500, await till.Taken());
    }

    [Fact]
    public async Task A_refund_that_comes_back_has_failed()
    {
        using var till = await Open();
        var payment = Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(await till.CardOnFile(), till.Once(), Go)).Payment;
        var refund = Given(await till.Gateway.Refund(new(payment.Id, payment.Received, Ids("refund", "ref_1")), till.Once(), Go));
        await till.World.FailRefund(refund.Id);
        Assert.Equal(RefundState.Failed, Given(await till.Gateway.ReadRefund(refund.Id, Go)).State);
        Assert.Equal(12_500, await till.Taken());
    }

    [Fact]
    public async Task A_direct_debit_is_given_back_over_days_and_not_while_it_is_processing()
    {
        using var till = await Open();
        var payment = Assert.IsType<PaymentResult.Processing>(await till.Gateway.Charge(await till.BacsOnFile(), till.Once(), Go)).Payment;
        var wanted = new NewRefund(payment.Id, new(12_500, "GBP"), Ids("refund", "ref_1"));
        Assert.Equal("payment_intent_unexpected_state", Assert.IsType<Reply<StripeRefund>.Refused>(await till.Gateway.Refund(wanted, till.Once(), Go)).Code);
        await till.World.Settle(payment.Id);
        var refund = Given(await till.Gateway.Refund(wanted, till.Once(), Go));
        Assert.Equal(RefundState.Pending, refund.State);
        await till.PassTo(6);
        Assert.Equal(RefundState.Succeeded, Given(await till.Gateway.ReadRefund(refund.Id, Go)).State);
    }

    private static async Task<string> Pay(Till till, string page)
    {
        try
        {
            return (await till.World.PayByCard(page)).ToString();
        }
        catch (InvalidOperationException)
        {
            return "refused";
        }
    }
}
