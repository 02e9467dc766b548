using Franchise.Api.Tests.Licensing;
using Npgsql;

namespace Franchise.Api.Tests.Billing;

/// <summary>From what happens to what is owed.</summary>
public sealed class InvoiceLifeTests
{
    [Fact]
    public async Task A_licence_that_begins_is_invoiced_by_itself_once_and_at_its_own_price()
    {
        var till = await Till.OpenAsync();
        var licence = await till.Desk.ActiveAsync();
        await till.SweepAsync();
        var draft = Assert.Single(await till.ListAsync("invoices"));
        Assert.Equal(("draft", "licence"), (draft.GetProperty("status").GetString(), draft.GetProperty("kind").GetString()));
        await till.SweepAsync();
        Assert.Equal("draft", Assert.Single(await till.ListAsync("invoices")).GetProperty("status").GetString());

        await till.MoveAndSweepAsync(3);
        var issued = await till.InvoiceAsync(draft.GetProperty("id").GetString()!);
        var price = Till.Of((await till.Desk.GetAsync(licence)).Json.GetProperty("price"));
        Assert.Equal("finalised", issued.Text("status"));
        Assert.Matches("^TEST-20[0-9]{2}-[0-9]{6}$", issued.Text("number"));
        Assert.Equal((price, price / 5, price + (price / 5)), (Till.Of(issued, "net"), Till.Of(issued, "vat"), Till.Of(issued, "total")));
        Assert.Equal(price + (price / 5), await till.BalanceAsync("receivable"));
        Assert.Equal(-price / 5, await till.BalanceAsync("vat"));
        Assert.Equal(0, await till.CountAsync("SELECT coalesce(sum(amount), 0)::bigint FROM franchise.ledger_entries WHERE tenant_id = $1"));
        await till.MoveAndSweepAsync(3);
        Assert.Single(await till.ListAsync("invoices"));
    }

    [Fact]
    public async Task A_renewal_is_invoiced_at_what_its_preview_said()
    {
        var till = await Till.OpenAsync();
        var licence = await till.Desk.ActiveAsync();
        var preview = (await till.Desk.Admin.PostAsync($"/v1/licences/{licence}/renewal-preview", new { })).Is(200);
        (await till.Desk.DoAsync(till.Desk.Admin, licence, "renew", new { })).Is(200);
        await till.SweepAsync();
        var fees = await till.ListAsync("fees");
        Assert.Equal(2, fees.Length);
        Assert.Equal(Till.Of(preview, "price"), Till.Of(fees[0].GetProperty("net")));
        Assert.Equal(2, (await till.ListAsync("invoices")).Length);
    }

    [Fact]
    public async Task Six_workers_make_one_invoice_of_a_period_and_leave_no_gap_in_the_numbers()
    {
        var tills = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Till.OpenAsync()));
        foreach (var till in tills)
            await till.Desk.ActiveAsync();
        await Task.WhenAll(tills.SelectMany(t => Enumerable.Range(0, 6).Select(_ => t.SweepAsync())));
        foreach (var till in tills)
            await till.Desk.MoveAsync(3);
        await Task.WhenAll(tills.SelectMany(t => Enumerable.Range(0, 6).Select(_ => t.SweepAsync())));
        foreach (var till in tills)
        {
            await till.SweepAsync();
            Assert.Equal("finalised", Assert.Single(await till.ListAsync("invoices")).GetProperty("status").GetString());
        }
        // Whatever else is issued meanwhile: what is committed has every number up to the last.
        Assert.Equal(0, await tills[0].CountAsync(
            """
            SELECT count(*) FROM (
                SELECT right(number, 6)::bigint AS n, row_number() OVER (PARTITION BY left(number, -6) ORDER BY number) AS place
                FROM franchise.invoices WHERE number IS NOT NULL AND $1 IS NOT NULL) x WHERE n <> place
            """));
    }

    [Fact]
    public async Task What_is_issued_is_edited_by_nobody_not_in_the_database_either()
    {
        var till = await Till.OpenAsync();
        var issued = Domain.Shared.Id<Domain.Billing.Invoice>.Parse(await till.IssuedAsync(), null).Value;
        foreach (var sql in new[]
        {
            $"UPDATE franchise.invoices SET total = total + 1, net = net + 1 WHERE id = '{issued}'",
            $"UPDATE franchise.invoices SET number = 'TEST-2026-999999' WHERE id = '{issued}'",
            $"UPDATE franchise.invoices SET number = NULL, issued_on = NULL WHERE id = '{issued}'",
            $"UPDATE franchise.invoice_lines SET description = 'Something else' WHERE invoice_id = '{issued}'",
            $"DELETE FROM franchise.invoice_lines WHERE invoice_id = '{issued}'",
            $"DELETE FROM franchise.invoices WHERE id = '{issued}'",
            $"UPDATE franchise.ledger_entries SET amount = 0 WHERE tenant_id = '{till.Partner.Organisation.Value}'",
            $"DELETE FROM franchise.ledger_entries WHERE tenant_id = '{till.Partner.Organisation.Value}'",
            "UPDATE franchise.credit_notes SET reason = 'x'",
            "DELETE FROM franchise.allocations",
        })
        {
            await using var platform = await till.App.Database.AsTenantAsync(till.Partner.Organisation, Infrastructure.Tenancy.DatabaseRole.Platform);
            await using var command = new NpgsqlCommand(sql, platform);
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    [Fact]
    public async Task A_posting_that_does_not_sum_to_nothing_is_refused_when_it_commits()
    {
        var till = await Till.OpenAsync();
        async Task Post(params long[] amounts)
        {
            var posting = Guid.CreateVersion7();
            await using var platform = await till.App.Database.AsTenantAsync(till.Partner.Organisation, Infrastructure.Tenancy.DatabaseRole.Platform);
            // Checked when it commits, not before.
            await using var command = new NpgsqlCommand(
                string.Join(";", amounts.Select(a =>
                    $"""
                    INSERT INTO franchise.ledger_entries (tenant_id, id, posting_id, account, amount, currency, on_day, document, at)
                    VALUES ('{till.Partner.Organisation.Value}', '{Guid.CreateVersion7()}', '{posting}', 'cash', {a}, 'GBP', current_date, 'pay_x', now())
                    """)) + "; COMMIT",
                platform);
            await command.ExecuteNonQueryAsync();
        }
        await Post(500, -300, -200);
        Assert.Equal("23514", (await Assert.ThrowsAsync<PostgresException>(() => Post(500, -300, -199))).SqlState);
        Assert.Equal("23514", (await Assert.ThrowsAsync<PostgresException>(() => Post(1))).SqlState);
        Assert.Equal(3, await till.CountAsync("SELECT count(*) FROM franchise.ledger_entries WHERE tenant_id = $1"));
    }

    [Fact]
    public async Task One_above_the_threshold_waits_for_approval_however_long()
    {
        var till = await Till.OpenAsync();
        var id = await till.DraftedAsync(1_000_000);
        Assert.True((await till.InvoiceAsync(id)).Json.GetProperty("awaitsApproval").GetBoolean());
        await till.WithoutEffectAsync(async () => (await till.DoAsync(id, "finalise")).Refuses(409, "approval_needed"));
        await till.MoveAndSweepAsync(10);
        Assert.Equal("draft", (await till.InvoiceAsync(id)).Text("status"));
        await till.WithoutEffectAsync(async () => (await till.DoAsync(id, "approve")).Refuses(409, "approval_by_drafter"));
        var approved = (await till.DoAsync(id, "approve", as_: till.App.OtherFinance)).Is(200);
        Assert.Equal((till.App.OtherFinance.ClientId.ToString(), till.App.Finance.ClientId.ToString(), "1200000"), (approved.Text("approvedBy"), approved.Text("draftedBy"), approved.Text("approvedTotal")));
        await till.SweepAsync();
        Assert.Equal("finalised", (await till.InvoiceAsync(id)).Text("status"));
    }

    [Fact]
    public async Task A_discarded_draft_lets_its_fee_go_to_another()
    {
        var till = await Till.OpenAsync();
        await till.Desk.ActiveAsync();
        await till.SweepAsync();
        var first = Assert.Single(await till.ListAsync("invoices")).GetProperty("id").GetString()!;
        (await till.DoAsync(first, "void", new { reason = "The wrong address." })).Is(200);
        await till.SweepAsync();
        var invoices = await till.ListAsync("invoices");
        Assert.Equal(["draft", "void"], invoices.Select(i => i.GetProperty("status").GetString()).Order());
        Assert.Equal(0, await till.CountAsync("SELECT count(*) FROM franchise.ledger_entries WHERE tenant_id = $1"));
    }

    [Fact]
    public async Task Extra_learners_and_places_stand_on_the_invoice_of_their_month()
    {
        var till = await Till.OpenAsync(Desk.Rules(overage: "allow"));
        var licence = await till.Desk.ActiveAsync(false, ("seats", 2), ("extraLearnerFee", new { amount = 1_250, currency = "GBP" }));
        foreach (var reference in new[] { "one", "two" })
        {
            (await till.Partner.PostAsync($"/v1/licences/{licence}/seats/reserve", new { reference, quantity = 2 })).Is(200);
            (await till.Partner.PostAsync($"/v1/licences/{licence}/seats/consume", new { reference, quantity = 2 })).Is(200);
        }
        await till.SweepAsync();
        await till.SweepAsync();
        var fee = Assert.Single(await till.ListAsync("fees"), f => f.GetProperty("kind").GetString() == "extraLearner");
        Assert.Equal((2, 2_500), (fee.GetProperty("quantity").GetInt32(), Till.Of(fee.GetProperty("net"))));
        Assert.DoesNotContain(await till.ListAsync("invoices"), i => i.GetProperty("kind").GetString() == "usage");
        await till.MoveToNextMonthAsync();
        var usage = Assert.Single(await till.ListAsync("invoices"), i => i.GetProperty("kind").GetString() == "usage");
        Assert.Equal(3_000, Till.Of(usage.GetProperty("total")));
        await till.SweepAsync();
        Assert.Single(await till.ListAsync("invoices"), i => i.GetProperty("kind").GetString() == "usage");
    }

    [Fact]
    public async Task A_discount_and_the_purchase_order_stand_on_what_is_invoiced_from_then_on()
    {
        var till = await Till.OpenAsync();
        var path = $"/v1/billing-profiles/{till.Organisation}";
        var usual = (await till.Partner.GetAsync(path)).Is(200);
        Assert.Equal("30", usual.Text("termsDays"));
        var written = (await till.Finance.PutAsync(path, new { purchaseOrder = "PO-9", termsDays = 14 }, usual.ETag)).Is(200);
        await till.WithoutEffectAsync(async () => (await till.Finance.PutAsync(path, new { purchaseOrder = "PO-8" }, usual.ETag)).Refuses(412, "stale"));
        await till.WithoutEffectAsync(async () =>
            (await till.Finance.PostAsync($"{path}/concessions", new { kind = "bursary", reason = "A small refuge.", basisPoints = 5_000 }, written.ETag)).Refuses(422, "validation_failed"));
        (await till.Finance.PostAsync($"{path}/concessions", new { kind = "bursary", reason = "A small refuge.", basisPoints = 5_000, approvedBy = "The trustees" }, written.ETag)).Is(201);
        var licence = await till.Desk.ActiveAsync();
        await till.SweepAsync();
        var price = Till.Of((await till.Desk.GetAsync(licence)).Json.GetProperty("price"));
        var invoice = await till.InvoiceAsync(Assert.Single(await till.ListAsync("invoices")).GetProperty("id").GetString()!);
        Assert.Equal((price / 2, "PO-9"), (Till.Of(invoice, "net"), invoice.Text("purchaseOrder")));
    }

    [Fact]
    public async Task Prices_go_from_draft_to_published_and_a_licence_drafted_then_costs_what_they_say()
    {
        var till = await Till.OpenAsync();
        var today = await till.Desk.TodayAsync();
        object Draft(long annual) => new
        {
            package = till.Desk.Code,
            currency = "GBP",
            from = today,
            items = Array.Empty<object>(),
            fees = new { annualFee = annual, includedLearners = 7, extraLearner = 900, registration = 300, certificate = 200, trainingPlace = 100, bespokeUnit = 50 },
        };
        var draft = (await till.Finance.PostAsync("/v1/prices", Draft(77_700))).Is(201);
        (await till.Partner.GetAsync($"/v1/prices/{draft.Text("id")}")).Refuses(404, "not_found");
        (await till.Finance.PostAsync("/v1/prices", Draft(-1))).Refuses(422, "validation_failed");
        (await till.Finance.PostAsync($"/v1/prices/{draft.Text("id")}/publish", null, draft.ETag)).Is(200);
        (await till.Partner.GetAsync($"/v1/prices/{draft.Text("id")}")).Refuses(404, "not_found");
        await till.Desk.OfferedAsync();
        (await till.Partner.GetAsync($"/v1/prices/{draft.Text("id")}")).Is(200);
        var second = (await till.Finance.PostAsync("/v1/prices", Draft(88_800))).Is(201);
        (await till.Finance.PostAsync($"/v1/prices/{second.Text("id")}/publish", null, second.ETag)).Refuses(409, "already_exists");
        var licence = await till.Desk.GetAsync(await till.Desk.DraftAsync());
        Assert.Equal((77_700, "7"), (Till.Of(licence, "price"), licence.Text("seats")));
    }

    [Fact]
    public async Task What_is_published_is_edited_by_nobody_not_in_the_database_either()
    {
        var till = await Till.OpenAsync();
        var handbook = new { code = "HB-PRINT", title = "Printed handbook", amount = 1_250 };
        var published = await till.PublishAsync(await till.PricesAsync(till.Desk.Code, items: handbook));
        var draft = await till.PricesAsync(till.Desk.Code, items: handbook);
        var (id, other) = (Key(published), Key(draft));
        foreach (var sql in new[]
        {
            $"UPDATE franchise.price_versions SET annual_fee = 1 WHERE id = '{id}'",
            $"DELETE FROM franchise.price_versions WHERE id = '{id}'",
            $"UPDATE franchise.price_items SET amount = 1 WHERE price_version_id = '{id}'",
            $"DELETE FROM franchise.price_items WHERE price_version_id = '{id}'",
            $"INSERT INTO franchise.price_items (price_version_id, code, title, amount) VALUES ('{id}', 'MORE', 'More', 1)",
            $"UPDATE franchise.price_items SET price_version_id = '{id}', code = 'MORE' WHERE price_version_id = '{other}'",
            $"UPDATE franchise.price_items SET price_version_id = '{other}', code = 'MORE' WHERE price_version_id = '{id}'",
        })
        {
            await using var platform = await till.App.Database.AsTenantAsync(till.Partner.Organisation, Infrastructure.Tenancy.DatabaseRole.Platform);
            await using var command = new NpgsqlCommand(sql, platform);
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
        // A draft's items are replaced as before.
        var fees = draft.Json.GetProperty("fees");
        (await till.Finance.PutAsync($"/v1/prices/{draft.Text("id")}", new { from = draft.Text("from"), fees, items = new[] { handbook with { amount = 1_300 } } }, draft.ETag)).Is(200);

        static Guid Key(Answer price) => Domain.Shared.Id<Domain.Billing.PriceVersion>.Parse(price.Text("id"), null).Value;
    }

    [Fact]
    public async Task Each_day_has_the_latest_published_price_that_has_begun()
    {
        var till = await Till.OpenAsync();
        var today = await till.Desk.TodayAsync();
        var first = await till.PricesAsync(till.Desk.Code, today.AddDays(10));
        var last = await till.PricesAsync(till.Desk.Code, today.AddDays(90));
        await till.PricesAsync(till.Desk.Code, today.AddDays(50));
        await using var db = await till.App.Database.Doors.AcrossTenants("test", Domain.Identity.Actor.System, default);
        async Task<string?> InForceAsync(int days, string currency = "GBP") =>
            (await Infrastructure.Billing.InvoicesOnFile.PriceAsync(db, till.Desk.Code, currency, today.AddDays(days), default))?.Id.ToString();
        Assert.Null(await InForceAsync(100));
        await till.PublishAsync(last);
        await till.PublishAsync(first);
        Assert.Null(await InForceAsync(9));
        Assert.Equal(first.Text("id"), await InForceAsync(10));
        Assert.Equal(first.Text("id"), await InForceAsync(89));
        Assert.Equal(last.Text("id"), await InForceAsync(90));
        Assert.Null(await InForceAsync(90, "EUR"));
    }

    [Fact]
    public async Task One_that_comes_to_more_than_the_threshold_as_it_is_issued_waits_for_approval_too()
    {
        var till = await Till.OpenAsync();
        await till.Desk.SqlAsync($"UPDATE franchise.organisations SET country = 'IE' WHERE tenant_id = '{till.Partner.Organisation.Value}'");
        var path = $"/v1/billing-profiles/{till.Organisation}";
        var profile = (await till.Finance.PutAsync(path, new { vatStatus = "registered", vatNumber = "IE1234567T" }, (await till.Finance.GetAsync(path)).Is(200).ETag)).Is(200);
        var (byHand, byItself) = (await till.DraftedAsync(900_000), await till.DraftedAsync(900_000));
        Assert.Equal(("False", 900_000), ((await till.InvoiceAsync(byHand)).Text("awaitsApproval"), Till.Of(await till.InvoiceAsync(byHand), "total")));
        (await till.Finance.PutAsync(path, new { }, profile.ETag)).Is(200);

        await till.WithoutEffectAsync(async () => (await till.DoAsync(byHand, "finalise")).Refuses(409, "approval_needed"));
        (await till.DoAsync(byHand, "approve", as_: till.App.OtherFinance)).Is(200);
        Assert.Equal(1_080_000, Till.Of((await till.DoAsync(byHand, "finalise")).Is(200), "total"));

        await till.MoveAndSweepAsync(3);
        var held = await till.InvoiceAsync(byItself);
        Assert.Equal(("draft", "True", 1_080_000), (held.Text("status"), held.Text("awaitsApproval"), Till.Of(held, "total")));
        (await till.DoAsync(byItself, "approve", as_: till.App.OtherFinance)).Is(200);
        await till.SweepAsync();
        Assert.Equal("finalised", (await till.InvoiceAsync(byItself)).Text("status"));
    }

    [Theory]
    [InlineData("GB", "GB123456789", true)]
    [InlineData("GB", "XI123456789", true)]
    [InlineData("GB", "IE1234567T", false)]
    [InlineData("IE", "IE1234567T", true)]
    [InlineData("IE", "XI123456789", false)]
    [InlineData("GR", "EL123456789", true)]
    [InlineData("GR", "GR123456789", false)]
    [InlineData("NO", "EL123456789", false)]
    public async Task A_VAT_number_is_of_the_country_where_the_organisation_is(string country, string vatNumber, bool taken)
    {
        var till = await Till.OpenAsync();
        await till.Desk.SqlAsync($"UPDATE franchise.organisations SET country = '{country}' WHERE tenant_id = '{till.Partner.Organisation.Value}'");
        var path = $"/v1/billing-profiles/{till.Organisation}";
        var etag = (await till.Finance.GetAsync(path)).Is(200).ETag;
        async Task<Answer> WriteAsync() => await till.Finance.PutAsync(path, new { vatStatus = "registered", vatNumber }, etag);
        if (taken)
            Assert.Equal(vatNumber, (await WriteAsync()).Is(200).Text("vatNumber"));
        else
            await till.WithoutEffectAsync(async () => Assert.Equal("/vatNumber", (await WriteAsync()).Refuses(422, "validation_failed").Json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
    }

    [Fact]
    public async Task A_change_of_package_is_previewed_by_the_day_and_changes_nothing()
    {
        var till = await Till.OpenAsync();
        var licence = await till.Desk.ActiveAsync();
        var on = (await till.Desk.TodayAsync()).AddDays(100);
        await till.WithoutEffectAsync(async () =>
        {
            var plan = (await till.Partner.PostAsync($"/v1/licences/{licence}/package-change-preview", new { package = till.Desk.Code, on })).Is(200);
            Assert.Equal(Till.Of((await till.Desk.GetAsync(licence)).Json.GetProperty("price")), Till.Of(plan, "used") + Till.Of(plan, "credit"));
            Assert.InRange(Till.Of(plan, "difference"), -1, 1);
            (await till.Partner.PostAsync($"/v1/licences/{licence}/package-change-preview", new { package = till.Desk.Code, on = on.AddYears(5) })).Refuses(409, "no_term_on_day");
            (await till.Partner.PostAsync($"/v1/licences/{licence}/package-change-preview", new { package = "NOWHERE" })).Refuses(422, "validation_failed");
        });
    }
}
