using Franchise.Api.Tests.Licensing;
using Franchise.Domain.Identity;
using Franchise.Infrastructure;
using Franchise.Infrastructure.Billing;
using Microsoft.Extensions.Configuration;

namespace Franchise.Api.Tests.Billing;

/// <summary>What is found among invoices, what an account says, and who may see it.</summary>
public sealed class OverviewTests
{
    [Fact]
    public async Task What_waits_is_disputed_or_is_overdue_is_found()
    {
        var till = await Till.OpenAsync();
        var (waiting, disputed, paid) = (await till.DraftedAsync(1_000_000), await till.IssuedAsync(), await till.IssuedAsync());
        (await till.DoAsync(disputed, "dispute", new { reason = "Too many." })).Is(200);
        (await till.PayAsync(12_000, paid)).Is(201);
        await till.Desk.MoveAsync(30);
        await FindsAsync("overdue=true");
        await till.Desk.MoveAsync(1);
        var late = await till.IssuedAsync();
        await FindsAsync("awaitsApproval=true", waiting);
        await FindsAsync("awaitsApproval=false", disputed, paid, late);
        await FindsAsync("disputed=true", disputed);
        await FindsAsync("disputed=false", waiting, paid, late);
        // By the organisation's own date: here a month has gone by.
        await FindsAsync("overdue=true", disputed);
        await FindsAsync("overdue=false", waiting, paid, late);
        await FindsAsync("overdue=true&disputed=false");
        var found = Assert.Single(await till.ListAsync("invoices", "&overdue=true"));
        Assert.Equal(System.Text.Json.JsonValueKind.String, found.GetProperty("disputedAt").ValueKind);
        Assert.Equal((await till.InvoiceAsync(disputed)).Text("dueOn"), found.GetProperty("dueOn").GetString());
        Assert.Equal([disputed], (await till.Partner.GetAsync("/v1/invoices?overdue=true")).Is(200).Json.GetProperty("data").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
        (await till.Partner.GetAsync("/v1/invoices?overdue=perhaps")).Refuses(400, "malformed_request");

        async Task FindsAsync(string filter, params string[] ids) =>
            Assert.Equal(ids.Order(), (await till.ListAsync("invoices", $"&{filter}")).Select(i => i.GetProperty("id").GetString()!).Order());
    }

    [Fact]
    public async Task A_statement_shows_a_payment_on_the_day_it_came_in_and_a_write_off_as_one()
    {
        var till = await Till.OpenAsync();
        var id = await till.IssuedAsync();
        var start = await till.Desk.TodayAsync();
        await till.Desk.MoveAsync(20);
        // Recorded ten days after it came in.
        (await till.Finance.PostAsync(
            "/v1/payments",
            new { organisationId = till.Organisation, method = "cheque", amount = new { amount = 5_000, currency = "GBP" }, receivedOn = start.AddDays(10), reference = "Cheque 7", invoiceId = id })).Is(201);
        (await till.DoAsync(id, "uncollectible")).Is(200);
        var number = (await till.InvoiceAsync(id)).Text("number");
        Assert.Equal(
            [$"{start:O} invoice {number} 12000 12000", $"{start.AddDays(10):O} payment Cheque 7 -5000 7000", $"{start.AddDays(20):O} writeOff {number} -7000 0"], await EntriesAsync(""));
        Assert.Equal([$"{start:O} invoice {number} 12000 12000", $"{start.AddDays(10):O} payment Cheque 7 -5000 7000"], await EntriesAsync($"?from={start:O}&until={start.AddDays(10):O}"));
        Assert.Equal([$"{start:O} invoice {number} 12000 12000"], await EntriesAsync($"?from={start:O}&until={start.AddDays(9):O}"));
        Assert.Equal([$"{start.AddDays(20):O} writeOff {number} -7000 0"], await EntriesAsync($"?from={start.AddDays(11):O}&until={start.AddDays(20):O}"));

        var csv = (await till.Partner.GetAsync($"/v1/account-statements/{till.Organisation}/csv?from={start:O}&until={start.AddDays(20):O}")).Is(200);
        Assert.StartsWith("text/csv", csv.Headers["Content-Type"], StringComparison.Ordinal);
        var rows = csv.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, rows.Length);
        Assert.EndsWith("currency,date,type,number,document,amount,balance", rows[0], StringComparison.Ordinal);
        Assert.Equal($"GBP,{start:O},opening,,,,0.00", rows[1]);
        Assert.Equal($"GBP,{start:O},invoice,{number},{id},120.00,120.00", rows[2]);
        Assert.StartsWith($"GBP,{start.AddDays(10):O},payment,Cheque 7,pay_", rows[3], StringComparison.Ordinal);
        Assert.Equal($"GBP,{start.AddDays(20):O},writeOff,{number},{id},-70.00,0.00", rows[4]);
        Assert.Equal($"GBP,{start.AddDays(20):O},closing,,,,0.00", rows[5]);

        // What was given up and comes in all the same is owed no longer, and was not before.
        (await till.PayAsync(7_000, id)).Is(201);
        Assert.Equal(["payment By hand -7000 -7000", $"writeOff {number} 7000 0"], (await EntriesAsync("")).Skip(3).Select(e => e[11..].Replace("By hand 7000", $"{number} 7000", StringComparison.Ordinal)));
        (await (await Till.OpenAsync()).Partner.GetAsync($"/v1/account-statements/{till.Organisation}/csv")).Refuses(404, "not_found");

        async Task<string[]> EntriesAsync(string days)
        {
            var accounts = (await till.Partner.GetAsync($"/v1/account-statements/{till.Organisation}{days}")).Is(200).Json.GetProperty("accounts");
            return
            [
                .. accounts[0].GetProperty("entries").EnumerateArray().Select(e =>
                    $"{e.GetProperty("on").GetString()} {e.GetProperty("kind").GetString()} {e.GetProperty("number").GetString()} {e.GetProperty("amount").GetInt64()} {e.GetProperty("balance").GetInt64()}"),
            ];
        }
    }

    [Fact]
    public async Task A_month_that_is_too_much_for_one_invoice_holds_no_other_up_and_is_charged_by_the_next()
    {
        var till = await Till.OpenAsync();
        for (var i = 0; i < 11; i++)
            await till.SayAsync("place.sold", Domain.Shared.Id<Domain.Delivery.TrainingPlace>.New(TimeProvider.System.GetUtcNow()).ToString(), new() { ["price"] = Domain.Shared.Money.Most, ["currency"] = "GBP" });
        await till.SweepAsync();
        var today = await till.Desk.TodayAsync();
        await till.Desk.MoveAsync(Domain.Billing.Fee.FirstOfNextMonth(today).DayNumber - today.DayNumber);
        await till.Desk.ActiveAsync();
        await till.SweepAsync();
        Assert.Equal(["licence", "usage"], (await till.ListAsync("invoices")).Select(i => i.GetProperty("kind").GetString()).Order());
        Assert.Equal("8", await LinesAsync());
        await till.SweepAsync();
        Assert.Equal("8", await LinesAsync());
        await till.MoveToNextMonthAsync();
        Assert.Equal("8 3", await LinesAsync());
        Assert.Equal(11, (await till.ListAsync("fees", "&limit=200")).Count(f => f.GetProperty("kind").GetString() == "trainingPlace" && f.GetProperty("status").GetString() == "invoiced"));

        async Task<string> LinesAsync()
        {
            List<int> lines = [];
            foreach (var usage in (await till.ListAsync("invoices")).Where(i => i.GetProperty("kind").GetString() == "usage").Reverse())
                lines.Add((await till.InvoiceAsync(usage.GetProperty("id").GetString()!)).Json.GetProperty("lines").GetArrayLength());
            return string.Join(" ", lines);
        }
    }

    [Theory]
    [InlineData("P6M", 38_850)]
    [InlineData("P12M", 77_700)]
    [InlineData("P90D", 19_159)]
    public async Task A_licence_costs_the_yearly_fee_for_as_long_as_its_term_is(string term, long fee)
    {
        var till = await Till.OpenAsync(Desk.Rules(term: term));
        await till.PublishAsync(await till.PricesAsync(till.Desk.Code));
        var licence = await till.Desk.ActiveAsync();
        Assert.Equal(fee, Till.Of((await till.Desk.GetAsync(licence)).Json.GetProperty("price")));
        // To the same package it is the same price: what is charged by the day for the rest is what is given back.
        var same = (await till.Desk.Admin.PostAsync($"/v1/licences/{licence}/package-change-preview", new { package = till.Desk.Code })).Is(200);
        Assert.Equal((fee, 0), (Till.Of(same, "charge"), Till.Of(same, "difference")));
    }

    [Fact]
    public async Task A_bookkeeper_reads_bills_and_pays_them_and_sees_nothing_else()
    {
        var till = await Till.OpenAsync();
        var id = await till.IssuedAsync();
        var (her, _, _) = await SignIn.InvitedAsync(till.Partner, "bookkeeper");
        foreach (var path in new[] { "/v1/invoices", $"/v1/invoices/{id}", $"/v1/invoices/{id}/pdf", "/v1/credit-notes", "/v1/payments", "/v1/fees", $"/v1/billing-profiles/{till.Organisation}", $"/v1/dunning/{till.Organisation}", $"/v1/account-statements/{till.Organisation}", $"/v1/account-statements/{till.Organisation}/csv", "/v1/exports/vat", "/v1/exchange-rates", "/v1/mandates", "/v1/licences" })
            (await her.GetAsync(path)).Is(200);
        var place = new { returnTo = "https://partner.example/billing" };
        (await her.PostAsync($"/v1/invoices/{id}/payment-pages", place)).Is(201);
        (await her.PostAsync("/v1/mandates", new { kind = "card", place.returnTo })).Is(201);
        foreach (var path in new[] { "/v1/learners", "/v1/courses", "/v1/trainers", "/v1/certificates", "/v1/members", "/v1/clients", "/v1/events", "/v1/audit-entries" })
            (await her.GetAsync(path)).Refuses(403, "permission_missing");
        (await her.PostAsync("/v1/invitations", new { email = "x@example.org", role = "viewer" })).Refuses(403, "permission_missing");
        await till.WithoutEffectAsync(async () => (await till.DoAsync(id, "void", new { reason = "No." }, her)).Refuses(403, "permission_missing"));
        (await her.PutAsync($"/v1/billing-profiles/{till.Organisation}", new { purchaseOrder = "PO-1" }, "\"v0\"")).Refuses(403, "permission_missing");
        await WritesThePurchaseOrderAsync(till, her);
        // Of others she sees nothing, and she is a partner's alone.
        (await her.GetAsync($"/v1/invoices/{await (await Till.OpenAsync()).IssuedAsync()}")).Refuses(404, "not_found");
        (await till.App.Admin.PostAsync("/v1/invitations", new { email = $"{Guid.CreateVersion7():N}@example.org", role = "bookkeeper" })).Refuses(422, "role_not_here");
        Assert.Equal(
            ["billing.read", "catalogue.read", "invoices.pay", "licences.check", "licences.read", "mandates.write", "organisation.read"], Permission.Of(Role.Bookkeeper).Order(StringComparer.Ordinal));
    }

    // It changes neither VAT nor terms, stands on what is issued next, and is hers alone to write.
    private static async Task WritesThePurchaseOrderAsync(Till till, Caller her)
    {
        var path = $"/v1/billing-profiles/{till.Organisation}";
        (await till.Finance.PutAsync(path, new { vatStatus = "registered", vatNumber = "GB123456789", termsDays = 14 }, (await till.Finance.GetAsync(path)).ETag)).Is(200);
        var seen = (await her.GetAsync(path)).Is(200);
        var other = await Till.OpenAsync();
        await till.WithoutEffectAsync(() => other.WithoutEffectAsync(async () =>
        {
            (await her.PutAsync($"{path}/recipient", new { purchaseOrder = "PO-1" })).Refuses(428, "if_match_required");
            (await her.PutAsync($"{path}/recipient", new { purchaseOrder = "PO-1" }, "\"v99\"")).Refuses(412, "stale");
            (await her.PutAsync($"{path}/recipient", new { contactEmail = "nobody" }, seen.ETag)).Refuses(422, "validation_failed");
            (await her.PutAsync($"{path}/recipient", new { termsDays = 120 }, seen.ETag)).Is(400);
            (await her.PutAsync($"/v1/billing-profiles/{other.Organisation}/recipient", new { purchaseOrder = "PO-1" }, "\"v0\"")).Refuses(404, "not_found");
        }));
        var written = (await her.PutAsync($"{path}/recipient", new { purchaseOrder = "PO-1", contactName = "Accounts", contactEmail = "accounts@partner.example" }, seen.ETag)).Is(200);
        Assert.Equal(
            ("PO-1", "Accounts", "accounts@partner.example", "registered", "GB123456789", "14"),
            (written.Text("purchaseOrder"), written.Text("contactName"), written.Text("contactEmail"), written.Text("vatStatus"), written.Text("vatNumber"), written.Text("termsDays")));
        Assert.Equal("PO-1", (await till.InvoiceAsync(await till.IssuedAsync())).Text("purchaseOrder"));
    }

    [Fact]
    public void Where_nobody_could_pay_an_invoice_the_program_does_not_start()
    {
        const string missing = "Billing:Bank:AccountName, SortCode and AccountNumber are not configured";
        Assert.StartsWith(missing, Assert.Throws<StartRefused>(() => From("Production")).Message, StringComparison.Ordinal);
        Assert.False(From("Production", ("Stripe:SecretKey", "sk_test_x")).Supplier.Bank.IsNamed);
        (string, string)[] bank = [("Billing:Bank:AccountName", "Cohort 4"), ("Billing:Bank:SortCode", "12-34-56"), ("Billing:Bank:AccountNumber", "12345678")];
        Assert.Equal("12345678", From("Production", bank).Supplier.Bank.Number);
        Assert.StartsWith("Billing:SupplierAddress is not configured", Assert.Throws<StartRefused>(() => From("Production", [.. bank, ("Billing:VatNumber", "GB123456789")])).Message, StringComparison.Ordinal);
        Assert.Equal("1 Street", From("Production", [.. bank, ("Billing:VatNumber", "GB123456789"), ("Billing:SupplierAddress", "1 Street")]).Supplier.Address);
        // A developer's invoices name an account that nobody takes for one.
        Assert.Contains("do not pay", From("Development", ("Billing:VatNumber", "GB123456789")).Supplier.Bank.Name, StringComparison.Ordinal);
        foreach (var (name, value) in new[] { ("SortCode", "123456"), ("AccountNumber", "123"), ("Iban", "GB82WEST12345698765433"), ("AccountName", "") })
            Assert.Contains($"Billing:Bank:{name}", Assert.Throws<StartRefused>(() => From("Production", [.. bank, ("Billing:Bank:Bic", "WESTGB2L"), ("Billing:Bank:Iban", "GB82WEST12345698765432"), ($"Billing:Bank:{name}", value)])).Message, StringComparison.Ordinal);

        static BillingSettings From(string environment, params (string Name, string Value)[] settings)
        {
            Dictionary<string, string?> values = new(StringComparer.Ordinal) { ["Billing:Helper:Name"] = "Ruth Allen", ["Billing:Helper:Phone"] = "0121 496 0000" };
            foreach (var (name, value) in settings)
                values[name] = value;
            return BillingSettings.From(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), new Microsoft.Extensions.Hosting.Internal.HostingEnvironment { EnvironmentName = environment });
        }
    }
}
