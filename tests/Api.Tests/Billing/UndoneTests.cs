using System.Text.Json;

namespace Franchise.Api.Tests.Billing;

/// <summary>Money that somebody recorded and that does not count, or goes back.</summary>
public sealed class UndoneTests
{
    private static async Task<Answer> GetAsync(Till till, string payment) => (await till.Finance.GetAsync($"/v1/payments/{payment}")).Is(200);

    private static async Task<Answer> ReverseAsync(Till till, string payment, string reason = "bounced", string? key = null, string? etag = null, Caller? as_ = null) =>
        await (as_ ?? till.Finance).PostAsync($"/v1/payments/{payment}/reverse", new { reason }, etag ?? (await GetAsync(till, payment)).ETag, key);

    private static async Task<Answer> GiveBackAsync(Till till, string payment, long amount) =>
        await till.Finance.PostAsync($"/v1/payments/{payment}/refunds", new { amount, reason = "Paid too much." }, (await GetAsync(till, payment)).ETag);

    private static async Task<(long Receivable, long Cash, long Credit)> LedgerAsync(Till till) =>
        (await till.BalanceAsync("receivable"), await till.BalanceAsync("cash"), await till.BalanceAsync("credit"));

    [Fact]
    public async Task A_cheque_that_bounced_is_reversed_once_and_what_it_had_paid_is_owed_again()
    {
        var till = await Till.OpenAsync();
        var (first, second) = (await till.IssuedAsync(), await till.IssuedAsync());
        var payment = (await till.PayAsync(20_000, first)).Is(201).Text("id");
        (await till.Finance.PostAsync($"/v1/payments/{payment}/allocations", new { invoiceId = second, amount = 5_000 }, (await GetAsync(till, payment)).ETag)).Is(200);
        var lines = await till.CountAsync("SELECT count(*) FROM franchise.ledger_entries WHERE tenant_id = $1");
        var (key, etag) = ($"k{Guid.CreateVersion7()}", (await GetAsync(till, payment)).ETag);
        await till.WithoutEffectAsync(async () =>
        {
            (await till.Finance.PostAsync($"/v1/payments/{payment}/reverse", new { reason = "whim" }, etag)).Refuses(400, "malformed_request");
            (await till.Finance.PostAsync($"/v1/payments/{payment}/reverse", new { reason = "bounced" })).Refuses(428, "if_match_required");
            (await till.Finance.SendAsync(HttpMethod.Post, $"/v1/payments/{payment}/reverse", new { reason = "bounced" }, etag)).Refuses(428, "idempotency_key_required");
            (await ReverseAsync(till, payment, etag: "\"v1\"")).Refuses(412, "stale");
            (await ReverseAsync(till, payment, as_: till.Partner)).Refuses(403, "permission_missing");
        });

        var reversed = (await ReverseAsync(till, payment, key: key, etag: etag)).Is(200);
        Assert.Equal(("bounced", 20_000, 0, 0), (reversed.Text("reversedBecause"), Till.Of(reversed, "returned"), Till.Of(reversed, "left"), Till.Of(reversed, "allocated")));
        Assert.Equal(("finalised", 12_000), ((await till.InvoiceAsync(first)).Text("status"), Till.Of(await till.InvoiceAsync(first), "outstanding")));
        Assert.Equal(("finalised", 12_000), ((await till.InvoiceAsync(second)).Text("status"), Till.Of(await till.InvoiceAsync(second), "outstanding")));
        Assert.Equal((24_000, 0, 0), await LedgerAsync(till));
        // Nothing that was posted has changed: three moves were added.
        Assert.Equal(lines + 6, await till.CountAsync("SELECT count(*) FROM franchise.ledger_entries WHERE tenant_id = $1"));
        Assert.Equal(1, await till.CountAsync("SELECT count(*) FROM franchise.audit_entries WHERE tenant_id = $1 AND action = 'payment.reversed'"));
        Assert.Equal("bounced", Assert.Single(await till.Desk.EventsAsync(payment, "payment.reversed")).Data.GetProperty("reason").GetString());
        Assert.Single(await till.Desk.EventsAsync(first, "invoice.reopened"));

        await till.WithoutEffectAsync(async () =>
        {
            Assert.Equal(reversed.Body, (await ReverseAsync(till, payment, key: key, etag: etag)).Is(200).Body);
            (await ReverseAsync(till, payment)).Refuses(409, "payment_reversed");
            (await GiveBackAsync(till, payment, 1)).Refuses(409, "payment_used_up");
            (await till.Finance.PostAsync($"/v1/payments/{payment}/allocations", new { invoiceId = first, amount = 1 }, reversed.ETag)).Refuses(409, "payment_used_up");
        });
        (await till.PayAsync(12_000, first)).Is(201);
        Assert.Equal("paid", (await till.InvoiceAsync(first)).Text("status"));
    }

    [Fact]
    public async Task Of_a_payment_that_does_not_count_a_letter_tells_once_and_of_one_that_is_made_good_by_then_none()
    {
        foreach (var madeGood in new[] { false, true })
        {
            var post = await Post.OpenAsync();
            var id = await post.Till.IssuedAsync();
            var payment = (await post.Till.PayAsync(12_000, id)).Is(201).Text("id");
            await post.Desk.MoveAsync(3);
            (await ReverseAsync(post.Till, payment)).Is(200);
            if (madeGood)
                (await post.Till.PayAsync(12_000, id)).Is(201);
            await post.DayAsync();
            await post.DayAsync();
            var letters = (await post.LettersAsync("About a payment")).Select(l => l.Text).ToList();
            Assert.Equal(madeGood ? 0 : 1, letters.Count);
            if (!madeGood)
                Assert.Contains($"£120.00 is unpaid, as due on {await post.Desk.TodayAsync():d MMMM yyyy}.", letters[0]);
        }
    }

    [Fact]
    public async Task A_transfer_that_was_matched_wrongly_is_open_again_and_can_be_matched_rightly()
    {
        var (wrong, right) = (await Till.OpenAsync(), await Till.OpenAsync());
        var (hers, theirs) = (await wrong.IssuedAsync(), await right.IssuedAsync());
        var reference = $"By mistake {Guid.CreateVersion7():N}";
        (await wrong.ImportAsync($"date,amount,reference\n{MoneyTests.Today},120.00,{reference}\n")).Is(201);
        var path = (await wrong.BankLineAsync(reference)).Path;
        var payment = (await wrong.Finance.PostAsync($"{path}/match", new { organisationId = wrong.Organisation, invoiceId = hers })).Is(201).Text("id");
        (await wrong.Finance.PostAsync($"{path}/match", new { organisationId = right.Organisation, invoiceId = theirs })).Refuses(409, "bank_line_settled");

        (await ReverseAsync(wrong, payment, "wrongOrganisation")).Is(200);
        Assert.Equal((12_000, 0, 0), await LedgerAsync(wrong));
        var open = (await wrong.Finance.GetAsync("/v1/bank-lines?status=open&limit=200")).Is(200).Json.GetProperty("data").EnumerateArray().First(l => l.GetProperty("reference").GetString() == reference);
        Assert.Equal(("The payment that it had become was reversed.", JsonValueKind.Null), (open.GetProperty("openBecause").GetString(), open.GetProperty("paymentId").ValueKind));
        (await wrong.Finance.PostAsync($"{path}/match", new { organisationId = right.Organisation, invoiceId = theirs })).Is(201);
        Assert.Equal(("finalised", "paid"), ((await wrong.InvoiceAsync(hers)).Text("status"), (await right.InvoiceAsync(theirs)).Text("status")));

        // Also back to whose it was before: of the same line there are two payments there, of which one counts.
        var other = Assert.Single(await right.ListAsync("payments")).GetProperty("id").GetString()!;
        (await ReverseAsync(right, other, "mistake")).Is(200);
        (await wrong.Finance.PostAsync($"{path}/match", new { organisationId = wrong.Organisation, invoiceId = hers })).Is(201);
        Assert.Equal((0, 12_000, 0), await LedgerAsync(wrong));
        Assert.Equal((12_000, 0, 0), await LedgerAsync(right));
    }

    [Fact]
    public async Task What_was_paid_too_much_by_hand_is_paid_back_by_transfer_and_recorded()
    {
        var till = await Till.OpenAsync();
        var invoice = await till.IssuedAsync();
        var payment = (await till.PayAsync(15_000, invoice)).Is(201).Text("id");
        await till.WithoutEffectAsync(async () => (await GiveBackAsync(till, payment, 3_001)).Refuses(409, "payment_used_up"));
        var refund = (await GiveBackAsync(till, payment, 2_000)).Is(201);
        Assert.Equal(("succeeded", "True", 2_000), (refund.Text("status"), refund.Json.GetProperty("byHand").GetBoolean().ToString(), Till.Of(refund, "amount")));
        Assert.Equal((0, 13_000, -1_000), await LedgerAsync(till));
        Assert.Single(await till.Desk.EventsAsync(refund.Text("id"), "refund.succeeded"));
        Assert.Equal(1_000, Till.Of(await GetAsync(till, payment), "left"));
        Assert.Equal(refund.Text("id"), Assert.Single(await till.ListAsync("refunds")).GetProperty("id").GetString());
        // It did come in, then.
        await till.WithoutEffectAsync(async () => (await ReverseAsync(till, payment)).Refuses(409, "payment_given_back"));
        Assert.Equal("paid", (await till.InvoiceAsync(invoice)).Text("status"));
    }

    [Fact]
    public async Task A_place_that_is_cancelled_after_its_invoice_was_given_up_is_credited_all_the_same()
    {
        var till = await Till.OpenAsync();
        var place = await MoneyTests.SellAsync(till);
        await till.SweepAsync();
        await till.MoveToNextMonthAsync();
        await till.MoveAndSweepAsync(3);
        var invoice = Assert.Single(await till.ListAsync("invoices")).GetProperty("id").GetString()!;
        var total = Till.Of(await till.InvoiceAsync(invoice), "total");
        (await till.PayAsync(5_000, invoice)).Is(201);
        (await till.DoAsync(invoice, "uncollectible")).Is(200);
        Assert.Equal((total - 5_000, 0), (await till.BalanceAsync("bad_debt"), await till.BalanceAsync("receivable")));
        await till.SayAsync("place.cancelled", place);
        await till.SweepAsync();
        Assert.Equal("void", (await till.InvoiceAsync(invoice)).Text("status"));
        Assert.Equal((0, 0, 0), (await till.BalanceAsync("bad_debt"), await till.BalanceAsync("vat"), await till.BalanceAsync("revenue")));
        Assert.Equal((0, 5_000, -5_000), await LedgerAsync(till));
        await till.SweepAsync();
        Assert.Equal(1, await till.CountAsync("SELECT count(*) FROM franchise.credit_notes WHERE tenant_id = $1"));
    }

    [Fact]
    public async Task Places_that_are_cancelled_wait_for_every_invoice_before_they_take_a_number()
    {
        var till = await Till.OpenAsync();
        string[] places = [await MoneyTests.SellAsync(till), ""];
        await till.SweepAsync();
        await till.MoveToNextMonthAsync();
        await till.MoveAndSweepAsync(3);
        places[1] = await MoneyTests.SellAsync(till);
        await till.SweepAsync();
        await till.MoveToNextMonthAsync();
        await till.MoveAndSweepAsync(3);
        Assert.Equal(["finalised", "finalised"], (await till.ListAsync("invoices")).Select(i => i.GetProperty("status").GetString()));

        // Somebody credits the second by hand: she has the invoice, and is about to take a number.
        await using var connection = await till.App.Database.AdminSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = new Npgsql.NpgsqlCommand(
            $"SELECT id FROM franchise.invoices WHERE tenant_id = '{till.Partner.Organisation.Value}' ORDER BY id DESC LIMIT 1 FOR UPDATE", connection);
        Assert.NotNull(await hold.ExecuteScalarAsync());
        foreach (var place in places)
            await till.SayAsync("place.cancelled", place);
        var sweeping = till.SweepAsync();
        await FeeTests.WaitUntilSomebodyWaitsForAsync(till, connection.ProcessID);
        await using var number = new Npgsql.NpgsqlCommand("UPDATE franchise.document_counters SET last = last WHERE series = 'TEST-CN'", connection);
        await number.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        Assert.Equal(0, (await sweeping).Postponed);
        Assert.Equal(["void", "void"], (await till.ListAsync("invoices")).Select(i => i.GetProperty("status").GetString()));
        Assert.Equal(2, await till.CountAsync("SELECT count(*) FROM franchise.credit_notes WHERE tenant_id = $1"));
    }
}
