using Franchise.Infrastructure.Payments;
using Stripe;
using static Franchise.Payments.Tests.Till;

namespace Franchise.Payments.Tests;

/// <summary>Stripe's library understands everything that the fake has; what watches between them sees all of it.</summary>
public sealed class ReadingTests
{
    [Fact]
    public async Task Every_object_is_read_and_listed()
    {
        using var till = await Open();
        var stripe = till.Raw(watched: true).V1;
        var card = await till.CardOnFile("4000000000000259");
        var bacs = await till.BacsOnFile("55555559");
        var paid = Assert.IsType<PaymentResult.Succeeded>(await till.Gateway.Charge(card, till.Once(), Go)).Payment;
        var debit = Assert.IsType<PaymentResult.Processing>(await till.Gateway.Charge(bacs, till.Once(), Go)).Payment;
        var refund = await till.Gateway.Refund(new(paid.Id, new(500, "GBP"), Ids("refund", "ref_1")), till.Once(), Go);
        var page = Given(await till.Gateway.BeginPaymentPage(Page(card.PayerId), till.Once(), Go));
        await till.PassTo(12);

        Assert.Equal(card.PayerId, (await stripe.Customers.GetAsync(card.PayerId)).Id);
        Assert.Equal(2, (await stripe.Customers.ListAsync()).Count());
        Assert.Equal(2, (await stripe.Customers.SearchAsync(new() { Query = "metadata['organisation']:'org_1'" })).Data.Count);
        Assert.Equal("Lane", (await stripe.Customers.UpdateAsync(card.PayerId, new() { Name = "Lane", Metadata = new() { ["more"] = "1" } })).Name);
        Assert.Equal(card.MethodId, (await stripe.PaymentMethods.GetAsync(card.MethodId)).Id);
        Assert.Equal(bacs.MethodId, (await stripe.PaymentMethods.ListAsync(new() { Customer = bacs.PayerId, Type = "bacs_debit" })).Single().Id);
        Assert.Equal("active", (await stripe.Mandates.GetAsync(bacs.MandateId)).Status);
        Assert.Equal(2, (await stripe.Checkout.Sessions.ListAsync(new() { Customer = card.PayerId })).Count());
        Assert.Equal("expired", (await stripe.Checkout.Sessions.GetAsync(page.Id)).Status);

        var charge = Assert.Single(await stripe.Charges.ListAsync(new() { PaymentIntent = debit.Id }));
        Assert.Equal((true, true, bacs.MandateId), (charge.Paid, charge.Disputed, charge.PaymentMethodDetails.BacsDebit.Mandate));
        Assert.Equal(500, (await stripe.Charges.GetAsync((await stripe.PaymentIntents.GetAsync(paid.Id)).LatestChargeId)).AmountRefunded);
        Assert.Equal(Given(refund).Id, (await stripe.Refunds.ListAsync()).Single().Id);
        var disputes = await stripe.Disputes.ListAsync();
        Assert.Equal(["insufficient_funds", "fraudulent"], disputes.Select(d => d.Reason));
        Assert.Equal("lost", (await stripe.Disputes.CloseAsync(disputes.Last().Id)).Status);
        foreach (var entry in await stripe.BalanceTransactions.ListAsync(new() { Limit = 100 }))
            Assert.Equal(entry.Amount, (await stripe.BalanceTransactions.GetAsync(entry.Id)).Net);
        Assert.Equal(paid.Id, Assert.Single((await stripe.PaymentIntents.SearchAsync(new() { Query = $"metadata['attempt']:'att_1' AND customer:'{card.PayerId}'" })).Data).Id);
        Assert.Equal("2", (await stripe.PaymentIntents.UpdateAsync(paid.Id, new() { Metadata = new() { ["more"] = "2" } })).Metadata["more"]);
        await stripe.PaymentMethods.DetachAsync(card.MethodId);
        Assert.True((await stripe.Customers.DeleteAsync(card.PayerId)).Deleted);

        var types = new HashSet<string>();
        await foreach (var happened in stripe.Events.ListAutoPagingAsync(new() { Limit = 100 }))
        {
            types.Add(happened.Type);
            Assert.NotNull(happened.Data.Object);
            Assert.Equal(happened.Type, (await stripe.Events.GetAsync(happened.Id)).Type);
        }
        Assert.Superset(
            new HashSet<string>
            {
                "customer.created",
                "setup_intent.succeeded",
                "checkout.session.completed",
                "checkout.session.expired",
                "mandate.updated",
                "payment_intent.processing",
                "payment_intent.succeeded",
                "charge.pending",
                "charge.refunded",
                "charge.dispute.created",
                "charge.dispute.closed",
                "refund.created",
                "payment_method.detached",
                "customer.deleted",
            },
            types
        );
    }

    [Fact]
    public async Task Intents_live_without_a_page_too()
    {
        using var till = await Open();
        var stripe = till.Raw(watched: true).V1;
        var payer = await till.Payer();
        var method = await stripe.PaymentMethods.AttachAsync("pm_card_visa", new() { Customer = payer });
        var setUp = await stripe.SetupIntents.CreateAsync(new() { Customer = payer, AllowedPaymentMethodTypes = ["card"] });
        Assert.Equal("succeeded", (await stripe.SetupIntents.ConfirmAsync(setUp.Id, new() { PaymentMethod = method.Id })).Status);
        Assert.Equal("succeeded", (await stripe.SetupIntents.GetAsync(setUp.Id)).Status);
        var left = await stripe.SetupIntents.CreateAsync(new() { Customer = payer });
        Assert.Equal("canceled", (await stripe.SetupIntents.CancelAsync(left.Id)).Status);
        Assert.Equal(2, (await stripe.SetupIntents.ListAsync(new() { Customer = payer })).Count());

        var intent = await stripe.PaymentIntents.CreateAsync(new() { Amount = 700, Currency = "gbp", Customer = payer, PaymentMethod = method.Id });
        Assert.Equal("requires_confirmation", intent.Status);
        Assert.IsType<PaymentResult.NeedsAction>(await till.Gateway.ReadPayment(intent.Id, Go));
        Assert.Equal("succeeded", (await stripe.PaymentIntents.ConfirmAsync(intent.Id)).Status);
        var again = await Assert.ThrowsAsync<StripeException>(() => stripe.PaymentIntents.ConfirmAsync(intent.Id));
        Assert.Equal("payment_intent_unexpected_state", again.StripeError.Code);
        Assert.Equal(method.Id, Assert.Single(await stripe.Customers.PaymentMethods.ListAsync(payer)).Id);
    }
}
