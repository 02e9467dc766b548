using System.Text.Json;
using Franchise.Api.Tests.Accreditation;
using Franchise.Api.Tests.Credentials;
using Franchise.Api.Tests.Delivery;
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
    public async Task With_two_overdue_the_payment_of_the_older_lifts_what_is_not_due_for_the_other_and_says_so()
    {
        // Issued two days after the first, the other is old enough for the hold on new courses when the first is paid; four days after, for none.
        foreach (var (later, stays) in new[] { (2, true), (4, false) })
        {
            var post = await Post.OpenAsync();
            var (licence, first) = await post.OwingAsync();
            await post.LiveAsync(later);
            var second = await post.Till.IssuedAsync();
            await post.LiveAsync(8 - later);
            Assert.Equal(2, (await post.HoldsAsync(licence)).Length);
            (await post.Till.PayAsync(Till.Of(await post.Till.InvoiceAsync(first), "total"), first)).Is(201);
            string[] standing = stays ? ["newCourses"] : [];
            Assert.Equal(standing, (await post.HoldsAsync(licence)).Select(h => h.GetProperty("scope").GetString()));
            await post.DayAsync();
            var letter = Assert.Single((await post.LettersAsync("A hold is lifted")).DistinctBy(l => l.Text)).Text;
            Assert.Contains(stays ? "your licence is no longer suspended. New courses still have to wait" : "the holds on your licence for unpaid invoices are lifted", letter);
            Assert.Contains($"This is still unpaid:\n\n- {(await post.Till.InvoiceAsync(second)).Text("number")}: £120.00", letter);
            Assert.Equal(1, await post.CountAsync("A hold is lifted"));
            Assert.Equal(0, await post.CountAsync("Everything is open again"));
            // Its own steps come one after the other, each some days after the last.
            await post.LiveAsync(1);
            string[] taken = [.. all, "reminder"];
            Assert.Equal(taken, await post.TakenAsync());
            (await post.Till.PayAsync(12_000, second)).Is(201);
            Assert.Empty(await post.HoldsAsync(licence));
            await post.DayAsync();
            Assert.Equal((1, stays ? 1 : 0), (await post.CountAsync("A hold is lifted"), await post.CountAsync("Everything is open again")));
        }
    }

    [Fact]
    public async Task Where_no_licence_runs_that_could_be_held_the_letter_says_so()
    {
        var post = await Post.OpenAsync();
        await post.Till.IssuedAsync();
        // The usual days: fourteen, twenty-eight, forty-two and sixty; the steps come late, a week apart.
        await post.Desk.MoveAsync(50);
        await post.DayAsync();
        for (var i = 0; i < 4; i++)
            await post.LiveAsync(7);
        Assert.Equal(all, await post.TakenAsync());
        Assert.Equal(2, await post.CountAsync("Still unpaid"));
        Assert.Contains("No licence of yours runs just now, so nothing is held", (await post.LettersAsync("Still unpaid"))[0].Text);
        Assert.Equal((0, 0), (await post.CountAsync("New courses have to wait"), await post.CountAsync("Your licence is on hold")));
        Assert.Equal(JsonValueKind.Null, (await post.DunningAsync()).Is(200).Json.GetProperty("held").ValueKind);
    }

    [Fact]
    public async Task A_licence_that_begins_while_dunning_holds_is_held_once_and_what_somebody_lifts_stays_lifted()
    {
        var post = await Post.OpenAsync();
        var (first, invoice) = await post.OwingAsync();
        await post.LiveAsync(5);
        Assert.Single(await post.HoldsAsync(first));
        var second = await post.Desk.ActiveAsync();
        await post.DayAsync();
        var hold = Assert.Single(await post.HoldsAsync(second));
        Assert.Equal(("newCourses", true), (hold.GetProperty("scope").GetString(), hold.GetProperty("byDunning").GetBoolean()));
        var letter = Assert.Single((await post.LettersAsync("A hold on your new licence")).DistinctBy(l => l.Text)).Text;
        Assert.Contains("no new course begins under the licence that runs since today", letter);

        async Task LiftAsync(string licence) =>
            (await post.Desk.DoAsync(post.Desk.Admin, licence, $"holds/{(await post.HoldsAsync(licence))[0].GetProperty("id").GetString()}/lift")).Is(200);
        await LiftAsync(second);
        Assert.Equal("holdOnNewCourses", (await post.DunningAsync()).Is(200).Json.GetProperty("held").GetString());
        await LiftAsync(first);
        // What stands is said, not what was done once.
        Assert.Equal(JsonValueKind.Null, (await post.DunningAsync()).Is(200).Json.GetProperty("held").ValueKind);
        await post.Till.SayAsync("licence.renewed", second);
        await post.DayAsync();
        Assert.Empty(await post.HoldsAsync(first));
        Assert.Empty(await post.HoldsAsync(second));
        Assert.Equal(1, await post.CountAsync("A hold on your new licence"));

        // The next step holds both. One that begins then is held as they are, and a payment lifts them all.
        await post.LiveAsync(3);
        Assert.Equal((1, 1), ((await post.HoldsAsync(first)).Length, (await post.HoldsAsync(second)).Length));
        var third = await post.Desk.ActiveAsync();
        await post.DayAsync();
        Assert.Equal("licence", Assert.Single(await post.HoldsAsync(third)).GetProperty("scope").GetString());
        (await post.Till.PayAsync(Till.Of(await post.Till.InvoiceAsync(invoice), "total"), invoice)).Is(201);
        foreach (var licence in new[] { first, second, third })
            Assert.Empty(await post.HoldsAsync(licence));
    }

    [Fact]
    public async Task What_somebody_lifts_stays_lifted_also_where_it_was_placed_for_an_older_invoice_first()
    {
        var post = await Post.OpenAsync();
        var (licence, first) = await post.OwingAsync();
        await post.LiveAsync(2);
        await post.Till.IssuedAsync();
        await post.LiveAsync(6);
        // What was placed for the older stands, and the younger comes to the same step.
        (await post.Till.PayAsync(Till.Of(await post.Till.InvoiceAsync(first), "total"), first)).Is(201);
        await post.LiveAsync(5);
        Assert.Equal("holdOnNewCourses", (await post.TakenAsync())[^1]);
        var hold = Assert.Single(await post.HoldsAsync(licence));
        (await post.Desk.DoAsync(post.Desk.Admin, licence, $"holds/{hold.GetProperty("id").GetString()}/lift")).Is(200);
        await post.Till.SayAsync("licence.renewed", licence);
        await post.DayAsync();
        Assert.Empty(await post.HoldsAsync(licence));
    }

    [Fact]
    public async Task A_licence_that_is_renewed_out_of_teach_out_while_dunning_holds_is_held_too()
    {
        var post = await Post.OpenAsync(Post.Rules(term: "P2M"));
        var start = await post.Desk.TodayAsync();
        var licence = await post.Desk.ActiveAsync();
        await post.Till.SweepAsync();
        await post.Desk.MoveToAsync(start.AddMonths(2).AddDays(16));
        await post.DayAsync();
        await post.LiveAsync(9);
        Assert.Equal(all, await post.TakenAsync());
        Assert.Equal(("teachOut", 0), ((await post.Desk.GetAsync(licence)).Text("status"), (await post.HoldsAsync(licence)).Length));
        Assert.Equal(2, await post.CountAsync("Still unpaid"));
        (await post.Desk.DoAsync(post.Desk.Admin, licence, "renew", new { })).Is(200);
        await post.DayAsync();
        Assert.Equal(["licence", "newCourses"], (await post.HoldsAsync(licence)).Select(h => h.GetProperty("scope").GetString()!).Order());
        Assert.Contains("is suspended, as your others are", (await post.LettersAsync("A hold on your new licence"))[0].Text);
    }

    [Fact]
    public async Task A_pause_that_lasts_beyond_the_day_of_a_hold_leaves_time_to_pay()
    {
        // The policy has two days between the final notice and the hold on new courses, and three more until the hold on the licence.
        foreach (var how in new[] { "dispute", "hardship" })
        {
            var post = await Post.OpenAsync();
            var (licence, invoice) = await post.OwingAsync();
            await post.LiveAsync(4);
            var path = $"/v1/dunning/{post.Till.Organisation}/hardships";
            var until = (await post.Desk.TodayAsync()).AddDays(11);
            if (how == "dispute")
                (await post.Till.DoAsync(invoice, "dispute", new { reason = "Twice the learners." })).Is(200);
            else
                (await post.Till.Finance.PostAsync(path, new { until, reason = "A grant comes.", approvedBy = "The treasurer" }, (await post.DunningAsync()).ETag)).Is(201);
            await post.LiveAsync(12);
            if (how == "dispute")
                (await post.Till.DoAsync(invoice, "settle-dispute")).Is(200);
            await post.DayAsync();
            var today = await post.Desk.TodayAsync();
            Assert.Equal(all[..3], await post.TakenAsync());
            Assert.Equal(
                [("holdOnNewCourses", today.AddDays(2)), ("holdOnLicence", today.AddDays(5))],
                (await post.DunningAsync()).Is(200).Json.GetProperty("upcoming").EnumerateArray().Select(s => (s.GetProperty("stage").GetString()!, DateOnly.Parse(s.GetProperty("dueOn").GetString()!))));
            await post.LiveAsync(1);
            Assert.Empty(await post.HoldsAsync(licence));
            await post.LiveAsync(1);
            Assert.Single(await post.HoldsAsync(licence));
        }
    }

    [Fact]
    public async Task Under_a_hold_and_in_teach_out_learners_are_registered_with_their_seats_and_certificates_are_claimed_and_issued()
    {
        var academy = await Academy.OpenAsync(licenceRules: Post.Rules(term: "P2M"));
        var school = await School.OpenAsync(academy: academy);
        var post = await Post.AtAsync(Till.At(academy.Desk));
        var start = await academy.Desk.TodayAsync();
        var course = await school.OpenedAsync(inDays: 4);
        string[] learners = [await school.LearnerAsync(), await school.LearnerAsync()];
        string[] enrolments = [await school.EnrolledAsync(course, learners[0]), await school.EnrolledAsync(course, learners[1])];
        (await school.DoAsync(course, "confirm")).Is(200);
        await post.Till.SweepAsync();
        await post.Desk.MoveAsync(3);
        await post.DayAsync();
        for (var day = 0; day < 9; day++)
        {
            await post.LiveAsync(1);
            await school.SweepAsync();
        }
        Assert.Equal(2, (await post.HoldsAsync(academy.Licence)).Length);
        Task<long> UsedAsync() => post.Till.CountAsync("SELECT count(*) FROM franchise.seat_entries WHERE tenant_id = $1 AND kind = 'consume'");

        // Her course had begun: she is registered, and her seat is used.
        (await school.DoToEnrolmentAsync(enrolments[0], "registration", new { number = "OCN-71" })).Is(200);
        Assert.Equal(1, await UsedAsync());
        await post.Desk.MoveToAsync(start.AddMonths(2).AddDays(20));
        await post.DayAsync();
        await school.SweepAsync();
        Assert.Equal(("teachOut", 2), ((await post.Desk.GetAsync(academy.Licence)).Text("status"), (await post.HoldsAsync(academy.Licence)).Length));
        (await school.DoToEnrolmentAsync(enrolments[1], "registration", new { number = "OCN-72" })).Is(200);
        Assert.Equal(2, await UsedAsync());

        await Registry.AwardedAsync(school, course, enrolments[0]);
        var registry = Registry.At(school, course, learners[0], enrolments[0]);
        var certificate = await registry.IssuedAsync();
        Assert.Equal("issued", await registry.StatusAsync(certificate));
        Assert.NotEmpty(await registry.TokenAsync(await registry.CredentialAsync(certificate)));
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
