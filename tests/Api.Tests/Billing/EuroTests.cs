
namespace Franchise.Api.Tests.Billing;

/// <summary>An organisation that pays in euro, and the rates by which its VAT is said in sterling.</summary>
public sealed class EuroTests
{
    [Fact]
    public async Task What_is_invoiced_paid_and_credited_in_euro_stands_in_every_table_with_its_sterling_and_apart_from_pounds()
    {
        var till = await Till.OpenAsync(with: o => o.Currency = "EUR");
        var id = (await till.Finance.PostAsync("/v1/invoices", PaperTests.Body(till, "EUR"))).Is(201).Text("id");
        var invoice = (await till.DoAsync(id, "finalise")).Is(200);
        await till.WithoutEffectAsync(async () => (await till.PayAsync(100, id)).Refuses(422, "currency_mismatch"));
        var payment = (await till.PayAsync(17_356, id, "EUR")).Is(201);
        Assert.Equal("paid", (await till.InvoiceAsync(id)).Text("status"));
        var line = invoice.Json.GetProperty("lines")[0].GetProperty("id").GetString();
        var note = (await till.DoAsync(id, "credit-notes", new { reason = "Half.", lines = new[] { new { lineId = line, net = 5_000 } } })).Is(201);
        Assert.Equal(-6_000, await till.BalanceAsync("credit"));

        // It pays in pounds from now on: what was in euro stays so, apart.
        await till.Desk.SqlAsync($"UPDATE franchise.organisations SET currency = 'GBP' WHERE tenant_id = '{till.Partner.Organisation.Value}'");
        var pounds = (await till.InvoiceAsync(await till.IssuedAsync())).Text("number");
        var on = await till.Desk.TodayAsync();
        var book = await RowsAsync(till, "sales-day-book");
        Assert.Equal(7, book.Length);
        Assert.EndsWith(",vat,total,vatInSterling", book[0], StringComparison.Ordinal);
        Assert.Single(book, r => r.EndsWith(",EUR,153.38,20.18,173.56,17.15", StringComparison.Ordinal));
        Assert.Single(book, r => r.EndsWith(",EUR,-50.00,-10.00,-60.00,-8.50", StringComparison.Ordinal));
        Assert.Single(book, r => r.EndsWith(",GBP,100.00,20.00,120.00,20.00", StringComparison.Ordinal) && r.Contains(pounds, StringComparison.Ordinal));
        Assert.Equal($"{on:O},control total,2 documents,,,EUR,103.38,10.18,113.56,8.65", book[4]);
        Assert.Equal($"{on:O},control total,1 documents,,,GBP,100.00,20.00,120.00,20.00", book[5]);
        Assert.Equal(",control total,3 documents,,,,,,,28.65", book[6]);
        var vat = await RowsAsync(till, "vat");
        Assert.Contains($"{on:yyyy-MM},EUR,standard,20.00,50.05,10.01,8.51", vat);
        Assert.Contains($"{on:yyyy-MM},EUR,reduced,5.00,3.33,0.17,0.14", vat);
        Assert.Contains($"{on:yyyy-MM},EUR,zero,0.00,50.00,0.00,0.00", vat);
        Assert.Contains($"{on:yyyy-MM},GBP,standard,20.00,100.00,20.00,20.00", vat);
        Assert.Equal(["control total,EUR,,,103.38,10.18,8.65", "control total,GBP,,,100.00,20.00,20.00", "control total,,,,,,28.65"], vat[^3..]);

        var accounts = (await till.Partner.GetAsync($"/v1/account-statements/{till.Organisation}")).Is(200).Json.GetProperty("accounts").EnumerateArray().ToList();
        Assert.Equal(["GBP", "EUR"], accounts.Select(a => a.GetProperty("currency").GetString()));
        Assert.Equal([12_000, -6_000], accounts.Select(a => Till.Of(a.GetProperty("closing"))));
        var entries = accounts[1].GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal(
            [$"invoice {invoice.Text("number")} 17356 17356", "payment By hand -17356 0", $"creditNote {note.Text("number")} -6000 -6000"],
            entries.Select(e => $"{e.GetProperty("kind").GetString()} {e.GetProperty("number").GetString()} {e.GetProperty("amount").GetInt64()} {e.GetProperty("balance").GetInt64()}"));
        Assert.Equal([id, payment.Text("id"), note.Text("id")], entries.Select(e => e.GetProperty("document").GetString()));
    }

    [Fact]
    public async Task Without_a_rate_nothing_with_VAT_is_issued_and_the_rest_goes_on_until_there_is_one()
    {
        // Before the first rate that there is.
        var till = await LongAgoAsync(new(2010, 2, 15));
        var (byHand, byItself) = (await DraftedAsync(till), await DraftedAsync(till));
        var free = (await till.Finance.PostAsync("/v1/invoices", Lines(till, new { treatment = "zero", reason = "Printed books." }))).Is(201).Text("id");
        await till.WithoutEffectAsync(async () => (await till.DoAsync(byHand, "finalise")).Refuses(409, "exchange_rate_missing"));
        Assert.Empty(await till.ListAsync("invoices", "&awaitsExchangeRate=true"));
        await till.MoveAndSweepAsync(3);
        Assert.Equal("finalised", (await till.InvoiceAsync(free)).Text("status"));
        Assert.Equal(("draft", "True"), ((await till.InvoiceAsync(byItself)).Text("status"), (await till.InvoiceAsync(byItself)).Text("awaitsExchangeRate")));
        Assert.Equal(2, (await till.ListAsync("invoices", "&awaitsExchangeRate=true")).Length);
        Assert.Equal(free, Assert.Single(await till.ListAsync("invoices", "&awaitsExchangeRate=false")).GetProperty("id").GetString());
        var held = Assert.Single(await till.Desk.EventsAsync(byItself, "invoice.held"));
        Assert.Equal("exchangeRate", held.Data.GetProperty("waitsFor").GetString());
        await till.SweepAsync();
        Assert.Single(await till.Desk.EventsAsync(byItself, "invoice.held"));

        (await EnterAsync(till, "2010-02-25", 0.9m)).Is(201);
        await till.SweepAsync();
        Assert.Equal("draft", (await till.InvoiceAsync(byItself)).Text("status"));
        // Of the rates of one day the one entered last counts.
        (await EnterAsync(till, "2010-02-16", 0.7m)).Is(201);
        var right = (await EnterAsync(till, "2010-02-16", 0.8m)).Is(201);
        await till.SweepAsync();
        var issued = await till.InvoiceAsync(byItself);
        Assert.Equal(("finalised", "False", 1_750, 1_400), (issued.Text("status"), issued.Text("awaitsExchangeRate"), Till.Of(issued, "vat"), Till.Of(issued, "vatInSterling")));
        Assert.Equal(("0.800000", "2010-02-16"), (issued.Json.GetProperty("sterlingRate").GetRawText(), issued.Text("sterlingRateFrom")));
        Assert.Empty(await till.ListAsync("invoices", "&awaitsExchangeRate=true"));
        // Another rate for that day reaches nothing that is issued, and no rate is changed, in the database neither.
        (await EnterAsync(till, "2010-02-16", 0.75m)).Is(201);
        Assert.Equal(issued.Body, (await till.InvoiceAsync(byItself)).Body);
        Assert.Contains(
            (await till.Partner.GetAsync("/v1/exchange-rates?currency=EUR&limit=200")).Is(200).Json.GetProperty("data").EnumerateArray(), r => r.GetProperty("id").GetString() == right.Text("id"));
        foreach (var sql in new[] { "UPDATE franchise.exchange_rates SET sterling_per_unit = 1", "DELETE FROM franchise.exchange_rates" })
        {
            await using var platform = await till.App.Database.AsTenantAsync(till.Partner.Organisation, Infrastructure.Tenancy.DatabaseRole.Platform);
            await using var command = new Npgsql.NpgsqlCommand(sql, platform);
            Assert.Equal("42501", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    [Theory]
    [InlineData("GBP", "2026-01-01", "0.85")]
    [InlineData("USD", "2026-01-01", "0.85")]
    [InlineData("EUR", "1999-01-01", "0.85")]
    [InlineData("EUR", "2026-01-01", "0")]
    [InlineData("EUR", "2026-01-01", "-1")]
    [InlineData("EUR", "2026-01-01", "0.8412345")]
    [InlineData("EUR", "2026-01-01", "1000.1")]
    public async Task A_rate_that_makes_no_sense_is_refused(string currency, string from, string rate)
    {
        var till = await Till.OpenAsync();
        (await till.Finance.PostAsync("/v1/exchange-rates", new { currency, from, sterlingPerUnit = decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture) })).Refuses(422, "validation_failed");
        (await till.Partner.PostAsync("/v1/exchange-rates", new { currency = "EUR", from = "2026-01-01", sterlingPerUnit = 0.85m })).Refuses(403, "permission_missing");
    }

    private static Task<Answer> EnterAsync(Till till, string from, decimal rate) =>
        till.Finance.PostAsync("/v1/exchange-rates", new { currency = "EUR", from, sterlingPerUnit = rate });

    private static async Task<Till> LongAgoAsync(DateOnly day)
    {
        var till = await Till.OpenAsync(with: o => o.Currency = "EUR");
        var back = (await till.Desk.TodayAsync()).DayNumber - day.DayNumber;
        await till.Desk.SqlAsync($"UPDATE franchise.organisations SET clock_offset = '-{back} days' WHERE tenant_id = '{till.Partner.Organisation.Value}'");
        return till;
    }

    private static object Lines(Till till, object? vat = null) =>
        new { organisationId = till.Organisation, currency = "EUR", lines = new[] { new { kind = "oneOff", description = "Handbooks", quantity = 1, unitAmount = 10_000, vat } } };

    private static async Task<string> DraftedAsync(Till till) => (await till.Finance.PostAsync("/v1/invoices", Lines(till))).Is(201).Text("id");

    private static async Task<string[]> RowsAsync(Till till, string table) =>
        (await till.Partner.GetAsync($"/v1/exports/{table}")).Is(200).Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
