using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Franchise.Api.Billing;
using Franchise.Api.Tests.Licensing;
using Franchise.Infrastructure.Billing;
using Franchise.Infrastructure.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Api.Tests.Billing;

/// <summary>A partner that is billed, and what Finance does, in few words.</summary>
internal sealed class Till
{
    private static readonly string[] tables =
    [
        "fees", "invoices", "invoice_lines", "credit_notes", "credit_note_lines", "payments", "allocations", "ledger_entries", "billing_profiles", "concessions", "events",
        "audit_entries", "idempotency_records", "mandates", "collections", "refunds", "payment_disputes", "stripe_payers",
    ];

    private Till(Desk desk) => Desk = desk;

    public Desk Desk { get; }
    public App App => Desk.App;
    public Caller Finance => App.Finance;
    public Caller Partner => Desk.Partner;
    public string Organisation => Partner.Organisation.ToString();

    public static async Task<Till> OpenAsync(object? rules = null, Action<PartnerOptions>? with = null) => At(await Desk.OpenAsync(rules, with));

    public static Till At(Desk desk) => new(desk);

    public Task<Swept> SweepAsync() => SweepAsync(App, Partner.Organisation);

    public static Task<Swept> SweepAsync(App app, Domain.Shared.Id<Domain.Organisations.Organisation> organisation) =>
        app.SweepAsync(
            new SweepBilling(
                app.Database.Doors, TimeProvider.System, app.Services.GetRequiredService<BillingSettings>(), app.Services.GetRequiredService<Microsoft.Extensions.Logging.ILogger<SweepBilling>>()),
            organisation);

    public async Task MoveAndSweepAsync(int days)
    {
        await Desk.MoveAsync(days);
        await SweepAsync();
    }

    /// <summary>To the first of the next month there.</summary>
    public async Task MoveToNextMonthAsync()
    {
        var today = await Desk.TodayAsync();
        await MoveAndSweepAsync(Domain.Billing.Fee.FirstOfNextMonth(today).DayNumber - today.DayNumber);
    }

    public async Task<JsonElement[]> ListAsync(string what, string also = "") =>
        [.. (await Finance.GetAsync($"/v1/{what}?organisation={Organisation}{also}")).Is(200).Json.GetProperty("data").EnumerateArray()];

    public async Task<Answer> InvoiceAsync(string id) => (await Finance.GetAsync($"/v1/invoices/{id}")).Is(200);

    public object Lines(long unitAmount, int quantity = 1, object? vat = null) =>
        new { organisationId = Organisation, currency = "GBP", lines = new[] { new { kind = "oneOff", description = "Printed handbooks", quantity, unitAmount, vat } } };

    public async Task<string> DraftedAsync(long unitAmount = 10_000) => (await Finance.PostAsync("/v1/invoices", Lines(unitAmount))).Is(201).Text("id");

    public async Task<Answer> DoAsync(string id, string action, object? body = null, Caller? as_ = null) =>
        await (as_ ?? Finance).PostAsync($"/v1/invoices/{id}/{action}", body, (await InvoiceAsync(id)).ETag);

    /// <summary>Of 100.00 and 20.00 VAT unless said otherwise.</summary>
    public async Task<string> IssuedAsync(long unitAmount = 10_000)
    {
        var id = await DraftedAsync(unitAmount);
        (await DoAsync(id, "finalise")).Is(200);
        return id;
    }

    public async Task<object> MoneyAsync(long amount, string? invoice = null, string currency = "GBP") =>
        new { organisationId = Organisation, method = "bankTransfer", amount = new { amount, currency }, receivedOn = await Desk.TodayAsync(), reference = "By hand", invoiceId = invoice };

    public async Task<Answer> PayAsync(long amount, string? invoice = null, string currency = "GBP") =>
        await Finance.PostAsync("/v1/payments", await MoneyAsync(amount, invoice, currency));

    public static long Of(JsonElement money) => money.GetProperty("amount").GetInt64();

    public static long Of(Answer answer, string member) => Of(answer.Json.GetProperty(member));

    /// <summary>The ledger's balance of an account, all days together.</summary>
    public async Task<long> BalanceAsync(string account)
    {
        await using var command = App.Database.AdminSource.CreateCommand(
            "SELECT coalesce(sum(amount), 0)::bigint FROM franchise.ledger_entries WHERE tenant_id = $1 AND account = $2");
        command.Parameters.AddWithValue(Partner.Organisation.Value);
        command.Parameters.AddWithValue(account);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = App.Database.AdminSource.CreateCommand(sql);
        command.Parameters.AddWithValue(Partner.Organisation.Value);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>How many imports there are of a statement, and how many lines of it: Cohort 4's own rows, among which other tests write too.</summary>
    public async Task<(long Statements, long Lines)> ImportedAsync(string csv)
    {
        await using var command = App.Database.AdminSource.CreateCommand(
            "SELECT count(DISTINCT s.id), count(l.id) FROM franchise.bank_statements s LEFT JOIN franchise.bank_lines l ON l.statement_id = s.id WHERE s.sha256 = $1");
        command.Parameters.AddWithValue(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"GBP\n{csv}"))));
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>The one line of a statement with this reference, and all that stands in its row.</summary>
    public async Task<(string Id, string Path, string Row)> BankLineAsync(string reference)
    {
        await using var command = App.Database.AdminSource.CreateCommand("SELECT l.id, l::text FROM franchise.bank_lines l WHERE l.reference = $1");
        command.Parameters.AddWithValue(reference);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        var id = new Domain.Shared.Id<Domain.Billing.BankLine>(reader.GetGuid(0)).ToString();
        var row = reader.GetString(1);
        Assert.False(await reader.ReadAsync());
        return (id, $"/v1/bank-lines/{id}", row);
    }

    public Task<Answer> ImportAsync(string csv) => Finance.PostAsync("/v1/bank-statements", new { currency = "GBP", csv });

    /// <summary>Something happens there, as an event says it: what leads to it is another test's matter.</summary>
    public async Task SayAsync(string type, string subject, Dictionary<string, object?>? data = null)
    {
        await using var db = App.Database.Doors.PlatformFor(Partner.Organisation, Domain.Identity.Actor.System);
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.WriteEventsAsync([(Partner.Organisation, new(type, subject, data))], default);
        await transaction.CommitAsync();
    }

    // ---- Prices

    /// <summary>A draft of prices of a package, from today on unless said otherwise.</summary>
    public async Task<Answer> PricesAsync(string package, DateOnly? from = null, long certificate = 200, params object[] items) =>
        (await Finance.PostAsync(
            "/v1/prices",
            new
            {
                package,
                currency = "GBP",
                from = from ?? await Desk.TodayAsync(),
                items,
                fees = new { annualFee = 77_700, includedLearners = 7, extraLearner = 900, registration = 300, certificate, trainingPlace = 100, bespokeUnit = 50 },
            })).Is(201);

    public async Task<Answer> PublishAsync(Answer draft) => (await Finance.PostAsync($"/v1/prices/{draft.Text("id")}/publish", null, draft.ETag)).Is(200);

    /// <summary>Asserts that something leaves no trace in what is billed and paid, and that no number is lost by it.</summary>
    public async Task WithoutEffectAsync(Func<Task> act)
    {
        await Partner.WithoutEffectAsync(tables, act);
        Assert.Equal(0, await NumbersLostAsync());
    }

    /// <summary>Of how many series the counter stands elsewhere than at as many documents as there are: whatever else is issued meanwhile, both are committed together.</summary>
    public Task<long> NumbersLostAsync() =>
        CountAsync(
            """
            SELECT count(*) FROM franchise.document_counters c
            WHERE $1 IS NOT NULL AND c.last <> (
                SELECT count(*) FROM (SELECT number FROM franchise.invoices UNION ALL SELECT number FROM franchise.credit_notes) d
                WHERE d.number LIKE c.series || '-' || lpad(c.year::text, 4, '0') || '-______')
            """);
}
