namespace Franchise.Api.Tests.Billing;

/// <summary>What is refused leaves no trace.</summary>
public sealed class RefusalTests
{
    // Each makes what it needs and answers what is then refused.
    private static readonly Dictionary<string, Func<Till, Task<Func<Task>>>> refused = new()
    {
        ["publish a price twice"] = till => OfPriceAsync(till, p => till.Finance.PostAsync($"/v1/prices/{p.Text("id")}/publish", null, p.ETag), 409, "price_not_draft"),
        ["change a published price"] = till => OfPriceAsync(
            till, p => till.Finance.PutAsync($"/v1/prices/{p.Text("id")}", new { from = p.Text("from"), fees = p.Json.GetProperty("fees"), items = Array.Empty<object>() }, p.ETag), 409, "price_not_draft"),
        ["price a fee that has its price"] = async till =>
        {
            var fee = await FeeTests.PendingAsync(till);
            return async () => (await till.Finance.PostAsync($"/v1/fees/{fee}/price", new { unitAmount = 1 })).Refuses(409, "fee_settled");
        },
        ["price a fee below nothing"] = async till =>
        {
            var fee = await FeeTests.UnpricedAsync(till);
            return async () => (await till.Finance.PostAsync($"/v1/fees/{fee}/price", new { unitAmount = -1 })).Refuses(422, "validation_failed");
        },
        ["waive a fee twice"] = async till =>
        {
            var fee = await FeeTests.PendingAsync(till);
            (await till.Finance.PostAsync($"/v1/fees/{fee}/waive", new { reason = "Agreed." })).Is(200);
            return async () => (await till.Finance.PostAsync($"/v1/fees/{fee}/waive", new { reason = "Again." })).Refuses(409, "fee_settled");
        },
        ["waive a fee without a reason"] = async till =>
        {
            var fee = await FeeTests.PendingAsync(till);
            return async () => (await till.Finance.PostAsync($"/v1/fees/{fee}/waive", new { reason = " " })).Refuses(422, "validation_failed");
        },
        ["void an invoice twice"] = async till =>
        {
            var invoice = await till.IssuedAsync();
            (await till.DoAsync(invoice, "void", new { reason = "By mistake." })).Is(200);
            return async () => (await till.DoAsync(invoice, "void", new { reason = "Again." })).Refuses(409, "invoice_state_forbids");
        },
        ["give a draft up"] = till => OfInvoiceAsync(till.DraftedAsync(), till, "uncollectible", null, 409, "invoice_state_forbids"),
        ["dispute a draft"] = till => OfInvoiceAsync(till.DraftedAsync(), till, "dispute", new { reason = "Too many." }, 409, "invoice_state_forbids"),
        ["dispute without a reason"] = till => OfInvoiceAsync(till.IssuedAsync(), till, "dispute", new { reason = "" }, 422, "validation_failed"),
        ["settle no dispute"] = till => OfInvoiceAsync(till.IssuedAsync(), till, "settle-dispute", null, 409, "dispute_state_forbids"),
        ["approve what waits for nobody"] = till => OfInvoiceAsync(till.DraftedAsync(), till, "approve", null, 409, "invoice_state_forbids"),
        ["approve what is issued"] = till => OfInvoiceAsync(till.IssuedAsync(), till, "approve", null, 409, "invoice_state_forbids"),
        ["pay more than is left of a payment"] = till => OfPaymentAsync(till, 3_001, 409, "payment_used_up"),
        ["pay more than is owed"] = till => OfPaymentAsync(till, 2_401, 409, "allocation_too_large", 2_000),
        ["pay nothing"] = till => OfPaymentAsync(till, 0, 422, "validation_failed"),
        ["match a line that is set aside"] = till => OfBankLineAsync(till, MatchAsync(till, null), 409, "bank_line_settled", "ignore"),
        ["set a line aside twice"] = till => OfBankLineAsync(till, l => till.Finance.PostAsync($"{l}/ignore"), 409, "bank_line_settled", "ignore"),
        ["match a line with a draft"] = async till => await OfBankLineAsync(till, MatchAsync(till, await till.DraftedAsync()), 409, "invoice_state_forbids"),
        ["match a line with another organisation's invoice"] = async till =>
            await OfBankLineAsync(till, MatchAsync(till, await (await Till.OpenAsync()).IssuedAsync()), 404, "not_found"),
    };

    public static TheoryData<string> All => new(refused.Keys);

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_refused_leaves_no_trace(string what)
    {
        var till = await Till.OpenAsync();
        await till.WithoutEffectAsync(await refused[what](till));
    }

    private static async Task<Func<Task>> OfInvoiceAsync(Task<string> made, Till till, string action, object? body, int status, string code)
    {
        var invoice = await made;
        return async () => (await till.DoAsync(invoice, action, body)).Refuses(status, code);
    }

    // Prices are Cohort 4's own, and looked at by themselves.
    private static async Task<Func<Task>> OfPriceAsync(Till till, Func<Answer, Task<Answer>> act, int status, string code)
    {
        var price = await till.PublishAsync(await till.PricesAsync(till.Desk.Code, items: new { code = "HB-PRINT", title = "Printed handbook", amount = 1_250 }));
        var before = await StateAsync();
        return async () =>
        {
            (await act(price)).Refuses(status, code);
            Assert.Equal(before, await StateAsync());
        };

        async Task<(string Body, string? ETag, int Events)> StateAsync()
        {
            var stands = (await till.Finance.GetAsync($"/v1/prices/{price.Text("id")}")).Is(200);
            return (stands.Body, stands.ETag, (await till.Desk.EventsAsync(price.Text("id"))).Count);
        }
    }

    private static async Task<Func<Task>> OfPaymentAsync(Till till, long amount, int status, string code, long owed = 10_000)
    {
        var (first, second) = (await till.IssuedAsync(), await till.IssuedAsync(owed));
        var over = (await till.PayAsync(15_000, first)).Is(201);
        return async () => (await till.Finance.PostAsync($"/v1/payments/{over.Text("id")}/allocations", new { invoiceId = second, amount }, over.ETag)).Refuses(status, code);
    }

    private static Func<string, Task<Answer>> MatchAsync(Till till, string? invoice) =>
        line => till.Finance.PostAsync($"{line}/match", new { organisationId = till.Organisation, invoiceId = invoice });

    // What came in is Cohort 4's own, and looked at by itself.
    private static async Task<Func<Task>> OfBankLineAsync(Till till, Func<string, Task<Answer>> act, int status, string code, string? first = null)
    {
        var reference = $"Somebody of {till.Organisation}";
        (await till.ImportAsync($"date,amount,reference\n{await till.Desk.TodayAsync():O},1.00,{reference}\n")).Is(201);
        var line = await till.BankLineAsync(reference);
        if (first is not null)
            (await till.Finance.PostAsync($"{line.Path}/{first}")).Is(200);
        var before = await StateAsync();
        return async () =>
        {
            (await act(line.Path)).Refuses(status, code);
            Assert.Equal(before, await StateAsync());
        };

        async Task<(string Row, int Events)> StateAsync() => ((await till.BankLineAsync(reference)).Row, (await till.Desk.EventsAsync(line.Id)).Count);
    }
}
