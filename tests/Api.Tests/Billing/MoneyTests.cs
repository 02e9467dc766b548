using Franchise.Api.Tests.Assurance;

namespace Franchise.Api.Tests.Billing;

/// <summary>Money that comes in, credits, and what the accountant takes.</summary>
public sealed class MoneyTests
{
    [Fact]
    public async Task A_payment_pays_in_parts_and_what_is_over_becomes_credit_that_pays_another()
    {
        var till = await Till.OpenAsync();
        var (first, second) = (await till.IssuedAsync(), await till.IssuedAsync());
        (await till.PayAsync(5_000, first)).Is(201);
        Assert.Equal(("finalised", 7_000), ((await till.InvoiceAsync(first)).Text("status"), Till.Of(await till.InvoiceAsync(first), "outstanding")));
        var over = (await till.PayAsync(10_000, first)).Is(201);
        Assert.Equal("paid", (await till.InvoiceAsync(first)).Text("status"));
        Assert.Equal(3_000, Till.Of(over, "left"));
        Assert.Equal(-3_000, await till.BalanceAsync("credit"));
        var path = $"/v1/payments/{over.Text("id")}";
        (await till.Finance.PostAsync($"{path}/allocations", new { invoiceId = second, amount = 3_000 }, over.ETag)).Is(200);
        Assert.Equal((9_000, 0), (Till.Of(await till.InvoiceAsync(second), "outstanding"), await till.BalanceAsync("credit")));
        Assert.Equal((9_000, 15_000), (await till.BalanceAsync("receivable"), await till.BalanceAsync("cash")));
        var statement = (await till.Partner.GetAsync($"/v1/account-statements/{till.Organisation}")).Is(200);
        var account = Assert.Single(statement.Json.GetProperty("accounts").EnumerateArray());
        Assert.Equal(9_000, Till.Of(account.GetProperty("closing")));
        Assert.Equal(4, account.GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task A_payment_needs_a_key_and_with_the_same_one_is_one()
    {
        var till = await Till.OpenAsync();
        var body = await till.MoneyAsync(5_000);
        await till.WithoutEffectAsync(async () => (await till.Finance.SendAsync(HttpMethod.Post, "/v1/payments", body)).Refuses(428, "idempotency_key_required"));
        var key = $"k{Guid.CreateVersion7()}";
        var once = (await till.Finance.PostAsync("/v1/payments", body, idempotencyKey: key)).Is(201);
        Assert.Equal(once.Text("id"), (await till.Finance.PostAsync("/v1/payments", body, idempotencyKey: key)).Is(201).Text("id"));
        Assert.Single(await till.ListAsync("payments"));
    }

    [Fact]
    public async Task Money_that_makes_no_sense_leaves_no_trace()
    {
        var till = await Till.OpenAsync();
        var (draft, paid, other) = (await till.DraftedAsync(), await till.IssuedAsync(), await (await Till.OpenAsync()).IssuedAsync());
        (await till.PayAsync(12_000, paid)).Is(201);
        var gone = await till.IssuedAsync();
        (await till.DoAsync(gone, "void", new { reason = "By mistake." })).Is(200);
        Assert.Equal("void", (await till.InvoiceAsync(gone)).Text("status"));
        var open = await till.IssuedAsync();
        var line = (await till.InvoiceAsync(open)).Json.GetProperty("lines")[0].GetProperty("id").GetString();
        await till.WithoutEffectAsync(async () =>
        {
            (await till.PayAsync(0)).Refuses(422, "validation_failed");
            (await till.PayAsync(-100)).Refuses(422, "validation_failed");
            (await till.PayAsync(long.MaxValue)).Refuses(422, "validation_failed");
            (await till.PayAsync(100, currency: "EUR")).Refuses(422, "currency_mismatch");
            (await till.PayAsync(100, draft)).Refuses(409, "invoice_state_forbids");
            (await till.PayAsync(100, paid)).Refuses(409, "invoice_state_forbids");
            (await till.PayAsync(100, gone)).Refuses(409, "invoice_state_forbids");
            (await till.PayAsync(100, other)).Refuses(404, "not_found");
            (await till.DoAsync(open, "credit-notes", new { reason = "Too much.", lines = new[] { new { lineId = line, net = 10_001 } } })).Refuses(422, "credit_too_large");
            (await till.DoAsync(open, "credit-notes", new { reason = "Too much.", lines = new[] { new { lineId = line, net = -1 } } })).Refuses(422, "validation_failed");
            (await till.DoAsync(open, "finalise")).Refuses(409, "invoice_state_forbids");
            (await till.Finance.PostAsync("/v1/invoices", till.Lines(-1))).Refuses(422, "validation_failed");
            (await till.Finance.PostAsync("/v1/invoices", till.Lines(long.MaxValue))).Refuses(422, "validation_failed");
            (await till.Finance.PostAsync("/v1/invoices", till.Lines(1_000_000_000, 100_000))).Refuses(422, "validation_failed");
            (await till.Partner.PostAsync("/v1/payments", await till.MoneyAsync(100))).Refuses(403, "permission_missing");
            (await till.App.Admin.PostAsync("/v1/payments", await till.MoneyAsync(100))).Refuses(403, "permission_missing");
        });
        (await till.App.Admin.GetAsync($"/v1/invoices/{open}")).Is(200);
        (await till.Partner.GetAsync($"/v1/invoices/{open}")).Is(200);
        (await (await Till.OpenAsync()).Partner.GetAsync($"/v1/invoices/{open}")).Refuses(404, "not_found");
    }

    [Fact]
    public async Task A_credit_note_has_its_own_number_and_gives_back_what_was_paid()
    {
        var till = await Till.OpenAsync();
        var id = await till.IssuedAsync();
        (await till.PayAsync(12_000, id)).Is(201);
        var line = (await till.InvoiceAsync(id)).Json.GetProperty("lines")[0].GetProperty("id").GetString();
        var note = (await till.DoAsync(id, "credit-notes", new { reason = "Half of them came back.", lines = new[] { new { lineId = line, net = 5_000 } } })).Is(201);
        Assert.Matches("^TEST-CN-20[0-9]{2}-[0-9]{6}$", note.Text("number"));
        Assert.Equal((5_000, 1_000, 6_000), (Till.Of(note, "net"), Till.Of(note, "vat"), Till.Of(note, "total")));
        Assert.Equal("paid", (await till.InvoiceAsync(id)).Text("status"));
        Assert.Equal((0, -6_000, -5_000, -1_000), (await till.BalanceAsync("receivable"), await till.BalanceAsync("credit"), await till.BalanceAsync("revenue"), await till.BalanceAsync("vat")));
        Assert.Equal(note.Text("number"), (await till.Partner.GetAsync($"/v1/credit-notes/{note.Text("id")}")).Is(200).Text("number"));
    }

    [Fact]
    public async Task A_bank_statement_pays_what_it_names_exactly_and_leaves_the_rest_to_somebody()
    {
        var till = await Till.OpenAsync(with: o => o.IsSandbox = false);
        var (exact, part) = (await till.IssuedAsync(), await till.IssuedAsync(33_300));
        var (first, second) = ((await till.InvoiceAsync(exact)).Text("number"), (await till.InvoiceAsync(part)).Text("number"));
        var day = Today;
        var table = $"Date,Amount,Reference\n{day},120.00,INV {first.Replace('-', ' ')} thanks\n{day},100.00,{second}\n{day},-35.10,Rent {till.Organisation}\n";
        var import = (await till.Finance.PostAsync("/v1/bank-statements", new { currency = "GBP", csv = table })).Is(201);
        Assert.Equal(("1", "1", "0", "1"), (import.Text("matched"), import.Text("open"), import.Text("repeated"), import.Text("outgoing")));
        Assert.Equal("paid", (await till.InvoiceAsync(exact)).Text("status"));
        await till.WithoutEffectAsync(async () => (await till.ImportAsync(table)).Refuses(409, "statement_imported_already"));
        Assert.Equal((1, 2), await till.ImportedAsync(table));

        // The next statement overlaps it: what is known is passed over.
        var later = (await till.Finance.PostAsync("/v1/bank-statements", new { currency = "GBP", csv = table + $"{day},7.77,tea {till.Organisation}\n" })).Is(201);
        Assert.Equal(("0", "1", "2"), (later.Text("matched"), later.Text("open"), later.Text("repeated")));

        var open = (await till.Finance.GetAsync("/v1/bank-lines?status=open&limit=200")).Is(200).Json.GetProperty("data").EnumerateArray().First(l => l.GetProperty("reference").GetString() == second);
        Assert.Contains(open.GetProperty("suggestions").EnumerateArray(), s => s.GetProperty("id").GetString() == part);
        var path = $"/v1/bank-lines/{open.GetProperty("id").GetString()}";
        var two = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => till.Finance.PostAsync($"{path}/match", new { organisationId = till.Organisation, invoiceId = part })));
        Assert.Equal([201, 409], two.Select(a => a.Status).Order());
        two.Single(a => a.Status == 409).Refuses(409, "bank_line_settled");
        Assert.Equal(29_960, Till.Of(await till.InvoiceAsync(part), "outstanding"));
        var row = (await till.BankLineAsync(second)).Row;
        await till.WithoutEffectAsync(async () => (await till.Finance.PostAsync($"{path}/ignore")).Refuses(409, "bank_line_settled"));
        Assert.Equal(row, (await till.BankLineAsync(second)).Row);
        Assert.Equal(22_000, await till.BalanceAsync("cash"));
        (await till.Partner.GetAsync("/v1/bank-lines")).Refuses(403, "permission_missing");
    }

    [Theory]
    [InlineData("")]
    [InlineData("date;amount;reference\n2026-01-01;540,00;x\n")]
    [InlineData("date;amount;reference\n2026-01-01;1.234,50;x\n")]
    [InlineData("date;amount;reference\n2026-01-01;540.00;x;y\n")]
    [InlineData("date;amount,reference\n2026-01-01;540.00,x\n")]
    [InlineData("date,amount,reference\n2026-01-01;540.00;x\n")]
    [InlineData("date,amount,reference\n2026-01-01,540,00,x\n")]
    [InlineData("sep=,\ndate,amount,reference\n2026-01-01,540.00,x\n")]
    [InlineData("sep=;\ndate;amount;reference\n2026-01-01;540.00;x\n")]
    [InlineData("date\tamount\treference\n2026-01-01\t540.00\tx\n")]
    [InlineData("date,amount,reference\n2026-01-01,\"540,00\",x\n")]
    [InlineData("date,amount,reference\n2026-01-01,\"1,2345.00\",x\n")]
    [InlineData("date,amount,reference\n2026-01-01,\"1234,567.00\",x\n")]
    [InlineData("date,amount,reference\n2026-01-01,5.,x\n")]
    [InlineData("date,amount,reference\n2026-01-01,.50,x\n")]
    [InlineData("date,amount,reference\n2026-01-01,\"1,000.000\",x\n")]
    [InlineData("date,amount,reference\n2026-01-01,10000000.01,x\n")]
    [InlineData("date,amount\n2026-01-01,1.00\n")]
    [InlineData("date,amount,reference\n")]
    [InlineData("date,amount,reference\n01/02/2026,1.00,x\n")]
    [InlineData("date,amount,reference\n2026-01-01,1.005,x\n")]
    [InlineData("date,amount,reference\n2026-01-01,99999999999999999999999999999999999,x\n")]
    [InlineData("date,amount,reference\n2026-01-01,NaN,x\n")]
    [InlineData("date,amount,reference\n2026-01-01,1.00\n")]
    [InlineData("date,amount,reference\n\"2026-01-01,1.00,x\n")]
    public async Task A_statement_that_cannot_be_read_is_refused_whole(string csv)
    {
        var till = await Till.OpenAsync();
        await till.WithoutEffectAsync(async () =>
            Assert.Contains((await till.ImportAsync(csv)).Is(422).Code, new[] { "statement_unreadable", "validation_failed" }));
        Assert.Equal((0, 0), await till.ImportedAsync(csv));
    }

    [Fact]
    public void An_amount_in_a_statement_has_a_point_before_its_pence_and_commas_between_thousands_alone()
    {
        var read = Infrastructure.Billing.BillingFiles.ReadStatement(
            "date,amount,reference\n2026-01-01,540.00,a\n2026-01-01,\"1,234.5\",b\n2026-01-01,\"-1,234,567.89\",c\n2026-01-01,1234567,d\n2026-01-01,10000000.00,e\n");
        Assert.Equal([54_000, 123_450, -123_456_789, 123_456_700, 1_000_000_000], read.Select(l => l.Amount));
    }

    [Theory]
    [InlineData("date;amount;reference\n2026-01-01;540.00;Rent, March\n2026-01-02;1,234.50;x\n")]
    [InlineData("\r\n \"date\";\"amount\";\"reference\"\r\n2026-01-01;540.00;\"Rent, March\"\r\n2026-01-02;\"1,234.50\";x\r\n")]
    [InlineData("Date,Amount,Reference\n2026-01-01,540.00,\"Rent, March\"\n2026-01-02,\"1,234.50\",x;y;z\n")]
    public void A_statement_is_parted_as_the_names_of_its_columns_are(string csv)
    {
        var read = Infrastructure.Billing.BillingFiles.ReadStatement(csv);
        Assert.Equal([(54_000, "Rent, March"), (123_450, read[1].Reference)], read.Select(l => (l.Amount, l.Reference)));
        Assert.StartsWith("x", read[1].Reference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_that_is_cut_is_cut_between_letters()
    {
        var till = await Till.OpenAsync();
        // The first half of the last letter is the 140th.
        var whole = $"{Guid.CreateVersion7():N}{new string('r', 107)}";
        var table = $"date,amount,reference\n2026-01-01,1.00,{whole}\U0001F600 thanks\n";
        Assert.Equal("1", (await till.ImportAsync(table)).Is(201).Text("open"));
        Assert.Contains(
            (await till.Finance.GetAsync("/v1/bank-lines?status=open&limit=200")).Is(200).Json.GetProperty("data").EnumerateArray(), l => l.GetProperty("reference").GetString() == whole);
    }

    [Fact]
    public async Task The_accountants_tables_have_control_totals_and_no_cell_that_is_a_formula()
    {
        var till = await Till.OpenAsync();
        async Task RenameAsync(string name)
        {
            await using var rename = till.App.Database.AdminSource.CreateCommand("UPDATE franchise.organisations SET name = $2 WHERE tenant_id = $1");
            rename.Parameters.AddWithValue(till.Partner.Organisation.Value);
            rename.Parameters.AddWithValue(name);
            await rename.ExecuteNonQueryAsync();
        }
        await RenameAsync("=HYPERLINK(\"http://x\",\"a, b\")");
        var id = await till.IssuedAsync();
        var line = (await till.InvoiceAsync(id)).Json.GetProperty("lines")[0].GetProperty("id").GetString();
        (await till.DoAsync(id, "credit-notes", new { reason = "Some.", lines = new[] { new { lineId = line, net = 1_005 } } })).Is(201);
        var book = (await till.Partner.GetAsync("/v1/exports/sales-day-book")).Is(200);
        Assert.StartsWith("text/csv", book.Headers["Content-Type"], StringComparison.Ordinal);
        var rows = book.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, rows.Length);
        var bytes = await till.Partner.BytesAsync("/v1/exports/sales-day-book");
        Assert.Equal<byte>([0xef, 0xbb, 0xbf], bytes[..3]);
        Assert.Contains(",\"'=HYPERLINK(\"\"http://x\"\",\"\"a, b\"\")\",GBP,", rows[1], StringComparison.Ordinal);
        Assert.Contains(rows, r => r.EndsWith(",GBP,-10.05,-2.01,-12.06,-2.01", StringComparison.Ordinal));
        Assert.EndsWith("control total,2 documents,,,GBP,89.95,17.99,107.94,17.99", rows[3], StringComparison.Ordinal);
        await RenameAsync("＝1+1");
        await till.IssuedAsync();
        Assert.Contains(",'＝1+1,GBP,100.00,20.00,120.00", (await till.Partner.GetAsync("/v1/exports/sales-day-book")).Is(200).Body, StringComparison.Ordinal);
        var vat = (await till.Partner.GetAsync("/v1/exports/vat")).Is(200).Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith(",GBP,standard,20.00,189.95,37.99,37.99", vat[1], StringComparison.Ordinal);
        Assert.Equal("control total,GBP,,,189.95,37.99,37.99", vat[2]);
        (await till.Partner.GetAsync("/v1/exports/vat?from=2020-01-01&until=2026-01-01")).Refuses(422, "validation_failed");
    }

    [Fact]
    public async Task An_issued_invoice_is_printed_on_as_many_sheets_as_it_needs_and_a_draft_is_not()
    {
        var till = await Till.OpenAsync();
        (await till.Partner.GetAsync($"/v1/invoices/{await till.DraftedAsync()}/pdf")).Refuses(409, "invoice_state_forbids");
        var id = (await till.Finance.PostAsync(
            "/v1/invoices",
            new
            {
                organisationId = till.Organisation,
                currency = "GBP",
                lines = Enumerable.Range(1, 60).Select(n => new { kind = "oneOff", description = $"Work {n} {new string('w', 150)}", quantity = 1, unitAmount = 100 }),
            })).Is(201).Text("id");
        (await till.DoAsync(id, "finalise")).Is(200);
        var sheet = (await till.Partner.GetAsync($"/v1/invoices/{id}/pdf")).Is(200);
        Assert.Equal("application/pdf", sheet.Headers["Content-Type"]);
        Assert.StartsWith("%PDF-1.", sheet.Body, StringComparison.Ordinal);
        Assert.Contains($"/Title (Invoice {(await till.InvoiceAsync(id)).Text("number")})", sheet.Body, StringComparison.Ordinal);
        Assert.InRange(System.Text.RegularExpressions.Regex.Count(sheet.Body, "/Type /Page\\b", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)), 2, 12);
    }

    [Fact]
    public async Task A_place_that_is_cancelled_is_not_charged_or_is_credited()
    {
        var till = await Till.OpenAsync();
        var event_ = await SellAsync(till);
        await till.SweepAsync();
        Assert.Equal("pending", Assert.Single(await till.ListAsync("fees")).GetProperty("status").GetString());
        await till.SayAsync("place.cancelled", event_);
        await till.SweepAsync();
        Assert.Equal("waived", Assert.Single(await till.ListAsync("fees")).GetProperty("status").GetString());

        var second = await SellAsync(till);
        await till.SweepAsync();
        await till.MoveToNextMonthAsync();
        await till.MoveAndSweepAsync(3);
        var invoice = Assert.Single(await till.ListAsync("invoices")).GetProperty("id").GetString()!;
        Assert.Equal("finalised", (await till.InvoiceAsync(invoice)).Text("status"));
        await till.SayAsync("place.cancelled", second);
        await till.SweepAsync();
        await till.SweepAsync();
        Assert.Equal(("void", 0), ((await till.InvoiceAsync(invoice)).Text("status"), await till.BalanceAsync("receivable")));
        Assert.Equal(1, await till.CountAsync("SELECT count(*) FROM franchise.credit_notes WHERE tenant_id = $1"));
    }

    /// <summary>The day in the time of organisations that no test moves.</summary>
    internal static string Today => Domain.Shared.OwnTime.Of(Sample.Organisation(TimeProvider.System.GetUtcNow()), TimeProvider.System.GetUtcNow()).Today.ToString("yyyy-MM-dd");

    /// <summary>A place on a training is sold there for 250.00.</summary>
    internal static async Task<string> SellAsync(Till till)
    {
        var place = Domain.Shared.Id<Domain.Delivery.TrainingPlace>.New(TimeProvider.System.GetUtcNow()).ToString();
        await till.SayAsync("place.sold", place, new() { ["price"] = 25_000L, ["currency"] = "GBP" });
        return place;
    }
}
