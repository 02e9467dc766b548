using System.Text.Json;
using Franchise.Domain.Billing;
using Franchise.Domain.Identity;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Tests.Billing;

/// <summary>From an invoice that nobody pays to the payment that clears all of it.</summary>
public sealed class DunningTests
{
    private static readonly string[] all = ["reminder", "secondReminder", "finalNotice", "holdOnNewCourses", "holdOnLicence"];

    [Fact]
    public async Task Unpaid_it_goes_its_way_step_by_step_and_a_payment_opens_everything_at_once_and_moves_no_date()
    {
        var post = await Post.OpenAsync();
        var (licence, invoice) = await post.OwingAsync();
        var calendar = (await post.Desk.GetAsync(licence)).Json.GetProperty("calendar").GetRawText();
        Assert.Equal(1, await post.CountAsync("A new invoice"));

        await post.LiveAsync(1);
        Assert.Equal(["reminder"], await post.TakenAsync());
        await post.LiveAsync(3);
        Assert.Equal(all[..3], await post.TakenAsync());
        Assert.Empty(await post.HoldsAsync(licence));
        var final = (await post.LettersAsync("A final notice"))[0].Text;
        var today = await post.Desk.TodayAsync();
        Assert.Contains($"{today.AddDays(1):d MMMM yyyy}", final);
        Assert.Contains($"{today.AddDays(4):d MMMM yyyy}", final);
        Assert.Contains("Ruth Allen helps you: ruth.allen@cohort4.example, 0121 496 0000", final);

        await post.LiveAsync(1);
        today = await post.Desk.TodayAsync();
        var hold = Assert.Single(await post.HoldsAsync(licence));
        Assert.Equal(("newCourses", "payment", true), (hold.GetProperty("scope").GetString(), hold.GetProperty("reason").GetString(), hold.GetProperty("byDunning").GetBoolean()));
        Assert.Equal(["licence_suspended"], Licensing.Desk.Reasons(await post.Desk.CheckAsync(licence, today)));
        Assert.Empty(Licensing.Desk.Reasons(await post.Desk.CheckAsync(licence, today, begunOn: today.AddDays(-2))));
        Assert.Equal(JsonValueKind.Null, (await post.Desk.GetAsync(licence)).Json.GetProperty("suspendedFrom").ValueKind);

        await post.LiveAsync(3);
        Assert.Equal(all, await post.TakenAsync());
        Assert.Equal(2, (await post.HoldsAsync(licence)).Length);
        today = await post.Desk.TodayAsync();
        Assert.Equal(["licence_suspended"], Licensing.Desk.Reasons(await post.Desk.CheckAsync(licence, today, begunOn: today.AddDays(-5))).Distinct());
        await post.LiveAsync(5);
        Assert.Equal(all, await post.TakenAsync());
        foreach (var subject in new[] { "A reminder", "A second reminder", "A final notice", "New courses have to wait", "Your licence is on hold" })
            Assert.Equal(1, await post.CountAsync(subject));

        // The payment alone, before any sweep.
        (await post.Till.PayAsync(Till.Of(await post.Till.InvoiceAsync(invoice), "total"), invoice)).Is(201);
        Assert.Empty(await post.HoldsAsync(licence));
        Assert.Empty(Licensing.Desk.Reasons(await post.Desk.CheckAsync(licence, await post.Desk.TodayAsync())));
        Assert.Equal(calendar, (await post.Desk.GetAsync(licence)).Json.GetProperty("calendar").GetRawText());
        await post.DayAsync();
        Assert.Equal((1, 1), (await post.CountAsync("Thank you"), await post.CountAsync("Everything is open again")));
        var dunning = (await post.DunningAsync()).Is(200).Json;
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, 0), (dunning.GetProperty("since").ValueKind, dunning.GetProperty("held").ValueKind, dunning.GetProperty("upcoming").GetArrayLength()));
        await post.Desk.MoveAsync(2);
        await post.WithoutEffectAsync(() => post.DayAsync());
    }

    [Fact]
    public async Task What_the_schedule_lists_is_what_then_happens_with_its_days()
    {
        var post = await Post.OpenAsync(Post.Rules(ahead: 30, term: "P2M"));
        var licence = await post.Desk.ActiveAsync(autoRenews: true);
        await post.Till.SweepAsync();
        await post.SweepAsync();
        var start = await post.Desk.TodayAsync();
        List<(string Kind, DateOnly On)> listed = [], happened = [];
        for (var i = 0; i < 45; i++)
        {
            // What is listed for tomorrow, today.
            var tomorrow = (await post.Desk.TodayAsync()).AddDays(1);
            var due = (await post.ScheduleAsync(licence)).Select(r => (r.GetProperty("kind").GetString()!, DateOnly.Parse(r.GetProperty("dueOn").GetString()!))).Where(r => r.Item2 <= tomorrow).ToList();
            Assert.All(due, d => Assert.Equal(tomorrow, d.Item2));
            listed.AddRange(due);
            var before = await post.Till.CountAsync("SELECT coalesce(max(seq), 0) FROM franchise.events WHERE tenant_id = $1");
            await post.LiveAsync(1);
            foreach (var (type, data) in await HappenedAsync(post, before))
                happened.Add((type switch
                {
                    "licence.milestone_reached" => "milestone",
                    "licence.renewed" or "licence.auto_renewal_withheld" => "autoRenew",
                    "invoice.finalised" => "invoiceIssue",
                    "licence.hold_review_due" => "holdReview",
                    _ => data.GetProperty("stage").GetString()!,
                }, tomorrow));
        }
        Assert.Equal(listed.Order(), happened.Order());
        Assert.Equal(
            ["autoRenew", "finalNotice", "holdOnLicence", "holdOnNewCourses", "holdReview", "invoiceIssue", "milestone", "reminder", "secondReminder"], happened.Select(h => h.Kind).Distinct().Order());
        Assert.Equal((start.AddDays(3), start.AddDays(4)), (happened.First(h => h.Kind == "invoiceIssue").On, happened.First(h => h.Kind == "reminder").On));
    }

    private static async Task<List<(string Type, JsonElement Data)>> HappenedAsync(Post post, long after)
    {
        await using var command = post.Till.App.Database.AdminSource.CreateCommand(
            """
            SELECT type, data::text FROM franchise.events WHERE tenant_id = $1 AND seq > $2
                AND type IN ('licence.milestone_reached', 'licence.renewed', 'licence.auto_renewal_withheld', 'invoice.finalised', 'dunning.step_taken', 'licence.hold_review_due')
            ORDER BY seq
            """);
        command.Parameters.AddWithValue(post.Till.Partner.Organisation.Value);
        command.Parameters.AddWithValue(after);
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, JsonElement)> happened = [];
        while (await reader.ReadAsync())
            happened.Add((reader.GetString(0), JsonDocument.Parse(reader.GetString(1)).RootElement));
        return happened;
    }

    [Fact]
    public async Task After_four_days_of_outage_one_letter_a_day_and_two_sweeps_at_once_take_a_step_once()
    {
        var post = await Post.OpenAsync();
        await post.OwingAsync();
        await post.Desk.MoveAsync(4);
        await Task.WhenAll(post.Sweeper().RunForAsync(post.Till.Partner.Organisation, default), post.Sweeper().RunForAsync(post.Till.Partner.Organisation, default));
        await post.SweepAsync();
        Assert.Equal(["reminder"], await post.TakenAsync());
        Assert.Equal(1, await post.CountAsync("A reminder"));
        Assert.Empty(await post.LettersAsync("A second reminder"));
        await post.LiveAsync(2);
        Assert.Equal(all[..3], await post.TakenAsync());
        Assert.Equal((1, 1, 1), (await post.CountAsync("A reminder"), await post.CountAsync("A second reminder"), await post.CountAsync("A final notice")));
    }

    [Theory]
    [InlineData("allocation")]
    [InlineData("bankLine")]
    [InlineData("statement")]
    [InlineData("creditNote")]
    [InlineData("uncollectible")]
    public async Task However_it_is_settled_the_holds_go_in_the_same_transaction(string how)
    {
        var post = await Post.OpenAsync();
        var (licence, id) = await post.OwingAsync();
        await post.LiveAsync(6);
        Assert.Single(await post.HoldsAsync(licence));
        var invoice = await post.Till.InvoiceAsync(id);
        var total = Till.Of(invoice, "total");
        var today = await post.Desk.TodayAsync();
        switch (how)
        {
            case "allocation":
                var payment = (await post.Till.PayAsync(total)).Is(201);
                Assert.Single(await post.HoldsAsync(licence));
                (await post.Till.Finance.PostAsync($"/v1/payments/{payment.Text("id")}/allocations", new { invoiceId = id, amount = total }, payment.ETag)).Is(200);
                break;
            case "bankLine":
                var reference = $"Somebody {Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))}";
                (await post.Till.ImportAsync($"date,amount,reference\n{today:O},{total / 100m:0.00},{reference}\n")).Is(201);
                var line = (await post.Till.Finance.GetAsync("/v1/bank-lines?status=open")).Is(200).Json.GetProperty("data").EnumerateArray().First(l => l.GetProperty("reference").GetString() == reference);
                (await post.Till.Finance.PostAsync($"/v1/bank-lines/{line.GetProperty("id").GetString()}/match", new { organisationId = post.Till.Organisation, invoiceId = id })).Is(201);
                break;
            case "statement":
                // Of a sandbox, whose clock a test can move, a statement pays nothing; for this one it counts as live.
                await post.Desk.SqlAsync($"UPDATE franchise.organisations SET is_sandbox = false WHERE tenant_id = '{post.Till.Partner.Organisation.Value}'");
                Assert.Equal(1, (await post.Till.ImportAsync($"date,amount,reference\n{today:O},{total / 100m:0.00},{invoice.Text("number")}\n")).Is(201).Json.GetProperty("matched").GetInt32());
                break;
            case "creditNote":
                (await post.Till.DoAsync(id, "void", new { reason = "Not owed." })).Is(200);
                break;
            case "uncollectible":
                (await post.Till.DoAsync(id, "uncollectible")).Is(200);
                break;
        }
        Assert.Empty(await post.HoldsAsync(licence));
        Assert.Equal(JsonValueKind.Null, (await post.DunningAsync()).Is(200).Json.GetProperty("held").ValueKind);
    }

    [Fact]
    public async Task Paid_at_the_moment_at_which_the_hold_is_placed_no_hold_stays()
    {
        for (var i = 0; i < 3; i++)
        {
            var post = await Post.OpenAsync();
            var (licence, invoice) = await post.OwingAsync();
            await post.LiveAsync(4);
            var total = Till.Of(await post.Till.InvoiceAsync(invoice), "total");
            await post.Desk.MoveAsync(1);
            var paid = post.Till.PayAsync(total, invoice);
            await Task.WhenAll(paid, post.Sweeper().RunForAsync(post.Till.Partner.Organisation, default), post.Sweeper().RunForAsync(post.Till.Partner.Organisation, default));
            (await paid).Is(201);
            Assert.Empty(await post.HoldsAsync(licence));
            await post.SweepAsync();
            Assert.Empty(await post.HoldsAsync(licence));
        }
    }

    [Fact]
    public async Task A_part_payment_lifts_nothing_and_a_hold_that_somebody_placed_is_not_dunnings_to_lift()
    {
        var post = await Post.OpenAsync();
        var (licence, invoice) = await post.OwingAsync();
        await post.LiveAsync(6);
        (await post.Desk.DoAsync(post.Till.Finance, licence, "holds", new { reason = "payment", reviewOn = (await post.Desk.TodayAsync()).AddDays(9) })).Is(201);
        var total = Till.Of(await post.Till.InvoiceAsync(invoice), "total");
        (await post.Till.PayAsync(total - 1, invoice)).Is(201);
        Assert.Equal(2, (await post.HoldsAsync(licence)).Length);
        (await post.Till.PayAsync(1, invoice)).Is(201);
        Assert.False(Assert.Single(await post.HoldsAsync(licence)).GetProperty("byDunning").GetBoolean());
    }

    [Fact]
    public async Task A_direct_debit_that_fails_on_day_five_reopens_the_invoice_and_not_the_past()
    {
        var post = await Post.OpenAsync();
        var (_, invoice) = await post.OwingAsync();
        await post.LiveAsync(2);
        await ChangeAsync(post, invoice, i => i.BeginCollection());
        await post.LiveAsync(5);
        Assert.Equal(all[..2], await post.TakenAsync());
        Assert.Empty((await post.DunningAsync()).Is(200).Json.GetProperty("upcoming").EnumerateArray());
        await ChangeAsync(post, invoice, i => i.FailCollection());
        await post.DayAsync();
        Assert.Equal(all[..3], await post.TakenAsync());
        Assert.Equal((1, 1, 1), (await post.CountAsync("A reminder"), await post.CountAsync("A second reminder"), await post.CountAsync("A final notice")));
        await post.LiveAsync(1);
        Assert.Equal(all[..3], await post.TakenAsync());
    }

    [Fact]
    public async Task While_it_is_disputed_nobody_is_reminded()
    {
        var post = await Post.OpenAsync();
        var (_, invoice) = await post.OwingAsync();
        (await post.Till.DoAsync(invoice, "dispute", new { reason = "Twice the learners." })).Is(200);
        await post.LiveAsync(4);
        Assert.Empty(await post.TakenAsync());
        (await post.Till.DoAsync(invoice, "settle-dispute")).Is(200);
        await post.DayAsync();
        Assert.Equal(["reminder"], await post.TakenAsync());
    }

    private static async Task ChangeAsync(Post post, string invoice, Action<Invoice> change)
    {
        var id = Id<Invoice>.Parse(invoice, null);
        await using var db = await post.Till.App.Database.Doors.AcrossTenants("test", Actor.System, default);
        change(await db.Set<Invoice>().SingleAsync(i => i.Id == id));
        await db.SaveChangesAsync();
    }

    [Fact]
    public async Task A_time_of_hardship_stops_the_clock_until_its_last_day_or_until_somebody_ends_it()
    {
        var post = await Post.OpenAsync();
        await post.OwingAsync();
        var path = $"/v1/dunning/{post.Till.Organisation}/hardships";
        var until = (await post.Desk.TodayAsync()).AddDays(10);
        var body = new { until, reason = "A grant comes.", approvedBy = "The treasurer" };
        var etag = (await post.DunningAsync()).Is(200).ETag;
        await post.WithoutEffectAsync(async () =>
        {
            (await post.Till.Finance.PostAsync(path, body)).Is(428);
            (await post.Till.Finance.PostAsync(path, body, "\"v99\"")).Is(412);
            (await post.Till.Finance.PostAsync(path, body with { until = until.AddYears(2) }, etag)).Refuses(422, "validation_failed");
            (await post.Till.Finance.PostAsync(path, body with { reason = " " }, etag)).Refuses(422, "validation_failed");
            (await post.Till.Finance.PostAsync(path, new { until, reason = "A grant comes." }, etag)).Is(400);
            (await post.Till.Partner.PostAsync(path, body, etag)).Is(403);
            (await post.Desk.Admin.PostAsync(path, body, etag)).Is(403);
        });
        var granted = (await post.Till.Finance.PostAsync(path, body, etag)).Is(201);
        (await post.Till.Finance.PostAsync(path, body, granted.ETag)).Refuses(409, "hardship_stands");
        await post.LiveAsync(5);
        Assert.Empty(await post.TakenAsync());
        // Visible beforehand, to the partner too: the day after its last.
        Assert.Equal(until.AddDays(1).ToString("O"), (await post.DunningAsync(post.Till.Partner)).Is(200).Json.GetProperty("upcoming")[0].GetProperty("dueOn").GetString());
        var end = $"{path}/{granted.Text("id")}/end";
        (await post.Till.Finance.PostAsync(end, null, (await post.DunningAsync()).ETag)).Is(200);
        (await post.Till.Finance.PostAsync(end, null, (await post.DunningAsync()).ETag)).Refuses(409, "hardship_over");
        await post.DayAsync();
        await post.LiveAsync(1);
        Assert.Equal(all[..2], await post.TakenAsync());
        (await post.Till.Finance.GetAsync($"/v1/dunning/{Domain.Organisations.Organisation.FranchisorId}")).Refuses(404, "not_found");
    }

    [Fact]
    public async Task Teach_out_exports_and_invoices_stay_open_under_every_hold()
    {
        var post = await Post.OpenAsync(Post.Rules(term: "P2M"));
        var start = await post.Desk.TodayAsync();
        var (licence, invoice) = await post.OwingAsync();
        await post.LiveAsync(9);
        Assert.Equal(2, (await post.HoldsAsync(licence)).Length);
        await post.Desk.MoveToAsync(start.AddMonths(2).AddDays(20));
        await post.DayAsync();
        var today = await post.Desk.TodayAsync();
        Assert.Equal(("teachOut", 2), ((await post.Desk.GetAsync(licence)).Text("status"), (await post.HoldsAsync(licence)).Length));
        Assert.Empty(Licensing.Desk.Reasons(await post.Desk.CheckAsync(licence, today, begunOn: start.AddDays(4))));
        Assert.NotEmpty(Licensing.Desk.Reasons(await post.Desk.CheckAsync(licence, today)));
        (await post.Till.Partner.GetAsync("/v1/exports/sales-day-book")).Is(200);
        (await post.Till.Partner.GetAsync($"/v1/invoices/{invoice}/pdf")).Is(200);
        (await post.Till.Partner.GetAsync("/v1/credentials")).Is(200);
        (await post.Till.Partner.GetAsync("/v1/audit-entries/verification")).Is(200);
        (await post.Till.Partner.PostAsync($"/v1/licences/{licence}/holds/{(await post.HoldsAsync(licence))[0].GetProperty("id").GetString()}/appeal", new { note = "A grant comes." }, await post.Desk.ETagAsync(licence))).Is(200);
    }

    [Fact]
    public async Task One_partners_dunning_is_no_others()
    {
        var (post, other) = (await Post.OpenAsync(), await Post.OpenAsync());
        await post.OwingAsync();
        (await other.Till.Partner.GetAsync($"/v1/dunning/{post.Till.Organisation}")).Refuses(404, "not_found");
        await post.LiveAsync(2);
        Assert.Empty(await other.TakenAsync());
        Assert.Empty(await other.LettersAsync());
    }
}
