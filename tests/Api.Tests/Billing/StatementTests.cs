using System.Text.Json;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;

namespace Franchise.Api.Tests.Billing;

/// <summary>Bank statements: what no line of them does to the others, and to whom they pay nothing.</summary>
public sealed class StatementTests
{
    private static Task<Till> LiveAsync() => Till.OpenAsync(with: o => o.IsSandbox = false);

    private static async Task<string> NumberAsync(Till till, string invoice) => (await till.InvoiceAsync(invoice)).Text("number");

    private static async Task<JsonElement> LineAsync(Till till, string reference) =>
        (await till.Finance.GetAsync("/v1/bank-lines?limit=200")).Is(200).Json.GetProperty("data").EnumerateArray().First(l => l.GetProperty("reference").GetString() == reference);

    [Fact]
    public async Task A_line_that_cannot_be_taken_stays_open_and_says_why_and_the_others_are_imported()
    {
        var (till, moved) = (await LiveAsync(), await LiveAsync());
        var (paid, old, foreign) = (await till.IssuedAsync(), await till.IssuedAsync(), await moved.IssuedAsync());
        var (first, second, third) = (await NumberAsync(till, paid), await NumberAsync(till, old), await NumberAsync(moved, foreign));
        // As organisations stand whose currency was changed before that was refused.
        await till.Desk.SqlAsync($"UPDATE franchise.organisations SET currency = 'EUR' WHERE tenant_id = '{moved.Partner.Organisation.Value}'");
        var ahead = DateOnly.Parse(MoneyTests.Today).AddDays(40);
        var fourth = await NumberAsync(till, await till.IssuedAsync());
        var import = (await till.ImportAsync($"date,amount,reference\n2019-03-01,120.00,{second}\n{MoneyTests.Today},120.00,{third}\n{ahead:O},120.00,{fourth}\n{MoneyTests.Today},120.00,{first}\n")).Is(201);
        Assert.Equal(("1", "3"), (import.Text("matched"), import.Text("open")));
        Assert.Equal(("paid", "finalised", "finalised"), ((await till.InvoiceAsync(paid)).Text("status"), (await till.InvoiceAsync(old)).Text("status"), (await moved.InvoiceAsync(foreign)).Text("status")));
        Assert.Equal("It came in within two years, today at the latest.", (await LineAsync(till, second)).GetProperty("openBecause").GetString());
        Assert.Equal("It came in within two years, today at the latest.", (await LineAsync(till, fourth)).GetProperty("openBecause").GetString());
        Assert.Equal("The organisation pays in EUR.", (await LineAsync(till, third)).GetProperty("openBecause").GetString());
        Assert.Equal(JsonValueKind.Null, (await LineAsync(till, first)).GetProperty("openBecause").ValueKind);
        // Of what was refused nothing was written.
        Assert.Empty(await moved.ListAsync("payments"));
        Assert.Equal((12_000, 0, 0), (await moved.BalanceAsync("receivable"), await moved.BalanceAsync("cash"), await moved.BalanceAsync("credit")));
        Assert.Equal(12_000, await till.BalanceAsync("cash"));
    }

    [Fact]
    public async Task Real_money_never_pays_an_invoice_of_a_sandbox_by_itself()
    {
        var till = await Till.OpenAsync();
        var invoice = await till.IssuedAsync();
        var number = await NumberAsync(till, invoice);
        await till.Desk.MoveAsync(1_000);
        var import = (await till.ImportAsync($"date,amount,reference\n{MoneyTests.Today},120.00,{number}\n")).Is(201);
        Assert.Equal(("0", "1"), (import.Text("matched"), import.Text("open")));
        Assert.Contains("sandbox", (await LineAsync(till, number)).GetProperty("openBecause").GetString(), StringComparison.Ordinal);
        Assert.Empty(await till.ListAsync("payments"));
        Assert.Equal("finalised", (await till.InvoiceAsync(invoice)).Text("status"));
    }

    [Fact]
    public async Task A_statement_that_was_imported_in_the_wrong_currency_pays_nothing_and_is_imported_again_in_the_right_one()
    {
        var till = await LiveAsync();
        var invoice = await till.IssuedAsync();
        var number = await NumberAsync(till, invoice);
        var table = $"date,amount,reference\n{MoneyTests.Today},120.00,{number}\n";
        var wrong = (await till.Finance.PostAsync("/v1/bank-statements", new { currency = "EUR", csv = table })).Is(201);
        Assert.Equal(("0", "1"), (wrong.Text("matched"), wrong.Text("open")));
        var line = await LineAsync(till, number);
        await till.WithoutEffectAsync(async () =>
        {
            (await till.Finance.PostAsync($"/v1/bank-lines/{line.GetProperty("id").GetString()}/match", new { organisationId = till.Organisation, invoiceId = invoice })).Refuses(422, "currency_mismatch");
            (await till.Finance.PostAsync("/v1/bank-statements", new { currency = "EUR", csv = table })).Refuses(409, "statement_imported_already");
            (await till.Finance.PostAsync("/v1/bank-statements", new { currency = "USD", csv = table })).Refuses(422, "validation_failed");
        });
        var right = (await till.ImportAsync(table)).Is(201);
        Assert.Equal(("1", "0", "0"), (right.Text("matched"), right.Text("open"), right.Text("repeated")));
        Assert.Equal("paid", (await till.InvoiceAsync(invoice)).Text("status"));
    }

    [Fact]
    public async Task A_number_is_found_however_many_others_are_owed_just_as_much()
    {
        var till = await LiveAsync();
        // Of an amount of its own, so that other tests see nothing of it.
        var net = System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_001, 160_000) * 5L;
        var template = await till.IssuedAsync(net);
        var total = Till.Of(await till.InvoiceAsync(template), "total");
        var amount = $"{total / 100}.{total % 100:D2}";
        // Older than what is named.
        await till.Desk.SqlAsync(
            $"""
            INSERT INTO franchise.invoices
            SELECT (jsonb_populate_record(i, jsonb_build_object('id', '00000000' || substr(gen_random_uuid()::text, 9), 'number', 'C4-1999-' || lpad((900000 + n)::text, 6, '0')))).*
            FROM franchise.invoices i, generate_series(1, 1100) n WHERE i.tenant_id = '{till.Partner.Organisation.Value}'
            """);
        var exact = await till.IssuedAsync(net);
        var unclear = $"Somebody {Guid.CreateVersion7():N} {await NumberAsync(till, template)} {await NumberAsync(till, exact)}";
        var import = (await till.ImportAsync($"date,amount,reference\n{MoneyTests.Today},{amount},{await NumberAsync(till, exact)}\n{MoneyTests.Today},{amount},{unclear}\n")).Is(201);
        Assert.Equal(("1", "1"), (import.Text("matched"), import.Text("open")));
        Assert.Equal("paid", (await till.InvoiceAsync(exact)).Text("status"));
        // What it names comes first, then some of those that are owed as much.
        var suggested = (await LineAsync(till, unclear)).GetProperty("suggestions").EnumerateArray().Select(s => s.GetProperty("id").GetString()).ToList();
        Assert.Equal((10, template), (suggested.Count, suggested[0]));
    }

    [Fact]
    public async Task Of_two_finance_officers_who_match_one_transfer_at_once_one_is_told_and_her_match_leaves_no_trace()
    {
        var (till, other) = (await Till.OpenAsync(), await Till.OpenAsync());
        Caller[] officers = [await OfficerAsync(), await OfficerAsync()];
        Assert.NotEqual(officers[0].ClientId, officers[1].ClientId);
        var reference = $"Whose {Guid.CreateVersion7():N}";
        (await till.ImportAsync($"date,amount,reference\n{MoneyTests.Today},120.00,{reference}\n")).Is(201);
        var path = (await till.BankLineAsync(reference)).Path;
        Till[] whose = [till, other];
        string[] invoices = [await till.IssuedAsync(), await other.IssuedAsync()];
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(n => officers[n].PostAsync($"{path}/match", new { organisationId = whose[n].Organisation, invoiceId = invoices[n] })));
        Assert.Equal([201, 409], answers.Select(a => a.Status).Order());
        var won = Array.FindIndex(answers, a => a.Status == 201);
        answers[1 - won].Refuses(409, "bank_line_settled");
        Assert.Equal(("paid", "finalised"), ((await whose[won].InvoiceAsync(invoices[won])).Text("status"), (await whose[1 - won].InvoiceAsync(invoices[1 - won])).Text("status")));
        Assert.Empty(await whose[1 - won].ListAsync("payments"));
        Assert.Equal((12_000, 0), (await whose[won].BalanceAsync("cash"), await whose[1 - won].BalanceAsync("cash")));
        Assert.Contains(officers[won].ClientId.ToString(), (await till.BankLineAsync(reference)).Row, StringComparison.Ordinal);

        Task<Caller> OfficerAsync() => till.App.CallerAsync(Organisation.FranchisorId, Permission.Of(Role.Finance));
    }
}
