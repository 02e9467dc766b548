using System.Net;
using System.Text;
using Franchise.Api.Payments;
using Franchise.Api.Tests.Billing;
using Franchise.FakeStripe;
using Microsoft.Extensions.DependencyInjection;

namespace Franchise.Api.Tests.Payments;

/// <summary>Stripe's notices, from its page to the invoice, through the program's own address; and those that are none.</summary>
public sealed class NoticeTests : IAsyncLifetime
{
    private Till till = null!;
    private FakeStripeControl world = null!;

    public async Task InitializeAsync()
    {
        till = await Till.OpenAsync();
        world = await StripeWorld.AccountAsync(StripeWorld.SharedKey);
        await world.NotifyAt(Address, StripeWorld.Secret, automatic: false);
    }

    public Task DisposeAsync()
    {
        world.Dispose();
        return Task.CompletedTask;
    }

    private Uri Address
    {
        get
        {
            using var http = till.App.Anonymous;
            return new(http.BaseAddress!, "/v1/stripe/webhook");
        }
    }

    [Fact]
    public async Task What_happens_at_Stripe_is_heard_in_any_order_and_however_often()
    {
        var begun = (await till.Partner.PostAsync("/v1/mandates", new { kind = "directDebit", returnTo = "https://partner.example/billing" })).Is(201);
        Assert.Equal(("open", "directDebit"), (begun.Text("status"), begun.Text("kind")));
        Assert.True(await world.PayByBacs(PageOf(begun)));
        await HearAsync();
        var mandate = (await till.Partner.GetAsync($"/v1/mandates/{begun.Text("id")}")).Is(200);
        Assert.Equal("active", mandate.Text("status"));

        var invoice = await till.IssuedAsync();
        var page = (await till.Partner.PostAsync($"/v1/invoices/{invoice}/payment-pages", new { returnTo = "https://partner.example/billing" })).Is(201);
        Assert.True(await world.PayByCard(PageOf(page)));
        await HearAsync();
        Assert.Equal("paid", (await till.InvoiceAsync(invoice)).Text("status"));

        var payment = (string)(await world.Objects("payment_intent")).Single(p => (string?)p["metadata"]!["invoice"] == invoice)["id"]!;
        await world.Dispute(payment);
        await HearAsync();
        Assert.NotEqual("", (await till.InvoiceAsync(invoice)).Text("disputedAt"));
        await world.WinDispute((string)(await world.Objects("dispute")).Single(d => (string?)d["payment_intent"] == payment)["id"]!);
        await HearAsync();
        Assert.Equal(("paid", ""), ((await till.InvoiceAsync(invoice)).Text("status"), (await till.InvoiceAsync(invoice)).Text("disputedAt")));
        Assert.Equal((0, 12_000), (await till.BalanceAsync("receivable"), await till.BalanceAsync("cash")));

        await world.RevokeMandate((await StripeIdAsync(begun.Text("id")))!);
        await HearAsync();
        Assert.Equal("revoked", (await till.Partner.GetAsync($"/v1/mandates/{begun.Text("id")}")).Is(200).Text("status"));
        Assert.Equal(1, await till.CountAsync("SELECT count(*) FROM franchise.events WHERE tenant_id = $1 AND type = 'mandate.revoked'"));
    }

    [Fact]
    public async Task What_banks_and_payers_take_back_is_heard_of_too()
    {
        await Cards.GiveAsync(till.Partner);
        var invoice = await till.IssuedAsync();
        var page = (await till.Partner.PostAsync($"/v1/invoices/{invoice}/payment-pages", new { returnTo = "https://partner.example/billing" })).Is(201);
        Assert.True(await world.PayByCard(PageOf(page)));
        await HearAsync();
        Assert.Equal("paid", (await till.InvoiceAsync(invoice)).Text("status"));
        var line = (await till.InvoiceAsync(invoice)).Json.GetProperty("lines")[0].GetProperty("id").GetString();
        (await till.DoAsync(invoice, "credit-notes", new { reason = "Half of them came back.", lines = new[] { new { lineId = line, net = 5_000 } } })).Is(201);
        var intent = (string)(await world.Objects("payment_intent")).Single(p => (string?)p["metadata"]!["invoice"] == invoice)["id"]!;

        // A refund goes, and comes back.
        var payment = (await till.Finance.GetAsync($"/v1/payments?organisation={till.Organisation}")).Is(200).Json.GetProperty("data")[0].GetProperty("id").GetString();
        var seen = (await till.Finance.GetAsync($"/v1/payments/{payment}")).Is(200);
        var refund = (await till.Finance.PostAsync($"/v1/payments/{payment}/refunds", new { amount = 6_000, reason = "Credited." }, seen.ETag)).Is(201);
        await till.App.Services.GetRequiredService<CollectInvoices>().RunForAsync(till.Partner.Organisation, default);
        await HearAsync();
        Assert.Equal("succeeded", (await till.Finance.GetAsync($"/v1/refunds/{refund.Text("id")}")).Is(200).Text("status"));
        await world.FailRefund((string)(await world.Objects("refund")).Single(r => (string?)r["payment_intent"] == intent)["id"]!);
        await HearAsync();
        Assert.Equal("failed", (await till.Finance.GetAsync($"/v1/refunds/{refund.Text("id")}")).Is(200).Text("status"));
        Assert.Equal(-6_000, await till.BalanceAsync("credit"));

        // A bank decides against us; whoever asks sees the dispute.
        await world.Dispute(intent);
        await HearAsync();
        var dispute = Assert.Single((await till.Partner.GetAsync("/v1/payment-disputes?status=open")).Is(200).Json.GetProperty("data").EnumerateArray().ToList());
        Assert.Equal((payment, "fraudulent"), (dispute.GetProperty("paymentId").GetString(), dispute.GetProperty("reason").GetString()));
        await LoseAsync(intent);
        await HearAsync();
        Assert.Equal(("finalised", 6_000), ((await till.InvoiceAsync(invoice)).Text("status"), Billing.Till.Of(await till.InvoiceAsync(invoice), "outstanding")));
        Assert.Empty((await till.Partner.GetAsync("/v1/payment-disputes?status=open")).Is(200).Json.GetProperty("data").EnumerateArray().ToList());

        // Her card is taken away in Stripe's own pages.
        var mandate = (await till.Partner.GetAsync("/v1/mandates")).Is(200).Json.GetProperty("data")[0].GetProperty("id").GetString()!;
        using (var gateway = new Infrastructure.Payments.StripeGateway(till.App.Services.GetRequiredService<Infrastructure.Payments.StripeSettings>(), TimeProvider.System))
            await gateway.LetGo(await MethodAsync(mandate), default);
        await HearAsync();
        Assert.Equal(("revoked", "detached"), (await till.Partner.GetAsync($"/v1/mandates/{mandate}")).Is(200) is var ended ? (ended.Text("status"), ended.Text("endedBecause")) : default);
    }

    [Fact]
    public async Task What_no_invoice_is_behind_is_kept_aside_and_listed_and_touches_nobody()
    {
        // Paid by hand: such a payment has no id of Stripe's.
        var invoice = await till.IssuedAsync();
        (await till.PayAsync(12_000, invoice)).Is(201);
        var page = (await till.Partner.PostAsync($"/v1/invoices/{await till.IssuedAsync()}/payment-pages", new { returnTo = "https://partner.example/billing" })).Is(201);
        Assert.True(await world.PayByCard(PageOf(page)));
        await HearAsync();
        var intent = (string)(await world.Objects("payment_intent"))[^1]["id"]!;
        await world.Dispute(intent);
        var dispute = (string)(await world.Objects("dispute")).Single(d => (string?)d["payment_intent"] == intent)["id"]!;
        await world.BareDispute(dispute);
        await HearAsync();
        Assert.Equal(("paid", ""), (await till.InvoiceAsync(invoice)) is var paid ? (paid.Text("status"), paid.Text("disputedAt")) : default);
        var aside = (await till.Finance.GetAsync("/v1/stripe/notices")).Is(200).Json.GetProperty("data").EnumerateArray().Where(n => n.GetProperty("objectId").GetString() == dispute).ToList();
        Assert.NotEmpty(aside);
        Assert.All(aside, n => Assert.Equal("nothing_of_ours", n.GetProperty("parkedBecause").GetString()));
        (await till.Partner.GetAsync("/v1/stripe/notices")).Refuses(403, "permission_missing");
    }

    [Fact]
    public async Task Of_a_notice_nothing_is_kept_that_names_a_person_or_an_account_and_one_of_another_version_is_acted_on_once_it_is_understood()
    {
        var begun = (await till.Partner.PostAsync("/v1/mandates", new { kind = "directDebit", returnTo = "https://partner.example/billing" })).Is(201);
        Assert.True(await world.PayByBacs(PageOf(begun)));
        var completed = (string)(await world.Objects("event")).Last(e => (string?)e["type"] == "checkout.session.completed")["id"]!;
        var sent = (await world.Send(new(Events: [completed], ApiVersion: "2020-08-27", Secret: StripeWorld.Secret)))[0];
        Assert.Equal((200, ""), await PostAsync(sent.Body, sent.Signature));
        await using (var command = till.App.Database.AdminSource.CreateCommand("SELECT row_to_json(e)::text FROM franchise.stripe_events e WHERE event_id = $1"))
        {
            command.Parameters.AddWithValue(completed);
            var kept = System.Text.Json.JsonElement.Parse((string)(await command.ExecuteScalarAsync())!);
            Assert.Equal(
                ["act_at", "api_version", "attempts", "digest", "event_id", "object_id", "object_type", "parked_because", "received_at", "state", "type"],
                kept.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(sent.Body))), kept.GetProperty("digest").GetString());
        }
        Assert.Equal((1, "parked"), await KeptAsync(completed));
        await using (var command = till.App.Database.AdminSource.CreateCommand("UPDATE franchise.stripe_events SET api_version = $2 WHERE event_id = $1"))
        {
            command.Parameters.AddWithValue(completed);
            command.Parameters.AddWithValue(Infrastructure.Payments.StripeGateway.Version);
            await command.ExecuteNonQueryAsync();
        }
        for (var i = 0; i < 20 && (await KeptAsync(completed)).State != "applied"; i++)
        {
            await till.App.Services.GetRequiredService<ApplyStripeEvents>().RunAsync(default);
            await Task.Delay(100);
        }
        Assert.Equal("active", (await till.Partner.GetAsync($"/v1/mandates/{begun.Text("id")}")).Is(200).Text("status"));
    }

    private async Task LoseAsync(string intent) =>
        await StripeWorld.LoseAsync(StripeWorld.SharedKey, (string)(await world.Objects("dispute")).Single(d => (string?)d["payment_intent"] == intent)["id"]!);

    private async Task<string> MethodAsync(string mandate)
    {
        await using var command = till.App.Database.AdminSource.CreateCommand("SELECT method_id FROM franchise.mandates WHERE id = $1");
        command.Parameters.AddWithValue(Purse.Read<Domain.Billing.Mandate>(mandate).Value);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    [Fact]
    public async Task A_notice_that_is_not_Stripes_own_leaves_no_trace_and_one_of_another_version_is_kept_aside()
    {
        var begun = (await till.Partner.PostAsync("/v1/mandates", new { kind = "card", returnTo = "https://partner.example/billing" })).Is(201);
        Assert.True(await world.PayByCard(PageOf(begun)));
        var happened = (string)(await world.Objects("event"))[^1]["id"]!;
        await world.NotifyAt(null, StripeWorld.Secret, automatic: false);
        SendNotices These(SendNotices how) => how with { Events = [happened] };
        var cases = new (SendNotices How, string Code)[]
        {
            (new(Secret: "whsec_forged"), "webhook_signature_wrong"),
            (new(AgeSeconds: 3_600), "webhook_stale"),
            (new(AgeSeconds: -3_600), "webhook_stale"),
            (new(Unsigned: true), "webhook_signature_missing"),
            (new(Account: "acct_another"), "webhook_other_account"),
            (new(Live: true), "webhook_other_mode"),
        };
        foreach (var (how, code) in cases)
        {
            var sent = (await world.Send(These(how)))[0];
            Assert.Equal((400, code), await PostAsync(sent.Body, sent.Signature));
        }
        var good = (await world.Send(These(new())))[0];
        Assert.Equal((400, "webhook_signature_wrong"), await PostAsync(good.Body.Replace("evt_", "evt_x", StringComparison.Ordinal), good.Signature));
        Assert.Equal((400, "webhook_signature_wrong"), await PostAsync(good.Body, "t=,v1="));
        Assert.Equal((400, "webhook_signature_missing"), await PostAsync(good.Body, ""));
        Assert.Equal((0, ""), await KeptAsync(happened));

        var old = (await world.Send(These(new(ApiVersion: "2020-08-27"))))[0];
        Assert.Equal((200, ""), await PostAsync(old.Body, old.Signature));
        Assert.Equal((1, "parked"), await KeptAsync(happened));
        // The same notice again, whatever its version, is one.
        Assert.Equal((200, ""), await PostAsync(good.Body, good.Signature));
        Assert.Equal((1, "parked"), await KeptAsync(happened));
    }

    [Fact]
    public async Task Where_Stripe_is_not_set_up_one_problem_says_so_and_money_comes_in_by_hand()
    {
        await using var app = await App.StartAsync(new() { ["Stripe:SecretKey"] = null });
        var partner = await app.PartnerAsync();
        var (caller, finance) = (partner, app.Finance);
        var invoice = await till.IssuedAsync();
        var place = new { returnTo = "https://partner.example/billing" };
        var there = new Caller(app, till.Partner.Organisation, till.Partner.ClientId, till.Partner.Secret, await app.TokenAsync(till.Partner.ClientId.ToString(), till.Partner.Secret));
        await till.WithoutEffectAsync(async () =>
        {
            (await caller.PostAsync("/v1/mandates", new { kind = "card", place.returnTo })).Refuses(503, "stripe_not_configured");
            (await there.PostAsync($"/v1/invoices/{invoice}/payment-pages", place)).Refuses(503, "stripe_not_configured");
            using var http = app.Anonymous;
            using var answer = await http.PostAsync("/v1/stripe/webhook", new StringContent("{}", Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        });
        Assert.Equal((0, 0, 0), (
            await app.Services.GetRequiredService<CollectInvoices>().RunAsync(default),
            await app.Services.GetRequiredService<ApplyStripeEvents>().RunAsync(default),
            await app.Services.GetRequiredService<ReconcileStripe>().RunAsync(default)));
        var paid = (await finance.PostAsync("/v1/payments", await till.MoneyAsync(12_000, invoice))).Is(201);
        (await finance.PostAsync($"/v1/payments/{paid.Text("id")}/refunds", new { amount = 1, reason = "None." }, paid.ETag)).Refuses(409, "payment_used_up");
        await using (var command = till.App.Database.AdminSource.CreateCommand("UPDATE franchise.payments SET stripe_id = 'pi_of_before' WHERE id = $1"))
        {
            command.Parameters.AddWithValue(Purse.Read<Domain.Billing.Payment>(paid.Text("id")).Value);
            await command.ExecuteNonQueryAsync();
        }
        (await finance.PostAsync($"/v1/payments/{paid.Text("id")}/refunds", new { amount = 1, reason = "None." }, paid.ETag)).Refuses(503, "stripe_not_configured");
        Assert.Equal("paid", (await till.InvoiceAsync(invoice)).Text("status"));
        (await there.GetAsync("/v1/mandates")).Is(200);
    }

    [Fact]
    public async Task Real_money_is_not_taken_from_a_sandbox_and_what_makes_no_sense_is_refused()
    {
        await using var app = await App.StartAsync(new() { ["Stripe:SecretKey"] = "sk_live_nobody" });
        var there = new Caller(app, till.Partner.Organisation, till.Partner.ClientId, till.Partner.Secret, await app.TokenAsync(till.Partner.ClientId.ToString(), till.Partner.Secret));
        var (draft, paid) = (await till.DraftedAsync(), await till.IssuedAsync());
        (await till.PayAsync(12_000, paid)).Is(201);
        var euros = await till.App.PartnerAsync(o => o.Currency = "EUR");
        var alone = await till.App.PartnerAsync(o => o.HasContacts = false);
        await till.WithoutEffectAsync(async () =>
        {
            (await there.PostAsync("/v1/mandates", new { kind = "card", returnTo = "https://partner.example" })).Refuses(409, "sandbox_takes_no_money");
            foreach (var place in new[] { "http://partner.example", "javascript:alert(1)", "/billing", "https://a:b@partner.example" })
                (await till.Partner.PostAsync("/v1/mandates", new { kind = "card", returnTo = place })).Refuses(422, "validation_failed");
            (await till.Partner.PostAsync($"/v1/invoices/{draft}/payment-pages", new { returnTo = "https://partner.example" })).Refuses(409, "invoice_state_forbids");
            (await till.Partner.PostAsync($"/v1/invoices/{paid}/payment-pages", new { returnTo = "https://partner.example" })).Refuses(409, "invoice_state_forbids");
            (await till.Partner.PostAsync($"/v1/invoices/{paid}/payment-pages", new { returnTo = "https://partner.example" })).Refuses(409, "invoice_state_forbids");
            (await till.Finance.PostAsync("/v1/mandates", new { kind = "card", returnTo = "https://partner.example" })).Refuses(403, "permission_missing");
            (await till.Finance.PostAsync("/v1/payments", new { organisationId = till.Organisation, method = "card", amount = new { amount = 1, currency = "GBP" }, receivedOn = await till.Desk.TodayAsync(), reference = "x" }))
                .Refuses(422, "validation_failed");
        });
        (await euros.PostAsync("/v1/mandates", new { kind = "directDebit", returnTo = "https://partner.example" })).Refuses(422, "currency_mismatch");
        (await alone.PostAsync("/v1/mandates", new { kind = "card", returnTo = "https://partner.example" })).Refuses(409, "nobody_to_write_to");
    }

    [Fact]
    public async Task A_mandate_is_revoked_by_who_gave_it_and_once()
    {
        var begun = (await till.Partner.PostAsync("/v1/mandates", new { kind = "card", returnTo = "https://partner.example/billing" })).Is(201);
        Assert.True(await world.PayByCard(PageOf(begun)));
        await HearAsync();
        var path = $"/v1/mandates/{begun.Text("id")}";
        var mandate = (await till.Partner.GetAsync(path)).Is(200);
        (await till.Partner.PostAsync($"{path}/revoke", null, begun.ETag)).Refuses(412, "stale");
        (await till.Finance.PostAsync($"{path}/revoke", null, mandate.ETag)).Refuses(403, "permission_missing");
        (await (await Till.OpenAsync()).Partner.PostAsync($"{path}/revoke", null, mandate.ETag)).Refuses(404, "not_found");
        var revoked = (await till.Partner.PostAsync($"{path}/revoke", null, mandate.ETag)).Is(200);
        Assert.Equal(("revoked", "revoked_here"), (revoked.Text("status"), revoked.Text("endedBecause")));
        (await till.Partner.PostAsync($"{path}/revoke", null, revoked.ETag)).Refuses(409, "mandate_state_forbids");
    }

    private static string PageOf(Answer answer) => new Uri(answer.Text("pageUrl")).Segments[^1];

    // Everything that nobody has taken yet is sent twice, the latest first, and acted on.
    private async Task HearAsync()
    {
        await world.NotifyAt(Address, StripeWorld.Secret, automatic: false);
        foreach (var sent in await world.Send(new(Times: 2, Reverse: true)))
            Assert.Equal(200, sent.Status);
        var apply = till.App.Services.GetRequiredService<ApplyStripeEvents>();
        // Another test's run may have taken some of them up.
        for (var i = 0; i < 3; i++)
        {
            await apply.RunAsync(default);
            await Task.Delay(200);
        }
    }

    private async Task<string?> StripeIdAsync(string mandate)
    {
        await using var command = till.App.Database.AdminSource.CreateCommand("SELECT stripe_id FROM franchise.mandates WHERE id = $1");
        command.Parameters.AddWithValue(Purse.Read<Domain.Billing.Mandate>(mandate).Value);
        return (string?)await command.ExecuteScalarAsync();
    }

    private async Task<(int Status, string Code)> PostAsync(string body, string? signature)
    {
        using var http = till.App.Anonymous;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/stripe/webhook") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (signature is not null)
            request.Headers.TryAddWithoutValidation("Stripe-Signature", signature);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? "" : System.Text.Json.JsonElement.Parse(text).GetProperty("code").GetString()!);
    }

    private async Task<(long Count, string State)> KeptAsync(string id)
    {
        await using var command = till.App.Database.AdminSource.CreateCommand("SELECT count(*), coalesce(max(state), '') FROM franchise.stripe_events WHERE event_id = $1");
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetString(1));
    }
}
