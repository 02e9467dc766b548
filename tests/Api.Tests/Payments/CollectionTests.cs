using Franchise.Api.Payments;
using Franchise.Api.Tests.Billing;
using Franchise.Domain.Billing;
using Franchise.Domain.Shared;
using Franchise.FakeStripe;
using Franchise.Infrastructure.Payments;

namespace Franchise.Api.Tests.Payments;

/// <summary>What is due is collected: by card, by direct debit, on a page, and given back where it was too much.</summary>
public sealed class CollectionTests
{
    [Fact]
    public async Task A_card_is_charged_once_when_the_invoice_is_due_and_not_before()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync();
        var id = await purse.Till.IssuedAsync();
        await purse.CollectAsync();
        Assert.Empty(await purse.CollectionsAsync(id));
        await purse.Till.Desk.MoveAsync(31);
        await purse.CollectAsync();
        await purse.CollectAsync(TimeSpan.FromDays(1));
        Assert.Equal(("paid", 0, 12_000), (await purse.StatusAsync(id), await purse.OutstandingAsync(id), await purse.TakenAsync()));
        Assert.Equal((0, 12_000, 0), await purse.LedgerAsync());
        Assert.Equal((1, 1, 1, 0), (await purse.SaidAsync("payment.begun"), await purse.SaidAsync("payment.succeeded"), await purse.SaidAsync("invoice.paid"), await purse.SaidAsync("payment.failed")));
        var payment = Assert.Single(await purse.PaymentsAsync());
        Assert.Equal((PaymentMethod.Card, 12_000L, 12_000L), (payment.Method, payment.Amount, payment.Allocated));
        var shown = (await purse.Till.Partner.GetAsync($"/v1/collections?invoice={id}")).Is(200).Json.GetProperty("data")[0];
        Assert.Equal("succeeded", shown.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_direct_debit_is_processing_for_days_and_then_pays()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync(MandateKind.DirectDebit, "00012345");
        var id = await purse.DueAsync();
        await purse.CollectAsync();
        Assert.Equal(("processing", 12_000, 0), (await purse.StatusAsync(id), await purse.OutstandingAsync(id), await purse.Till.BalanceAsync("cash")));
        // On a page nobody pays what the bank is asked for.
        var again = await Assert.ThrowsAsync<Refusal>(() => purse.PageAsync(id));
        Assert.Equal("invoice_state_forbids", again.Code);
        await purse.CollectAsync(TimeSpan.FromHours(7));
        Assert.Equal("processing", await purse.StatusAsync(id));
        await purse.World.Advance(TimeSpan.FromDays(12));
        await purse.CollectAsync(TimeSpan.FromHours(7));
        Assert.Equal(("paid", 12_000), (await purse.StatusAsync(id), await purse.Till.BalanceAsync("cash")));
        Assert.Equal(PaymentMethod.DirectDebit, Assert.Single(await purse.PaymentsAsync()).Method);
        Assert.Equal(1, await purse.SaidAsync("payment.processing"));
    }

    [Fact]
    public async Task A_direct_debit_that_the_bank_refuses_opens_the_invoice_again_and_a_mandate_that_ended_is_told_of()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync(MandateKind.DirectDebit, "33333335");
        var id = await purse.DueAsync();
        var due = (await purse.Till.InvoiceAsync(id)).Text("dueOn");
        await purse.CollectAsync();
        await purse.World.Advance(TimeSpan.FromDays(12));
        await purse.CollectAsync(TimeSpan.FromHours(7));
        await purse.CollectAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(("finalised", 12_000, due), (await purse.StatusAsync(id), await purse.OutstandingAsync(id), (await purse.Till.InvoiceAsync(id)).Text("dueOn")));
        Assert.Equal((12_000, 0, 0), await purse.LedgerAsync());
        Assert.Equal((MandateStatus.Revoked, 1, 1), ((await purse.NewestAsync()).Status, await purse.SaidAsync("mandate.revoked"), await purse.SaidAsync("payment.failed")));
        await purse.Till.Desk.MoveAsync(30);
        await purse.CollectAsync(TimeSpan.FromDays(1));
        Assert.Single(await purse.CollectionsAsync(id));
    }

    [Theory]
    [InlineData(MandateKind.Card, "4242424242424242")]
    [InlineData(MandateKind.DirectDebit, "00012345")]
    public async Task A_mandate_that_is_revoked_here_is_let_go_of_at_Stripe_too(MandateKind kind, string number)
    {
        using var purse = await Purse.OpenAsync();
        var given = await purse.GiveAsync(kind, number);
        await RevokeAsync(purse);
        Assert.NotNull(Assert.Single(await purse.World.Objects("payment_method"))["customer"]);
        await purse.CollectAsync();
        Assert.Null(Assert.Single(await purse.World.Objects("payment_method"))["customer"]);
        Assert.Null((await purse.NewestAsync()).LookAt);
        await purse.Settlements.ChangeAsync(purse.Organisation, given.Id, (m, at) => m.LookAgain(at.AddDays(-1)), default);
        // That Stripe has let go of it already is as good.
        await purse.CollectAsync();
        Assert.Null((await purse.NewestAsync()).LookAt);
    }

    [Fact]
    public async Task A_page_that_is_open_is_closed_with_its_mandate_and_what_was_given_on_it_meanwhile_is_let_go_of()
    {
        using var purse = await Purse.OpenAsync();
        foreach (var filled in new[] { false, true })
        {
            await using (var db = purse.Db())
                await BeginMandate.Handle(new(MandateKind.Card, "https://partner.example/billing"), db, purse.Gateway, purse.Clock, default);
            var page = (await purse.NewestAsync()).PageId!;
            Assert.Equal(filled, filled && await purse.World.PayByCard(page, Purse.Good));
            await RevokeAsync(purse);
            await purse.CollectAsync(TimeSpan.FromMinutes(2));
            Assert.Equal(filled ? "complete" : "expired", (string?)(await purse.World.Objects("checkout.session")).Single(s => (string?)s["id"] == page)["status"]);
            var mandate = await purse.NewestAsync();
            Assert.Equal(MandateStatus.Revoked, mandate.Status);
            Assert.Null(mandate.LookAt);
        }
        Assert.Null(Assert.Single(await purse.World.Objects("payment_method"))["customer"]);
    }

    private static async Task RevokeAsync(Purse purse)
    {
        var seen = (await purse.Till.Partner.GetAsync($"/v1/mandates/{(await purse.NewestAsync()).Id}")).Is(200);
        (await purse.Till.Partner.PostAsync($"/v1/mandates/{seen.Text("id")}/revoke", null, seen.ETag)).Is(200);
    }

    [Fact]
    public async Task A_direct_debit_that_comes_back_after_it_succeeded_is_owed_again_from_today_and_the_past_stays()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync(MandateKind.DirectDebit, "55555559");
        var id = await purse.DueAsync();
        await purse.CollectAsync();
        var payment = (string)(await purse.World.Objects("payment_intent"))[0]["id"]!;
        await purse.World.Settle(payment);
        await purse.CollectAsync(TimeSpan.FromHours(7));
        Assert.Equal("paid", await purse.StatusAsync(id));
        var before = await purse.Till.CountAsync("SELECT count(*) FROM franchise.ledger_entries WHERE tenant_id = $1");
        await purse.World.Advance(TimeSpan.FromDays(5));
        await purse.Till.Desk.MoveAsync(2);
        Assert.Equal(1, await purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default));
        Assert.Equal(("finalised", 12_000), (await purse.StatusAsync(id), await purse.OutstandingAsync(id)));
        Assert.Equal((12_000, 0, 0), await purse.LedgerAsync());
        Assert.Equal(before + 2, await purse.Till.CountAsync("SELECT count(*) FROM franchise.ledger_entries WHERE tenant_id = $1"));
        Assert.Equal((1, 1), (await purse.SaidAsync("invoice.reopened"), await purse.SaidAsync("payment.dispute_lost")));
        // Heard once more it changes nothing, and what a bank took back is not charged again by itself.
        Assert.Equal(0, await purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default));
        await purse.Till.Desk.MoveAsync(30);
        await purse.CollectAsync(TimeSpan.FromDays(1));
        Assert.Single(await purse.CollectionsAsync(id));
        Assert.Equal((12_000, 0, 0), await purse.LedgerAsync());
    }

    [Fact]
    public async Task A_card_that_is_charged_while_somebody_pays_on_the_page_ends_in_one_settlement_and_one_refund()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync();
        var id = await purse.DueAsync();
        var page = await purse.PageAsync(id);
        Assert.True(await purse.World.PayByCard(page.PageId!));
        await purse.CollectAsync();
        Assert.Equal(2, (await purse.ChargesAsync()).Count);
        await purse.CollectAsync(TimeSpan.FromMinutes(2));
        await purse.CollectAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(("paid", 12_000), (await purse.StatusAsync(id), await purse.TakenAsync()));
        Assert.Equal((0, 12_000, 0), await purse.LedgerAsync());
        Assert.Equal([CollectionStatus.Succeeded, CollectionStatus.Succeeded], (await purse.CollectionsAsync(id)).Select(c => c.Status));
        Assert.Equal([12_000L, 0L], (await purse.PaymentsAsync()).Select(p => p.Allocated).OrderDescending());
        var refund = Assert.Single(await purse.RefundsAsync());
        Assert.Equal((RefundStatus.Succeeded, 12_000L), (refund.Status, refund.Amount));
        Assert.Single(await purse.World.Objects("refund"));
    }

    [Fact]
    public async Task A_page_is_paid_once_answered_again_while_it_is_open_and_closed_when_the_invoice_is_paid_otherwise()
    {
        using var purse = await Purse.OpenAsync();
        var (first, second) = (await purse.Till.IssuedAsync(), await purse.Till.IssuedAsync());
        var (page, same, other) = (await purse.PageAsync(first), await purse.PageAsync(first), await purse.PageAsync(second));
        Assert.Equal((page.Id, page.PageUrl), (same.Id, same.PageUrl));
        Assert.True(await purse.World.PayByCard(page.PageId!));
        await purse.CollectAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(("paid", "finalised"), (await purse.StatusAsync(first), await purse.StatusAsync(second)));
        (await purse.Till.PayAsync(12_000, second)).Is(201);
        await purse.CollectAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(CollectionStatus.Cancelled, (await purse.CollectionsAsync(second)).Single().Status);
        Assert.Equal("expired", (string?)(await purse.World.Objects("checkout.session")).Single(s => (string?)s["id"] == other.PageId)["status"]);
        Assert.Equal(12_000, await purse.TakenAsync());
    }

    [Fact]
    public async Task An_organisation_that_Stripe_does_not_know_any_more_is_made_known_anew()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync();
        await using (var command = purse.App.Database.AdminSource.CreateCommand("UPDATE franchise.stripe_payers SET payer_id = 'cus_of_another_account' WHERE tenant_id = $1"))
        {
            command.Parameters.AddWithValue(purse.Organisation.Value);
            await command.ExecuteNonQueryAsync();
        }
        await purse.GiveAsync();
        var id = await purse.DueAsync();
        await purse.CollectAsync();
        Assert.Equal(("paid", 12_000), (await purse.StatusAsync(id), await purse.TakenAsync()));
    }

    [Fact]
    public async Task A_page_may_be_paid_by_direct_debit_which_fails_days_later()
    {
        using var purse = await Purse.OpenAsync();
        var id = await purse.Till.IssuedAsync();
        Assert.True(await purse.World.PayByBacs((await purse.PageAsync(id)).PageId!, "22222227"));
        await purse.CollectAsync(TimeSpan.FromMinutes(2));
        Assert.Equal("processing", await purse.StatusAsync(id));
        await purse.World.Advance(TimeSpan.FromDays(12));
        await purse.CollectAsync(TimeSpan.FromHours(7));
        var collection = (await purse.CollectionsAsync(id)).Single();
        Assert.Equal(("finalised", CollectionStatus.Failed, "insufficient_funds"), (await purse.StatusAsync(id), collection.Status, collection.FailedBecause));
    }

    [Fact]
    public async Task A_card_without_money_is_tried_again_days_later_and_not_for_ever()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync(MandateKind.Card, "4000008260003178");
        var id = await purse.DueAsync();
        for (var day = 0; day < 20; day++)
        {
            await purse.CollectAsync(TimeSpan.FromMinutes(1));
            await purse.Till.Desk.MoveAsync(1);
        }
        var tried = await purse.CollectionsAsync(id);
        Assert.Equal(Collection.MostCharges, tried.Count);
        Assert.All(tried, c => Assert.Equal((CollectionStatus.Failed, "insufficient_funds"), (c.Status, c.FailedBecause)));
        Assert.Equal([3, 3], tried.Zip(tried.Skip(1)).Select(p => p.Second.On.DayNumber - p.First.On.DayNumber));
        Assert.Equal(("finalised", 0), (await purse.StatusAsync(id), await purse.TakenAsync()));
    }

    [Fact]
    public async Task A_direct_debit_that_is_refused_late_is_tried_again_three_days_after_that_and_a_letter_says_when()
    {
        var post = await Post.OpenAsync();
        using var purse = await Purse.OpenAsync(till: post.Till);
        await purse.GiveAsync(MandateKind.DirectDebit, "22222227");
        var id = await purse.DueAsync();
        await purse.CollectAsync();
        await purse.World.Advance(TimeSpan.FromDays(12));
        await post.Desk.MoveAsync(5);
        await purse.CollectAsync(TimeSpan.FromHours(7));
        await post.SweepAsync();
        var refused = Assert.Single(await purse.CollectionsAsync(id)).FailedOn!.Value;
        Assert.Contains($"It is tried again on {refused.AddDays(3):d MMMM yyyy}.", Assert.Single(await post.LettersAsync("About a payment")).Text);
        await post.Desk.MoveAsync(2);
        await purse.CollectAsync();
        Assert.Single(await purse.CollectionsAsync(id));
        await post.Desk.MoveAsync(1);
        await purse.CollectAsync();
        Assert.Equal(refused.AddDays(3), (await purse.CollectionsAsync(id))[1].On);
    }

    [Fact]
    public async Task In_a_time_of_hardship_nothing_is_charged_and_the_schedule_says_when_it_will_be()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync();
        var licence = await purse.Till.Desk.ActiveAsync();
        var id = await purse.DueAsync();
        var path = $"/v1/dunning/{purse.Till.Organisation}";
        var today = await purse.Till.Desk.TodayAsync();
        var granted = (await purse.Till.Finance.PostAsync(
            $"{path}/hardships", new { until = today.AddDays(20), reason = "A grant comes.", approvedBy = "The treasurer" }, (await purse.Till.Finance.GetAsync(path)).ETag)).Is(201);
        await purse.CollectAsync();
        await purse.Till.Desk.MoveAsync(20);
        await purse.CollectAsync();
        Assert.Empty(await purse.CollectionsAsync(id));
        Assert.Equal([today.AddDays(21).ToString("O")], await ChargedOnAsync());
        // It is over a day early: what was due the day before it began is charged at once.
        (await purse.Till.Finance.PostAsync($"{path}/hardships/{granted.Text("id")}/end", null, (await purse.Till.Finance.GetAsync(path)).ETag)).Is(200);
        Assert.Equal([today.AddDays(-1).ToString("O")], await ChargedOnAsync());
        await purse.CollectAsync();
        Assert.Equal(("paid", 12_000), (await purse.StatusAsync(id), await purse.TakenAsync()));

        async Task<IEnumerable<string?>> ChargedOnAsync() =>
            (await purse.Till.Partner.GetAsync($"/v1/licences/{licence}/schedule")).Is(200).Json.GetProperty("upcoming").EnumerateArray()
                .Where(r => r.GetProperty("kind").GetString() == "charge" && r.GetProperty("invoiceId").GetString() == id).Select(r => r.GetProperty("dueOn").GetString());
    }

    [Fact]
    public async Task A_worker_that_is_called_off_lets_the_organisation_go_and_the_next_takes_it_up_at_once()
    {
        using var purse = await Purse.OpenAsync(cut: true);
        await purse.GiveAsync();
        var id = await purse.DueAsync();
        await purse.World.Break(new(FaultKind.SlowAfter, Path: "/v1/payment_intents", Milliseconds: 1_500));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => purse.Collecting.RunForAsync(purse.Organisation, stop.Token));
        Assert.Equal(CollectionStatus.Intended, Assert.Single(await purse.CollectionsAsync(id)).Status);
        await purse.CollectAsync();
        Assert.Equal(("paid", 12_000), (await purse.StatusAsync(id), await purse.TakenAsync()));
        Assert.Single(await purse.World.Objects("payment_intent"));
    }

    [Fact]
    public async Task A_card_that_asks_for_its_holder_takes_nothing_and_she_pays_on_a_page()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync(MandateKind.Card, "4000002760003184");
        var id = await purse.DueAsync();
        await purse.CollectAsync();
        Assert.Equal("authentication_required", (await purse.CollectionsAsync(id)).Single().FailedBecause);
        Assert.True(await purse.World.PayByCard((await purse.PageAsync(id)).PageId!));
        await purse.CollectAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(("paid", 12_000), (await purse.StatusAsync(id), await purse.TakenAsync()));
    }

    [Theory]
    [InlineData(FaultKind.CutBefore)]
    [InlineData(FaultKind.CutAfter)]
    [InlineData(FaultKind.SlowAfter)]
    [InlineData(FaultKind.Error500After)]
    [InlineData(FaultKind.Error500Before)]
    [InlineData(FaultKind.BadGateway)]
    [InlineData(FaultKind.TooMany)]
    public async Task What_came_of_a_charge_is_looked_for_and_it_is_taken_once(FaultKind fault)
    {
        using var purse = await Purse.OpenAsync(cut: true);
        await purse.GiveAsync();
        var id = await purse.DueAsync();
        await purse.World.Break(new(fault, Path: "/v1/payment_intents", Milliseconds: 2_500));
        await purse.CollectAsync();
        Assert.Equal("finalised", await purse.StatusAsync(id));
        await purse.CollectAsync(TimeSpan.FromSeconds(25));
        await purse.CollectAsync(TimeSpan.FromSeconds(25));
        Assert.Equal(("paid", 12_000), (await purse.StatusAsync(id), await purse.TakenAsync()));
        Assert.Single(await purse.World.Objects("payment_intent"));
        Assert.Single(await purse.CollectionsAsync(id));
        Assert.Equal((0, 12_000, 0), await purse.LedgerAsync());
    }

    [Fact]
    public async Task What_may_have_been_charged_and_is_paid_by_hand_meanwhile_is_not_charged_again()
    {
        using var purse = await Purse.OpenAsync(cut: true);
        await purse.GiveAsync();
        string[] both = [await purse.Till.IssuedAsync(), await purse.DueAsync()];
        await purse.World.Break(new(FaultKind.CutBefore, Path: "/v1/payment_intents"));
        await purse.World.Break(new(FaultKind.CutAfter, Path: "/v1/payment_intents"));
        await purse.CollectAsync();
        var taken = (string)Assert.Single(await purse.World.Objects("payment_intent"))["metadata"]!["invoice"]!;
        var lost = both.Single(i => i != taken);
        (await purse.Till.PayAsync(12_000, lost)).Is(201);
        (await purse.Till.PayAsync(12_000, taken)).Is(201);
        await purse.CollectAsync(TimeSpan.FromSeconds(25));
        await purse.CollectAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(CollectionStatus.Cancelled, (await purse.CollectionsAsync(lost)).Single().Status);
        // The other was charged: that goes back.
        Assert.Equal(CollectionStatus.Succeeded, (await purse.CollectionsAsync(taken)).Single().Status);
        Assert.Equal((1, 0), ((await purse.ChargesAsync()).Count, await purse.TakenAsync()));
        Assert.Equal(RefundStatus.Succeeded, Assert.Single(await purse.RefundsAsync()).Status);
        Assert.Equal((0, 24_000, 0), await purse.LedgerAsync());
    }

    [Theory]
    [InlineData(FaultKind.CutBefore)]
    [InlineData(FaultKind.CutAfter)]
    [InlineData(FaultKind.Error500After)]
    [InlineData(FaultKind.Error500Before)]
    public async Task What_is_given_back_goes_once_whatever_happens_to_the_answer(FaultKind fault)
    {
        using var purse = await Purse.OpenAsync(cut: true);
        var (_, payment) = await purse.PaidAndCreditedAsync();
        await purse.World.Break(new(fault, Path: "/v1/refunds"));
        (await purse.Till.Finance.PostAsync($"/v1/payments/{payment.Text("id")}/refunds", new { amount = 6_000, reason = "Half of them came back." }, payment.ETag)).Is(201);
        for (var i = 0; i < 4; i++)
            await purse.CollectAsync(TimeSpan.FromSeconds(25));
        Assert.Equal((1, 6_000), ((await purse.World.Objects("refund")).Count, await purse.TakenAsync()));
        Assert.Equal(RefundStatus.Succeeded, Assert.Single(await purse.RefundsAsync()).Status);
        Assert.Equal((0, 6_000, 0), await purse.LedgerAsync());
    }

    [Fact]
    public async Task Only_what_is_left_is_given_back_and_a_refund_that_comes_back_is_credit_again()
    {
        using var purse = await Purse.OpenAsync();
        var (_, payment) = await purse.PaidAndCreditedAsync();
        var path = $"/v1/payments/{payment.Text("id")}/refunds";
        await purse.Till.WithoutEffectAsync(async () =>
        {
            (await purse.Till.Finance.PostAsync(path, new { amount = 6_001, reason = "Too much." }, payment.ETag)).Refuses(409, "payment_used_up");
            (await purse.Till.Finance.PostAsync(path, new { amount = -1, reason = "Less than nothing." }, payment.ETag)).Refuses(422, "validation_failed");
            (await purse.Till.Finance.SendAsync(HttpMethod.Post, path, new { amount = 1, reason = "Without a key." }, payment.ETag)).Refuses(428, "idempotency_key_required");
            (await purse.Till.Finance.PostAsync(path, new { amount = 1, reason = "Unseen." })).Refuses(428, "if_match_required");
            (await purse.Till.Partner.PostAsync(path, new { amount = 1, reason = "Not hers." }, payment.ETag)).Refuses(403, "permission_missing");
        });
        (await purse.Till.Finance.PostAsync(path, new { amount = 6_000, reason = "All of it." }, payment.ETag)).Is(201);
        await purse.CollectAsync();
        Assert.Equal((0, 6_000, 0), await purse.LedgerAsync());
        await purse.World.FailRefund((string)(await purse.World.Objects("refund"))[0]["id"]!);
        var refund = Assert.Single(await purse.RefundsAsync());
        Assert.True(await purse.Settlements.RefundedAsync(purse.Organisation, refund.Id, await purse.Gateway.ReadRefund(refund.StripeId!, default), default));
        Assert.False(await purse.Settlements.RefundedAsync(purse.Organisation, refund.Id, await purse.Gateway.ReadRefund(refund.StripeId!, default), default));
        Assert.Equal((0, 12_000, -6_000), await purse.LedgerAsync());
        var byHand = (await purse.Till.PayAsync(100)).Is(201);
        (await purse.Till.Finance.PostAsync($"/v1/payments/{byHand.Text("id")}/refunds", new { amount = 100, reason = "By hand." }, byHand.ETag)).Is(201);
        // What Stripe has collected did come in.
        var stripes = (await purse.Till.Finance.GetAsync(path[..path.LastIndexOf('/')])).Is(200);
        await purse.Till.WithoutEffectAsync(async () =>
            (await purse.Till.Finance.PostAsync($"/v1/payments/{stripes.Text("id")}/reverse", new { reason = "mistake" }, stripes.ETag)).Refuses(409, "payment_by_stripe"));
    }

    [Fact]
    public async Task A_place_that_is_cancelled_while_a_direct_debit_is_under_way_is_credited_and_what_is_collected_goes_back()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync(MandateKind.DirectDebit, "00012345");
        var place = await Billing.MoneyTests.SellAsync(purse.Till);
        await purse.Till.SweepAsync();
        await purse.Till.MoveToNextMonthAsync();
        await purse.Till.MoveAndSweepAsync(3);
        var id = Assert.Single(await purse.Till.ListAsync("invoices")).GetProperty("id").GetString()!;
        await purse.Till.Desk.MoveAsync(31);
        await purse.CollectAsync();
        Assert.Equal("processing", await purse.StatusAsync(id));
        await purse.Till.SayAsync("place.cancelled", place);
        await purse.Till.SweepAsync();
        Assert.Equal(("void", 0), (await purse.StatusAsync(id), await purse.OutstandingAsync(id)));
        Assert.Equal((0, 0, 0), await purse.LedgerAsync());
        await purse.World.Advance(TimeSpan.FromDays(12));
        await purse.CollectAsync(TimeSpan.FromHours(7));
        await purse.CollectAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((1, 0), ((await purse.ChargesAsync()).Count, await purse.TakenAsync()));
        Assert.Equal("More came in than is owed.", Assert.Single(await purse.RefundsAsync()).Reason);
        Assert.Equal((0, 0, 0), await purse.LedgerAsync());
        Assert.Equal("void", await purse.StatusAsync(id));
    }

    [Fact]
    public async Task What_was_reversed_while_the_rest_was_collected_is_owed_when_that_is_over()
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync(MandateKind.DirectDebit, "00012345");
        var id = await purse.DueAsync();
        var payment = (await purse.Till.PayAsync(2_000, id)).Is(201);
        await purse.CollectAsync();
        Assert.Equal("processing", await purse.StatusAsync(id));
        (await purse.Till.Finance.PostAsync($"/v1/payments/{payment.Text("id")}/reverse", new { reason = "bounced" }, payment.ETag)).Is(200);
        Assert.Equal(("processing", 12_000), (await purse.StatusAsync(id), await purse.OutstandingAsync(id)));
        await purse.World.Advance(TimeSpan.FromDays(12));
        await purse.CollectAsync(TimeSpan.FromHours(7));
        Assert.Equal(("finalised", 2_000), (await purse.StatusAsync(id), await purse.OutstandingAsync(id)));
        Assert.Equal((2_000, 10_000, 0), await purse.LedgerAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_disputed_payment_marks_the_invoice_until_the_bank_has_decided(bool won)
    {
        using var purse = await Purse.OpenAsync();
        await purse.GiveAsync();
        var id = await purse.DueAsync();
        await purse.CollectAsync();
        var payment = Assert.Single(await purse.PaymentsAsync());
        await purse.World.Dispute(payment.StripeId!);
        await HearAsync();
        Assert.Equal(("paid", true), (await purse.StatusAsync(id), (await purse.Till.InvoiceAsync(id)).Text("disputedAt").Length > 0));
        var dispute = (string)(await purse.World.Objects("dispute"))[0]["id"]!;
        if (won)
            await purse.World.WinDispute(dispute);
        else
            await purse.LoseAsync(dispute);
        await HearAsync();
        await HearAsync();
        Assert.Equal(won ? ("paid", 0) : ("finalised", 12_000), (await purse.StatusAsync(id), await purse.OutstandingAsync(id)));
        Assert.Equal("", (await purse.Till.InvoiceAsync(id)).Text("disputedAt"));
        Assert.Equal(won ? (0, 12_000, 0) : (12_000, 0, 0), await purse.LedgerAsync());

        async Task HearAsync()
        {
            foreach (var said in Assert.IsType<Reply<IReadOnlyList<StripeDispute>>.Given>(await purse.Gateway.ListDisputes(payment.StripeId!, default)).Value)
                await purse.Settlements.DisputedAsync(purse.Organisation, payment.Id, said, default);
        }
    }

    [Fact]
    public async Task Each_night_both_sides_are_compared_and_what_differs_is_put_right_or_listed()
    {
        using var purse = await Purse.OpenAsync(cut: true);
        var mandate = await purse.GiveAsync(MandateKind.DirectDebit, "00012345");
        await purse.GiveAsync();
        var id = await purse.DueAsync();
        await purse.World.Break(new(FaultKind.CutAfter, Path: "/v1/payment_intents"));
        await purse.CollectAsync();
        await purse.World.RevokeMandate(mandate.StripeId!);
        var payer = (string)(await purse.World.Objects("customer"))[0]["id"]!;
        var card = (await purse.NewestAsync()).MethodId!;
        var elsewhere = await purse.Gateway.Charge(new(payer, card, PaymentMeans.Card, null, new(5_000, "GBP"), "By somebody", new Dictionary<string, string>()), "elsewhere", default);
        var unknown = Assert.IsType<PaymentResult.Succeeded>(elsewhere).Payment.Id;
        Assert.Equal(3, await purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default));
        Assert.Equal(("paid", 12_000), (await purse.StatusAsync(id), await purse.Till.BalanceAsync("cash")));
        // The next night it is there still, and listed once.
        Assert.Equal(1, await purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default));
        var all = (await purse.Till.Finance.GetAsync("/v1/stripe/differences?limit=200")).Is(200).Json.GetProperty("data").EnumerateArray()
            .Where(d => d.GetProperty("organisationId").GetString() == purse.Till.Organisation)
            .Select(d => (d.GetProperty("kind").GetString(), d.GetProperty("repaired").GetBoolean(), d.GetProperty("subject").GetString()))
            .ToList();
        Assert.Equal(3, all.Count);
        Assert.Contains(("paymentUnknown", false, unknown), all);
        Assert.Contains(("mandateBehind", true, mandate.Id.ToString()), all);
        Assert.Contains(all, d => d is ("collectionBehind", true, _));
        (await purse.Till.Partner.GetAsync("/v1/stripe/differences")).Refuses(403, "permission_missing");
    }

    [Fact]
    public async Task What_was_given_back_in_Stripes_own_pages_is_noted_where_it_was_left_over()
    {
        using var purse = await Purse.OpenAsync();
        var (_, payment) = await purse.PaidAndCreditedAsync();
        var stripeId = (await purse.PaymentsAsync()).Single().StripeId!;
        Assert.Equal(payment.Text("id"), (await purse.PaymentsAsync()).Single().Id.ToString());
        Assert.IsType<Reply<StripeRefund>.Given>(await purse.Gateway.Refund(new(stripeId, new(6_000, "GBP"), new Dictionary<string, string>()), "by-hand-1", default));
        Assert.Equal(1, await purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default));
        Assert.Equal((0, 6_000, 0), await purse.LedgerAsync());
        Assert.Equal(0, await purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default));
        // What pays the invoice was given back too: that somebody must look at.
        Assert.IsType<Reply<StripeRefund>.Given>(await purse.Gateway.Refund(new(stripeId, new(1_000, "GBP"), new Dictionary<string, string>()), "by-hand-2", default));
        Assert.Equal(1, await purse.Reconciling.RunForAsync(purse.Organisation, TimeSpan.Zero, default));
        Assert.Equal((0, 6_000, 0), await purse.LedgerAsync());
    }
}
