using Franchise.Api.Tests.Assurance;
using UglyToad.PdfPig;

namespace Franchise.Api.Tests.Billing;

/// <summary>Invoices and credit notes on paper and as JSON: all that the law asks of them.</summary>
public sealed class PaperTests
{
    private const string Supplier = "1 Supplier Street\nBirmingham\nB2 2BB";
    private const string Customer = "1 High Street\nBirmingham\nB1 1AA\nGB";

    [Fact]
    public async Task An_invoice_and_its_credit_note_say_all_that_the_law_asks_for()
    {
        var till = await OpenAsync();
        var id = (await till.Finance.PostAsync("/v1/invoices", Body(till, "GBP"))).Is(201).Text("id");
        var invoice = (await till.DoAsync(id, "finalise")).Is(200);
        var (on, due) = (await till.Desk.TodayAsync(), (await till.Desk.TodayAsync()).AddDays(30));
        SidesAre(invoice, "GBP");
        Assert.Equal(($"{on:O}", $"{on:O}", $"{due:O}", "PO-77"), (invoice.Text("issuedOn"), invoice.Text("taxPoint"), invoice.Text("dueOn"), invoice.Text("purchaseOrder")));
        var payTo = invoice.Json.GetProperty("payTo");
        Assert.Equal(("12-34-56", "98765432", null), (payTo.GetProperty("sortCode").GetString(), payTo.GetProperty("accountNumber").GetString(), payTo.GetProperty("iban").GetString()));
        var lines = invoice.Json.GetProperty("lines").EnumerateArray().ToList();
        Assert.Equal(
            ["standard:2000:Standard-rated supply in the United Kingdom.", "zero:0:Printed books.", "reduced:500:As the adviser says."],
            lines.Select(l => $"{l.GetProperty("vatTreatment").GetString()}:{l.GetProperty("rateBasisPoints").GetInt32()}:{l.GetProperty("vatReason").GetString()}"));
        var text = await TextAsync(till.Partner, $"/v1/invoices/{id}/pdf");
        Says(
            text, "VAT invoice", invoice.Text("number"), "Cohort 4", "1 Supplier Street", "B2 2BB", "VAT number GB123456789", "Harbour Women's Aid", "1 High Street", "B1 1AA",
            $"Issued {on:d MMMM yyyy}", $"Tax point {on:d MMMM yyyy}", $"Due {due:d MMMM yyyy}", "PO-77", "Training", "£100.05", "20%", "Standard-rated supply in the United Kingdom.",
            "Handbooks", "0%", "Printed books.", "Heating", "5%", "As the adviser says.", "VAT at 20% on £100.05", "£20.01", "VAT at 5% on £3.33", "£0.17", "£153.38Net", "£20.18VAT", "£173.56To pay",
            $"name {invoice.Text("number")}", "Account name: Cohort 4 of the tests", "Sort code: 12-34-56", "Account number: 98765432");
        Assert.DoesNotContain("IBAN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sterling", text, StringComparison.Ordinal);

        // What it says stays, whatever becomes of the organisation.
        await till.Desk.MoveAsync(5);
        await till.Desk.SqlAsync($"UPDATE franchise.organisations SET name = 'Another' WHERE tenant_id = '{till.Partner.Organisation.Value}'");
        var note = (await till.DoAsync(id, "credit-notes", new { reason = "Ten too many.", lines = lines.Select(l => new { lineId = l.GetProperty("id").GetString(), net = 100 }) })).Is(201);
        SidesAre(note, "GBP");
        var later = on.AddDays(5);
        Assert.Equal((invoice.Text("number"), $"{on:O}", $"{later:O}", "PO-77"), (note.Text("invoiceNumber"), note.Text("invoiceIssuedOn"), note.Text("issuedOn"), note.Text("purchaseOrder")));
        Assert.Equal(
            ["standard:Standard-rated supply in the United Kingdom.:20", "zero:Printed books.:0", "reduced:As the adviser says.:5"],
            note.Json.GetProperty("lines").EnumerateArray().Select(l => $"{l.GetProperty("vatTreatment").GetString()}:{l.GetProperty("vatReason").GetString()}:{l.GetProperty("vat").GetInt64()}"));
        Assert.Equal(3, note.Json.GetProperty("vatTotals").GetArrayLength());
        var credit = await TextAsync(till.Partner, $"/v1/credit-notes/{note.Text("id")}/pdf");
        Says(
            credit, "VAT credit note", note.Text("number"), "Cohort 4", "1 Supplier Street", "VAT number GB123456789", "Harbour Women's Aid", "1 High Street",
            $"Issued {later:d MMMM yyyy}", $"Credits invoice {invoice.Text("number")} of {on:d MMMM yyyy}", "PO-77", "Reason: Ten too many.", "Training", "20%", "Standard-rated supply in the United Kingdom.",
            "Printed books.", "As the adviser says.", "VAT at 20% on £1.00", "£0.20", "VAT at 5% on £1.00", "£0.05", "£3.00Net", "£0.25VAT", "£3.25Credited");
        Assert.True(System.Text.Json.JsonElement.DeepEquals(note.Json, (await till.Partner.GetAsync($"/v1/credit-notes/{note.Text("id")}")).Is(200).Json));
        Assert.Equal(await till.Partner.BytesAsync($"/v1/credit-notes/{note.Text("id")}/pdf"), await till.Finance.BytesAsync($"/v1/credit-notes/{note.Text("id")}/pdf"));
        (await (await Till.OpenAsync()).Partner.GetAsync($"/v1/credit-notes/{note.Text("id")}/pdf")).Refuses(404, "not_found");
    }

    [Fact]
    public async Task In_euro_both_say_the_VAT_in_sterling_too_and_name_the_account_by_its_IBAN()
    {
        var till = await OpenAsync("EUR");
        var id = (await till.Finance.PostAsync("/v1/invoices", Body(till, "EUR"))).Is(201).Text("id");
        var invoice = (await till.DoAsync(id, "finalise")).Is(200);
        SidesAre(invoice, "EUR");
        Assert.Equal((2_018, 1_715, "0.850000", "2014-01-01"), (Till.Of(invoice, "vat"), Till.Of(invoice, "vatInSterling"), invoice.Json.GetProperty("sterlingRate").GetRawText(), invoice.Text("sterlingRateFrom")));
        Assert.Equal("GBP", invoice.Json.GetProperty("vatInSterling").GetProperty("currency").GetString());
        Assert.Equal([1_701, 14, 0], invoice.Json.GetProperty("vatTotals").EnumerateArray().Select(t => t.GetProperty("vatInSterling").GetInt64()));
        var payTo = invoice.Json.GetProperty("payTo");
        Assert.Equal((null, "GB82WEST12345698765432", "WESTGB2L"), (payTo.GetProperty("sortCode").GetString(), payTo.GetProperty("iban").GetString(), payTo.GetProperty("bic").GetString()));
        var text = await TextAsync(till.Partner, $"/v1/invoices/{id}/pdf");
        Says(
            text, "€100.05", "€20.18VAT", "€173.56To pay", "£17.01VAT at 20% in sterling", "£0.14VAT at 5% in sterling", "£17.15VAT in sterling",
            "At 0.85 pounds sterling for 1 EUR, the rate from 1 January 2014 on.", "IBAN: GB82WEST12345698765432", "BIC: WESTGB2L");
        Assert.DoesNotContain("Sort code", text, StringComparison.Ordinal);
        var line = invoice.Json.GetProperty("lines")[0].GetProperty("id").GetString();
        var note = (await till.DoAsync(id, "credit-notes", new { reason = "Half.", lines = new[] { new { lineId = line, net = 5_000 } } })).Is(201);
        Assert.Equal((1_000, 850, "0.850000"), (Till.Of(note, "vat"), Till.Of(note, "vatInSterling"), note.Json.GetProperty("sterlingRate").GetRawText()));
        Says(await TextAsync(till.Partner, $"/v1/credit-notes/{note.Text("id")}/pdf"), "€10.00VAT", "€60.00Credited", "£8.50VAT in sterling", "At 0.85 pounds sterling for 1 EUR");
    }

    [Fact]
    public async Task A_treatment_of_the_price_list_reaches_the_line_with_its_reason_and_one_that_never_could_is_refused()
    {
        var till = await Till.OpenAsync();
        var today = await till.Desk.TodayAsync();
        var fees = new { annualFee = 1, includedLearners = 1, extraLearner = 1, registration = 1, certificate = 1, trainingPlace = 1, bespokeUnit = 1 };
        object Prices(string treatment) =>
            new { package = till.Desk.Code, currency = "GBP", from = today, fees, items = new[] { new { code = "HB", title = "Handbook", amount = 1_000, vatTreatment = treatment, vatReason = "Printed books." } } };
        var refused = (await till.Finance.PostAsync("/v1/prices", Prices("supplierNotRegistered"))).Refuses(422, "validation_failed");
        Assert.Equal("/items/0/vatTreatment", refused.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
        var draft = (await till.Finance.PostAsync("/v1/prices", Prices("zero"))).Is(201);
        var key = Domain.Shared.Id<Domain.Billing.PriceVersion>.Parse(draft.Text("id"), null).Value;
        // One that was drafted before this was known.
        await till.Desk.SqlAsync($"UPDATE franchise.price_items SET vat_treatment = 'supplier_not_registered' WHERE price_version_id = '{key}'");
        (await till.Finance.PostAsync($"/v1/prices/{draft.Text("id")}/publish", null, draft.ETag)).Refuses(422, "validation_failed");
        await till.Desk.SqlAsync($"UPDATE franchise.price_items SET vat_treatment = 'zero' WHERE price_version_id = '{key}'");
        await till.PublishAsync(draft);
        var id = (await till.Finance.PostAsync(
            "/v1/invoices", new { organisationId = till.Organisation, currency = "GBP", package = till.Desk.Code, lines = new[] { new { kind = "oneOff", description = (string?)null, quantity = 2, item = "HB" } } })).Is(201).Text("id");
        var line = (await till.DoAsync(id, "finalise")).Is(200).Json.GetProperty("lines")[0];
        Assert.Equal(("zero", "Printed books.", 0, 2_000), (line.GetProperty("vatTreatment").GetString(), line.GetProperty("vatReason").GetString(), line.GetProperty("vat").GetInt64(), line.GetProperty("net").GetInt64()));
    }

    internal static object Body(Till till, string currency) =>
        new
        {
            organisationId = till.Organisation,
            currency,
            lines = new object[]
            {
                new { kind = "oneOff", description = "Training", quantity = 1, unitAmount = 10_005 },
                new { kind = "oneOff", description = "Handbooks", quantity = 1, unitAmount = 5_000, vat = new { treatment = "zero", reason = "Printed books." } },
                new { kind = "oneOff", description = "Heating", quantity = 1, unitAmount = 333, vat = new { treatment = "reduced", reason = "As the adviser says." } },
            },
        };

    private static async Task<Till> OpenAsync(string currency = "GBP")
    {
        var till = await Till.OpenAsync(with: o => o.Currency = currency);
        await till.Desk.SqlAsync($"UPDATE franchise.organisations SET name = 'Harbour Women''s Aid' WHERE tenant_id = '{till.Partner.Organisation.Value}'");
        var path = $"/v1/billing-profiles/{till.Organisation}";
        (await till.Finance.PutAsync(path, new { purchaseOrder = "PO-77" }, (await till.Finance.GetAsync(path)).Is(200).ETag)).Is(200);
        return till;
    }

    private static void SidesAre(Answer paper, string currency)
    {
        Assert.Equal(currency, paper.Json.GetProperty("total").GetProperty("currency").GetString());
        foreach (var (side, name, address, number) in new[] { ("supplier", "Cohort 4", Supplier, "GB123456789"), ("customer", "Harbour Women's Aid", Customer, null) })
        {
            var party = paper.Json.GetProperty(side);
            Assert.Equal((name, address, number), (party.GetProperty("name").GetString(), party.GetProperty("address").GetString(), party.GetProperty("vatNumber").GetString()));
        }
    }

    // An amount is drawn before what it is of, and lines stand without a space between them.
    private static void Says(string text, params string[] all) => Assert.All(all, said => Assert.Contains(said, text, StringComparison.Ordinal));

    private static async Task<string> TextAsync(Caller by, string path)
    {
        using var pdf = PdfDocument.Open(await by.BytesAsync(path));
        return string.Concat(pdf.GetPages().Select(p => p.Text));
    }
}
