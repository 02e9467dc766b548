using Franchise.Infrastructure.Payments;
using static Franchise.Payments.Tests.Till;

namespace Franchise.Payments.Tests;

/// <summary>A payer gives a card or a mandate on Stripe's page, and takes it back.</summary>
public sealed class SetUpTests
{
    [Fact]
    public async Task A_card_is_given_on_stripes_page_and_only_its_id_comes_here()
    {
        using var till = await Open();
        var payer = await till.Payer();
        var page = Given(await till.Gateway.BeginSetUp(SetUp(payer, PaymentMeans.Card), till.Once(), Go));
        Assert.StartsWith("https://checkout.stripe.com/", page.Url);
        Assert.Equal(Monday.AddDays(1), page.OpenUntil);
        Assert.IsType<SetUpResult.Open>(Given(await till.Gateway.ReadSetUp(page.Id, Go)));

        Assert.True(await till.World.PayByCard(page.Id));

        var done = Assert.IsType<SetUpResult.Done>(Given(await till.Gateway.ReadSetUp(page.Id, Go)));
        Assert.Equal((payer, PaymentMeans.Card, null), (done.PayerId, done.Means, done.Mandate));
        Assert.StartsWith("pm_", done.MethodId);
        Assert.DoesNotContain("4242", done.ToString());
        Assert.Equal("org_1", (string?)(await till.World.Objects("setup_intent")).Single()["metadata"]!["organisation"]);
    }

    [Fact]
    public async Task A_direct_debit_comes_with_a_mandate()
    {
        using var till = await Open();
        var payer = await till.Payer();
        var page = Given(await till.Gateway.BeginSetUp(SetUp(payer, PaymentMeans.BacsDebit), till.Once(), Go));
        Assert.True(await till.World.PayByBacs(page.Id));

        var done = Assert.IsType<SetUpResult.Done>(Given(await till.Gateway.ReadSetUp(page.Id, Go)));
        Assert.Equal(PaymentMeans.BacsDebit, done.Means);
        Assert.Equal(new StripeMandate(done.Mandate!.Id, done.MethodId, MandateState.Active, null), done.Mandate);
    }

    [Fact]
    public async Task A_mandate_that_was_revoked_says_so_and_nothing_is_charged_on_it()
    {
        using var till = await Open();
        var charge = await till.BacsOnFile();
        await till.World.RevokeMandate(charge.MandateId!);

        var mandate = Given(await till.Gateway.ReadMandate(charge.MandateId!, Go));
        Assert.Equal((MandateState.Revoked, "debit_not_authorized"), (mandate.State, mandate.Reason));
        Assert.Equal("payment_intent_mandate_invalid", Assert.IsType<PaymentResult.Refused>(await till.Gateway.Charge(charge, till.Once(), Go)).Code);
        Assert.Equal(0, await till.Count("charge"));
        Assert.Contains(await till.World.Objects("event"), e => (string?)e["type"] == "mandate.updated");
    }

    [Fact]
    public async Task A_card_that_the_bank_refuses_leaves_the_page_open_for_another()
    {
        using var till = await Open();
        var page = Given(await till.Gateway.BeginSetUp(SetUp(await till.Payer(), PaymentMeans.Card), till.Once(), Go));
        Assert.False(await till.World.PayByCard(page.Id, "4000000000000002"));
        Assert.IsType<SetUpResult.Open>(Given(await till.Gateway.ReadSetUp(page.Id, Go)));
        Assert.True(await till.World.PayByCard(page.Id));
        Assert.IsType<SetUpResult.Done>(Given(await till.Gateway.ReadSetUp(page.Id, Go)));
    }

    [Fact]
    public async Task A_page_that_nobody_finished_is_expired_after_a_day()
    {
        using var till = await Open();
        var page = Given(await till.Gateway.BeginSetUp(SetUp(await till.Payer(), PaymentMeans.Card), till.Once(), Go));
        await till.Pass(TimeSpan.FromHours(23));
        Assert.IsType<SetUpResult.Open>(Given(await till.Gateway.ReadSetUp(page.Id, Go)));
        await till.Pass(TimeSpan.FromHours(1));
        Assert.IsType<SetUpResult.Expired>(Given(await till.Gateway.ReadSetUp(page.Id, Go)));
    }

    [Fact]
    public async Task What_stripe_does_not_know_is_refused_and_not_unknown()
    {
        using var till = await Open();
        Assert.Equal("resource_missing", Assert.IsType<Reply<SetUpResult>.Refused>(await till.Gateway.ReadSetUp("cs_test_none", Go)).Code);
        Assert.Equal("resource_missing", Assert.IsType<Reply<StripePage>.Refused>(await till.Gateway.BeginSetUp(SetUp("cus_none", PaymentMeans.Card), till.Once(), Go)).Code);
        Assert.Equal("resource_missing", Assert.IsType<PaymentResult.Refused>(await till.Gateway.ReadPayment("pi_none", Go)).Code);
    }

    [Fact]
    public async Task A_payer_made_twice_with_one_key_is_one_payer()
    {
        using var till = await Open(cut: true);
        var (new_, key) = (new NewPayer("Harbour", "a@harbour.example", Ids("organisation", "org_1")), till.Once());
        await till.World.Break(new(FakeStripe.FaultKind.CutAfter, Path: "/v1/customers"));
        Assert.IsType<Reply<string>.Unknown>(await till.Gateway.CreatePayer(new_, key, Go));
        var payer = Given(await till.Gateway.CreatePayer(new_, key, Go));
        Assert.Equal(payer, (string?)(await till.World.Objects("customer")).Single()["id"]);
    }
}
