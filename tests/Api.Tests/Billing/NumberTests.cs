using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Infrastructure.Billing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Franchise.Api.Tests.Billing;

/// <summary>What the database itself keeps of numbers, periods and fees.</summary>
public sealed class NumberTests
{
    [Fact]
    public async Task A_number_that_was_taken_and_not_used_is_taken_again()
    {
        var till = await Till.OpenAsync();
        var first = await till.IssuedAsync();
        await CreditedAsync(till, first, 100);
        var (year, lost) = ((await till.Desk.TodayAsync()).Year, new List<string>());
        await using (var db = till.App.Database.Doors.PlatformFor(till.Partner.Organisation, Actor.System))
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == till.Partner.Organisation);
            lost.Add(await DocumentCounter.NextInvoiceAsync(db, organisation, new(year, 1, 1), default));
            lost.AddRange(await DocumentCounter.NextInvoicesAsync(db, organisation, new(year, 1, 1), 3, default));
            lost.Add(await DocumentCounter.NextCreditNoteAsync(db, organisation, new(year, 1, 1), default));
            await transaction.RollbackAsync();
        }
        Assert.Equal(5, lost.Distinct().Count());
        Assert.Equal(0, await till.NumbersLostAsync());
        // And what is refused after its number was taken gives it back too.
        await till.WithoutEffectAsync(async () => (await till.DoAsync(first, "credit-notes", new { reason = "Too much.", lines = new[] { new { lineId = await LineAsync(till, first), net = 10_000 } } })).Refuses(422, "credit_too_large"));
        await till.IssuedAsync();
        await CreditedAsync(till, first, 100);
        Assert.Equal(0, await till.NumbersLostAsync());
        Assert.Equal(0, await till.CountAsync(
            """
            SELECT count(*) FROM (
                SELECT right(number, 6)::bigint AS n, row_number() OVER (PARTITION BY left(number, -6) ORDER BY number) AS place
                FROM franchise.credit_notes WHERE $1 IS NOT NULL) x WHERE n <> place
            """));
    }

    [Fact]
    public async Task A_second_invoice_of_a_period_is_kept_out_by_the_database()
    {
        var till = await Till.OpenAsync();
        await till.Desk.ActiveAsync();
        await till.SweepAsync();
        var licence = Assert.Single(await till.ListAsync("invoices")).GetProperty("id").GetString()!;
        await CopyAsync(till, "invoices", licence, "'period_first', date '2001-01-01'");
        await CopyAsync(till, "invoices", licence, "'kind', 'one_off'");
        await CopyAsync(till, "invoices", licence, "'status', 'void'");
        await IsKeptOutAsync(till, "invoices", licence, "'drafted_at', now()", "ix_invoices_tenant_id_licence_id_period_first_kind");

        // Of a month it is one for the organisation: that it names no licence makes it no other.
        await till.SayAsync("place.sold", Domain.Shared.Id<Domain.Delivery.TrainingPlace>.New(TimeProvider.System.GetUtcNow()).ToString(), new() { ["price"] = 25_000L, ["currency"] = "GBP" });
        await till.SweepAsync();
        await till.MoveToNextMonthAsync();
        var usage = Assert.Single(await till.ListAsync("invoices"), i => i.GetProperty("kind").GetString() == "usage").GetProperty("id").GetString()!;
        await CopyAsync(till, "invoices", usage, "'period_first', date '2001-01-01'");
        await IsKeptOutAsync(till, "invoices", usage, "'drafted_at', now()", "ix_invoices_tenant_id_licence_id_period_first_kind");
    }

    [Fact]
    public async Task A_second_fee_of_an_event_or_of_a_term_is_kept_out_by_the_database()
    {
        var till = await Till.OpenAsync();
        var unpriced = await FeeTests.UnpricedAsync(till);
        await CopyAsync(till, "fees", unpriced, "'part', 7");
        await CopyAsync(till, "fees", unpriced, "'kind', 'one_off'");
        await CopyAsync(till, "fees", unpriced, "'event_id', gen_random_uuid()");
        await IsKeptOutAsync(till, "fees", unpriced, "'quantity', 2", "ix_fees_tenant_id_event_id_kind_part");

        await till.Desk.ActiveAsync();
        await till.SweepAsync();
        var term = Assert.Single(await till.ListAsync("fees"), f => f.GetProperty("kind").GetString() == "licence").GetProperty("id").GetString()!;
        await CopyAsync(till, "fees", term, "'event_id', gen_random_uuid(), 'part', 7");
        await CopyAsync(till, "fees", term, "'event_id', gen_random_uuid(), 'kind', 'package_change'");
        await IsKeptOutAsync(till, "fees", term, "'event_id', gen_random_uuid()", "ix_fees_term");
    }

    private static async Task IsKeptOutAsync(Till till, string table, string id, string otherwise, string index)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => CopyAsync(till, table, id, otherwise));
        Assert.Equal(("23505", index), (refused.SqlState, refused.ConstraintName));
    }

    // Another row that is the same but for its id and what is said, taken back again.
    private static async Task CopyAsync(Till till, string table, string id, string otherwise)
    {
        var key = table == "fees" ? Domain.Shared.Id<Domain.Billing.Fee>.Parse(id, null).Value : Domain.Shared.Id<Domain.Billing.Invoice>.Parse(id, null).Value;
        await using var connection = await till.App.Database.AdminSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO franchise.{table}
            SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), {otherwise}))).* FROM franchise.{table} t WHERE t.id = '{key}'
            """,
            connection,
            transaction);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private static async Task<string> LineAsync(Till till, string invoice) => (await till.InvoiceAsync(invoice)).Json.GetProperty("lines")[0].GetProperty("id").GetString()!;

    private static async Task CreditedAsync(Till till, string invoice, long net) =>
        (await till.DoAsync(invoice, "credit-notes", new { reason = "Some.", lines = new[] { new { lineId = await LineAsync(till, invoice), net } } })).Is(201);
}
