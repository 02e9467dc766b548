using Franchise.Api.Tests.Credentials;
using Franchise.Api.Tests.Licensing;
using Npgsql;

namespace Franchise.Api.Tests.Billing;

/// <summary>What accrues, and what Finance decides of it.</summary>
public sealed class FeeTests
{
    [Fact]
    public async Task A_certificate_costs_what_the_licence_of_its_course_says_and_one_that_corrects_it_costs_nothing()
    {
        var registry = await Registry.OpenAsync();
        var till = Till.At(registry.School.Academy.Desk);
        await till.PublishAsync(await till.PricesAsync(till.Desk.Code, certificate: 200));
        // A later licence, under which the course is not.
        var other = await Desk.OpenAsync(partner: registry.Partner);
        await till.PublishAsync(await till.PricesAsync(other.Code, certificate: 999));
        await other.ActiveAsync();

        var certificate = await registry.IssuedAsync();
        await till.SweepAsync();
        var fee = Assert.Single(await CertificatesAsync());
        Assert.Equal(
            (certificate, registry.School.Academy.Licence, 200), (fee.GetProperty("subject").GetString(), fee.GetProperty("licenceId").GetString(), Till.Of(fee.GetProperty("net"))));

        (await registry.DoAsync(certificate, "correct", new { awardingReference = "OCN-3", title = "Boundaries, corrected" })).Is(201);
        await till.SweepAsync();
        Assert.Single(await CertificatesAsync());

        async Task<System.Text.Json.JsonElement[]> CertificatesAsync() => [.. (await till.ListAsync("fees")).Where(f => f.GetProperty("kind").GetString() == "certificate")];
    }

    [Fact]
    public async Task A_fee_that_is_waived_while_invoices_are_drafted_stands_on_none()
    {
        var till = await Till.OpenAsync();
        await PendingAsync(till);
        await using var connection = await till.App.Database.AdminSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var waive = new NpgsqlCommand($"UPDATE franchise.fees SET status = 'waived', waived_because = 'Agreed.' WHERE tenant_id = '{till.Partner.Organisation.Value}'", connection))
            Assert.Equal(1, await waive.ExecuteNonQueryAsync());
        var sweeping = till.SweepAsync();
        await WaitUntilSomebodyWaitsForAsync(till, connection.ProcessID);
        await transaction.CommitAsync();
        await sweeping;
        Assert.Equal("waived", Assert.Single(await till.ListAsync("fees")).GetProperty("status").GetString());
        Assert.Equal("void", Assert.Single(await till.ListAsync("invoices")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_fee_that_is_waived_or_priced_is_waived_or_priced_for_all_to_read()
    {
        var till = await Till.OpenAsync();
        var waived = await PendingAsync(till);
        (await till.Finance.PostAsync($"/v1/fees/{waived}/waive", new { reason = "Agreed with Jo." })).Is(200);
        var said = Assert.Single(await till.Desk.EventsAsync(waived));
        Assert.Equal(("fee.waived", "licence"), (said.Type, said.Data.GetProperty("kind").GetString()));
        // What somebody wrote stands with the fee, and not in what systems are told.
        Assert.False(said.Data.TryGetProperty("reason", out _));

        var priced = await UnpricedAsync(till);
        (await till.Finance.PostAsync($"/v1/fees/{priced}/price", new { unitAmount = 3_000 })).Is(200);
        said = Assert.Single(await till.Desk.EventsAsync(priced));
        Assert.Equal(("fee.priced", 3_000), (said.Type, said.Data.GetProperty("unitAmount").GetInt64()));
        Assert.Equal(2, await till.CountAsync("SELECT count(*) FROM franchise.audit_entries WHERE tenant_id = $1 AND action LIKE 'fee.%'"));
    }

    [Fact]
    public async Task What_is_read_a_second_time_makes_no_second_fee()
    {
        var school = await Delivery.School.OpenAsync();
        var till = Till.At(school.Academy.Desk);
        await till.PublishAsync(await till.PricesAsync(till.Desk.Code));
        await RegisteredAsync(school);
        await MoneyTests.SellAsync(till);
        await till.SweepAsync();
        var fees = await FeesAsync();
        Assert.Equal(["licence", "registration", "trainingPlace"], fees.Select(f => f.Kind).Order());
        Assert.Equal(1, await till.CountAsync("WITH back AS (UPDATE franchise.events_seen SET seq = 0 WHERE tenant_id = $1 AND reader = 'billing' RETURNING 1) SELECT count(*) FROM back"));
        await till.SweepAsync();
        Assert.Equal(fees, await FeesAsync());
        // It has come as far as before.
        Assert.Equal(1, await till.CountAsync("SELECT count(*) FROM franchise.events_seen WHERE tenant_id = $1 AND reader = 'billing' AND seq > 0"));

        async Task<(string Id, string Kind)[]> FeesAsync() =>
            [.. (await till.ListAsync("fees")).Select(f => (f.GetProperty("id").GetString()!, f.GetProperty("kind").GetString()!))];
    }

    [Fact]
    public async Task A_learner_who_is_registered_is_charged_at_the_price_list_and_stands_on_the_months_invoice()
    {
        var school = await Delivery.School.OpenAsync();
        var till = Till.At(school.Academy.Desk);
        await till.PublishAsync(await till.PricesAsync(till.Desk.Code));
        var enrolment = await RegisteredAsync(school);
        await till.SweepAsync();
        var fee = Assert.Single(await till.ListAsync("fees"), f => f.GetProperty("kind").GetString() == "registration");
        Assert.Equal((enrolment, school.Academy.Licence, 300), (fee.GetProperty("subject").GetString(), fee.GetProperty("licenceId").GetString(), Till.Of(fee.GetProperty("net"))));
        await till.MoveToNextMonthAsync();
        await till.MoveAndSweepAsync(3);
        var invoice = (await till.InvoiceAsync(Assert.Single(await till.ListAsync("invoices"), i => i.GetProperty("kind").GetString() == "usage").GetProperty("id").GetString()!)).Json;
        var line = Assert.Single(invoice.GetProperty("lines").EnumerateArray());
        Assert.Equal(("finalised", "registration", 300), (invoice.GetProperty("status").GetString(), line.GetProperty("kind").GetString(), line.GetProperty("net").GetInt64()));
    }

    [Fact]
    public async Task A_place_on_a_training_is_given_or_sold_at_an_agreed_price_or_at_the_price_list_and_invoiced_so()
    {
        var academy = await Accreditation.Academy.OpenAsync();
        var till = Till.At(academy.Desk);
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(8);
        var courseId = (await academy.Admin.PostAsync(
            "/v1/training-courses",
            new { group = "Trainers, spring", units = new[] { academy.Unit }, mode = "online", places = 4, sessions = new[] { new { date = day, from = "09:30", until = "12:30" } } })).Is(201).Text("id");
        var organisationId = till.Organisation;
        Task<Answer> GrantAsync(string? pricing, object? price = null) => academy.Admin.PostAsync("/v1/training-places", new { courseId, organisationId, pricing, price });
        var agreed = new { amount = 25_000, currency = "GBP" };
        await till.WithoutEffectAsync(async () =>
        {
            (await GrantAsync("priceList")).Refuses(422, "no_price_in_force");
            (await GrantAsync("priceList", agreed)).Refuses(422, "validation_failed");
            (await GrantAsync("given", agreed)).Refuses(422, "validation_failed");
            (await GrantAsync("agreed")).Refuses(422, "validation_failed");
            (await GrantAsync("whatever")).Refuses(400, "malformed_request");
        });
        await till.PublishAsync(await till.PricesAsync(till.Desk.Code));
        var listed = (await GrantAsync("priceList")).Is(201);
        Assert.Equal((100, false), (Till.Of(listed, "price"), listed.Json.GetProperty("given").GetBoolean()));
        Assert.Equal(25_000, Till.Of((await GrantAsync("agreed", agreed)).Is(201), "price"));
        Assert.True((await GrantAsync("given")).Is(201).Json.GetProperty("given").GetBoolean());
        // As it was asked for before there was a choice.
        Assert.True((await academy.Admin.PostAsync("/v1/training-places", new { courseId, organisationId })).Is(201).Json.GetProperty("given").GetBoolean());
        await till.SweepAsync();
        await till.MoveToNextMonthAsync();
        await till.MoveAndSweepAsync(3);
        var invoice = (await till.InvoiceAsync(Assert.Single(await till.ListAsync("invoices"), i => i.GetProperty("kind").GetString() == "usage").GetProperty("id").GetString()!)).Json;
        Assert.Equal([100L, 25_000L], invoice.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("net").GetInt64()).Order());
        Assert.All(invoice.GetProperty("lines").EnumerateArray(), l => Assert.Equal("trainingPlace", l.GetProperty("kind").GetString()));
        Assert.Equal(("finalised", 25_100), (invoice.GetProperty("status").GetString(), Till.Of(invoice.GetProperty("net"))));
    }

    private static async Task<string> RegisteredAsync(Delivery.School school)
    {
        var enrolment = await school.EnrolledAsync(await school.OpenedAsync());
        (await school.DoToEnrolmentAsync(enrolment, "registration", new { number = $"OCN-{Guid.CreateVersion7():N}"[..20] })).Is(200);
        return enrolment;
    }

    /// <summary>A licence's fee whose draft was discarded: it is due.</summary>
    internal static async Task<string> PendingAsync(Till till)
    {
        await till.Desk.ActiveAsync();
        await till.SweepAsync();
        (await till.DoAsync(Assert.Single(await till.ListAsync("invoices")).GetProperty("id").GetString()!, "void", new { reason = "The wrong address." })).Is(200);
        return Assert.Single(await till.ListAsync("fees")).GetProperty("id").GetString()!;
    }

    /// <summary>A registration for which no price is in force.</summary>
    internal static async Task<string> UnpricedAsync(Till till)
    {
        await till.SayAsync("enrolment.registered", Domain.Shared.Id<Domain.Delivery.Enrolment>.New(TimeProvider.System.GetUtcNow()).ToString());
        await till.SweepAsync();
        return Assert.Single(await till.ListAsync("fees"), f => f.GetProperty("status").GetString() == "unpriced").GetProperty("id").GetString()!;
    }

    internal static async Task WaitUntilSomebodyWaitsForAsync(Till till, int process)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            await using var command = till.App.Database.AdminSource.CreateCommand("SELECT EXISTS (SELECT FROM pg_stat_activity a WHERE $1 = ANY (pg_blocking_pids(a.pid)))");
            command.Parameters.AddWithValue(process);
            if ((bool)(await command.ExecuteScalarAsync())!)
                return;
            await Task.Delay(50);
        }
        throw new InvalidOperationException("Nobody waits.");
    }
}
