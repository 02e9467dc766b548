using Franchise.Domain.Billing;
using Franchise.FakeStripe;
using Franchise.Infrastructure.Payments;

namespace Franchise.Api.Tests.Payments;

/// <summary>What banks, payers and Stripe do late, twice or behind our back: each thing counts once, and nothing is stuck for ever.</summary>
public sealed class LateAndTwiceTests
{
    [Fact]
    public async Task What_was_paid_on_a_page_and_taken_back_is_not_charged_to_the_card_by_itself()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync();
        var id = await purse.Till.IssuedAsync();
        Assert.True(await purse.World.PayByCard((await purse.PageAsync(id)).PageId!));
        await purse.CollectAsync(TimeSpan.FromMinutes(2));
        Assert.Equal("paid", await purse.StatusAsync(id));
        await purse.Till.Desk.MoveAsync(40);
        await LoseAsync(purse, (await purse.PaymentsAsync()).Single());
        Assert.Equal(("finalised", 12_000), (await purse.StatusAsync(id), await purse.OutstandingAsync(id)));
        // Nor does the schedule list a charge that does not come; of another that is due it does.
        var other = await purse.Till.IssuedAsync();
        var licence = await purse.Till.Desk.ActiveAsync();
        var charged = (await purse.Till.Partner.GetAsync($"/v1/licences/{licence}/schedule")).Is(200).Json.GetProperty("upcoming").EnumerateArray()
            .Where(r => r.GetProperty("kind").GetString() == "charge").Select(r => r.GetProperty("invoiceId").GetString());
        Assert.Equal([other], charged);
        await purse.CollectAsync(TimeSpan.FromDays(1));
        Assert.Single(await purse.CollectionsAsync(id));
        Assert.Single(await purse.ChargesAsync());
    }

    [Fact]
    public async Task A_direct_debit_that_went_back_as_paid_twice_and_is_then_taken_back_too_is_a_loss_in_the_books()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync(MandateKind.DirectDebit, "55555559");
        var id = await purse.DueAsync();
        var page = await purse.PageAsync(id);
        await purse.CollectAsync();
        Assert.True(await purse.World.PayByCard(page.PageId!));
        await purse.CollectAsync(TimeSpan.FromMinutes(2));
        Assert.Equal("paid", await purse.StatusAsync(id));
        var debit = (string)(await purse.World.Objects("payment_intent")).Single(p => (string?)p["status"] == "processing")["id"]!;
        await purse.World.Settle(debit);
        await purse.CollectAsync(TimeSpan.FromHours(7));
        await purse.CollectAsync(TimeSpan.FromMinutes(2));
        Assert.Single(await purse.World.Objects("refund"));
        Assert.Equal(((0L, 12_000L, 0L), 0), (await purse.LedgerAsync(), await purse.Till.BalanceAsync("bad_debt")));
        await purse.World.Advance(TimeSpan.FromDays(12));
        await purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default);
        Assert.Equal(((0L, 0L, 0L), 12_000), (await purse.LedgerAsync(), await purse.Till.BalanceAsync("bad_debt")));
        Assert.Equal("paid", await purse.StatusAsync(id));
        await purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default);
        Assert.Equal(12_000, await purse.Till.BalanceAsync("bad_debt"));
    }

    [Fact]
    public async Task A_cheque_that_bounces_while_the_bank_is_asked_for_the_same_invoice_leaves_it_being_collected()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync(MandateKind.DirectDebit, "00012345");
        var id = await purse.DueAsync();
        await purse.CollectAsync();
        var cheque = (await purse.Till.PayAsync(12_000, id)).Is(201);
        Assert.Equal("paid", await purse.StatusAsync(id));
        (await purse.Till.Finance.PostAsync($"/v1/payments/{cheque.Text("id")}/reverse", new { reason = "bounced" }, cheque.ETag)).Is(200);
        Assert.Equal(("processing", 12_000), (await purse.StatusAsync(id), await purse.OutstandingAsync(id)));
        await purse.World.Advance(TimeSpan.FromDays(12));
        await purse.CollectAsync(TimeSpan.FromHours(7));
        Assert.Equal(("paid", (0L, 12_000L, 0L)), (await purse.StatusAsync(id), await purse.LedgerAsync()));
    }

    [Fact]
    public async Task A_card_that_is_taken_back_while_the_bank_is_asked_for_the_same_invoice_leaves_it_being_collected()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync(MandateKind.DirectDebit, "00012345");
        var id = await purse.DueAsync();
        var page = await purse.PageAsync(id);
        await purse.CollectAsync();
        Assert.True(await purse.World.PayByCard(page.PageId!));
        await purse.CollectAsync(TimeSpan.FromMinutes(2));
        Assert.Equal("paid", await purse.StatusAsync(id));
        await LoseAsync(purse, (await purse.PaymentsAsync()).Single());
        Assert.Equal(("processing", 12_000), (await purse.StatusAsync(id), await purse.OutstandingAsync(id)));
        await purse.World.Advance(TimeSpan.FromDays(12));
        await purse.CollectAsync(TimeSpan.FromHours(7));
        Assert.Equal(("paid", (0L, 12_000L, 0L)), (await purse.StatusAsync(id), await purse.LedgerAsync()));
    }

    [Fact]
    public async Task A_refund_that_comes_back_long_after_it_went_is_found_at_night_and_is_credit_again()
    {
        using var purse = await Purse.OpenAsync();
        var (_, payment) = await purse.PaidAndCreditedAsync();
        (await purse.Till.Finance.PostAsync($"/v1/payments/{payment.Text("id")}/refunds", new { amount = 6_000, reason = "Credited." }, payment.ETag)).Is(201);
        await purse.CollectAsync();
        Assert.Equal((RefundStatus.Succeeded, (0L, 6_000L, 0L)), ((await purse.RefundsAsync()).Single().Status, await purse.LedgerAsync()));
        await purse.World.FailRefund((string)(await purse.World.Objects("refund"))[0]["id"]!);
        Assert.Equal(1, await purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default));
        Assert.Equal((RefundStatus.Failed, (0L, 12_000L, -6_000L)), ((await purse.RefundsAsync()).Single().Status, await purse.LedgerAsync()));
        Assert.Equal(0, await purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default));
    }

    [Fact]
    public async Task What_was_given_back_in_Stripes_own_pages_is_noted_once_by_however_many_comparisons_at_once()
    {
        using var purse = await Purse.OpenAsync();
        await purse.PaidAndCreditedAsync();
        var stripeId = (await purse.PaymentsAsync()).Single().StripeId!;
        Assert.IsType<Reply<StripeRefund>.Given>(await purse.Gateway.Refund(new(stripeId, new(2_000, "GBP"), new Dictionary<string, string>()), "by-hand", default));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default)));
        Assert.Equal(2_000, Assert.Single(await purse.RefundsAsync()).Amount);
        Assert.Equal((0, 10_000, -4_000), await purse.LedgerAsync());
    }

    [Fact]
    public async Task Worker_notice_and_comparison_that_hear_of_one_payment_at_once_make_one_settlement()
    {
        using var purse = await Purse.OpenAsync(cut: true);
        await purse.GiveAsync();
        var id = await purse.DueAsync();
        await purse.World.Break(new(FaultKind.CutAfter, Path: "/v1/payment_intents"));
        await purse.CollectAsync();
        var collection = Assert.Single(await purse.CollectionsAsync(id));
        Assert.Equal(CollectionStatus.Intended, collection.Status);
        var result = await purse.Gateway.ReadPayment((string)(await purse.World.Objects("payment_intent"))[0]["id"]!, default);
        Assert.IsType<PaymentResult.Succeeded>(result);
        var news = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => purse.Settlements.PaidAsync(purse.Organisation, collection.Id, result, default)));
        Assert.Single(news, true);
        Assert.Single(await purse.PaymentsAsync());
        Assert.Equal((0, 12_000, 0), await purse.LedgerAsync());
        Assert.Equal((1, 1), (await purse.SaidAsync("invoice.paid"), await purse.SaidAsync("payment.succeeded")));
    }

    [Fact]
    public async Task A_card_that_was_taken_away_at_Stripe_ends_its_mandate_by_night_or_by_what_it_refuses()
    {
        using var purse = await Purse.OpenAsync();
        var first = await purse.GiveAsync();
        Assert.IsType<Reply<string>.Given>(await purse.Gateway.LetGo(first.MethodId!, default));
        Assert.Equal(1, await purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default));
        Assert.Equal((MandateStatus.Revoked, "detached"), (await purse.NewestAsync()) is var ended ? (ended.Status, ended.EndedBecause) : default);

        var second = await purse.GiveAsync();
        Assert.IsType<Reply<string>.Given>(await purse.Gateway.LetGo(second.MethodId!, default));
        var id = await purse.DueAsync();
        await purse.CollectAsync();
        await purse.CollectAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(MandateStatus.Revoked, (await purse.NewestAsync()).Status);
        await purse.Till.Desk.MoveAsync(30);
        await purse.CollectAsync(TimeSpan.FromDays(1));
        Assert.Equal(CollectionStatus.Failed, Assert.Single(await purse.CollectionsAsync(id)).Status);
        Assert.Equal(2, await purse.SaidAsync("mandate.revoked"));
    }

    [Fact]
    public async Task A_charge_whose_key_is_older_than_a_day_is_looked_for_and_only_then_sent_with_the_next_key()
    {
        using var purse = await Purse.OpenAsync(cut: true);
        await purse.GiveAsync();
        var found = await purse.DueAsync();
        await purse.World.Break(new(FaultKind.CutAfter, Path: "/v1/payment_intents"));
        await purse.CollectAsync();
        await purse.CollectAsync(TimeSpan.FromHours(24));
        Assert.Equal((CollectionStatus.Succeeded, 1), Assert.Single(await purse.CollectionsAsync(found)) is var there ? (there.Status, there.Try) : default);
        Assert.Single(await purse.ChargesAsync());

        var lost = await purse.DueAsync();
        await purse.World.Break(new(FaultKind.CutBefore, Path: "/v1/payment_intents"));
        await purse.CollectAsync();
        Assert.Equal((CollectionStatus.Intended, 1), Assert.Single(await purse.CollectionsAsync(lost)) is var sent ? (sent.Status, sent.Try) : default);
        await purse.CollectAsync(TimeSpan.FromHours(24));
        Assert.Equal((CollectionStatus.Succeeded, 2), Assert.Single(await purse.CollectionsAsync(lost)) is var done ? (done.Status, done.Try) : default);
        Assert.Equal(2, (await purse.ChargesAsync()).Count);
    }

    [Fact]
    public async Task What_is_under_way_at_an_account_that_knows_the_payer_no_more_ends()
    {
        using var purse = await Purse.OpenAsync(cut: true);
        await purse.GiveAsync();
        var id = await purse.DueAsync();
        await purse.World.Break(new(FaultKind.CutBefore, Path: "/v1/payment_intents"));
        await purse.CollectAsync();
        await SqlAsync(purse, "UPDATE franchise.stripe_payers SET payer_id = 'cus_of_another_account' WHERE tenant_id = $1");
        // Not while what was asked with its key could still come.
        await purse.CollectAsync(TimeSpan.FromHours(1));
        Assert.Equal(CollectionStatus.Intended, Assert.Single(await purse.CollectionsAsync(id)).Status);
        await purse.CollectAsync(TimeSpan.FromHours(24));
        Assert.Equal((CollectionStatus.Failed, "payer_gone"), (await purse.CollectionsAsync(id))[0] is var gone ? (gone.Status, gone.FailedBecause) : default);

        // A page is made for her anew, and one that this account does not know is closed.
        await purse.PageAsync(id);
        var page = Assert.Single(await purse.CollectionsAsync(id), c => c.Status == CollectionStatus.Open);
        Assert.Contains(await purse.CollectionsAsync(id), c => c is { Status: CollectionStatus.Cancelled, FailedBecause: "page_not_made" });
        await SqlAsync(purse, "UPDATE franchise.collections SET page_id = 'cs_test_of_another_account' WHERE tenant_id = $1 AND status = 'open'");
        await purse.CollectAsync(TimeSpan.FromMinutes(2));
        Assert.Contains(await purse.CollectionsAsync(id), c => c.Id == page.Id && c is { Status: CollectionStatus.Cancelled, FailedBecause: "page_gone" });
    }

    [Fact]
    public async Task A_charge_that_nobody_knows_the_end_of_is_not_sent_again_once_the_invoice_is_disputed()
    {
        using var purse = await Purse.OpenAsync(cut: true);
        await purse.GiveAsync();
        var id = await purse.DueAsync();
        await purse.World.Break(new(FaultKind.CutBefore, Path: "/v1/payment_intents"));
        await purse.CollectAsync();
        (await purse.Till.DoAsync(id, "dispute", new { reason = "They say that it was agreed otherwise." })).Is(200);
        await purse.CollectAsync(TimeSpan.FromHours(3));
        Assert.Equal(CollectionStatus.Cancelled, Assert.Single(await purse.CollectionsAsync(id)).Status);
        Assert.Empty(await purse.ChargesAsync());
    }

    [Fact]
    public async Task What_waits_for_somebody_is_closed_with_what_she_found_and_does_not_come_again()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync();
        var payer = (string)(await purse.World.Objects("customer"))[0]["id"]!;
        await purse.Gateway.Charge(new(payer, (await purse.NewestAsync()).MethodId!, PaymentMeans.Card, null, new(5_000, "GBP"), "By somebody", new Dictionary<string, string>()), "elsewhere", default);
        Assert.Equal(1, await purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default));
        var found = await OpenAsync(purse);
        var id = Assert.Single(found);
        var closed = (await purse.Till.Finance.PostAsync($"/v1/stripe/differences/{id}/close", new { note = "A donation." })).Is(200);
        Assert.Equal("A donation.", closed.Text("note"));
        (await purse.Till.Finance.PostAsync($"/v1/stripe/differences/{id}/close", new { note = "Once more." })).Refuses(409, "difference_closed");
        (await purse.Till.Partner.PostAsync($"/v1/stripe/differences/{id}/close", new { note = "Ours." })).Refuses(403, "permission_missing");
        Assert.Equal(0, await purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default));
        Assert.Empty(await OpenAsync(purse));
    }

    private static async Task<List<string>> OpenAsync(Purse purse) =>
        [
            .. (await purse.Till.Finance.GetAsync("/v1/stripe/differences?open=true&limit=200")).Is(200).Json.GetProperty("data").EnumerateArray()
                .Where(d => d.GetProperty("organisationId").GetString() == purse.Till.Organisation)
                .Select(d => d.GetProperty("id").GetString()!),
        ];

    // A bank decides against us, and we hear of it.
    private static async Task LoseAsync(Purse purse, Payment payment)
    {
        await purse.World.Dispute(payment.StripeId!);
        await purse.LoseAsync((string)(await purse.World.Objects("dispute")).Single(d => (string?)d["payment_intent"] == payment.StripeId)["id"]!);
        foreach (var said in Assert.IsType<Reply<IReadOnlyList<StripeDispute>>.Given>(await purse.Gateway.ListDisputes(payment.StripeId!, default)).Value)
            await purse.Settlements.DisputedAsync(purse.Organisation, payment.Id, said, default);
    }

    private static async Task SqlAsync(Purse purse, string sql)
    {
        await using var command = purse.App.Database.AdminSource.CreateCommand(sql);
        command.Parameters.AddWithValue(purse.Organisation.Value);
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }
}
