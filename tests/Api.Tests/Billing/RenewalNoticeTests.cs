using System.Text.Json;
using Franchise.Api.Billing;
using Franchise.Domain.Billing;
using Franchise.Domain.Licensing;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Franchise.Api.Tests.Billing;

/// <summary>What is told of a renewal, when it is invoiced, and that it comes to what was told.</summary>
public sealed class RenewalNoticeTests
{
    private static async Task<(Post Post, string Licence, DateOnly Last)> BegunAsync(bool autoRenews, int ahead = 0, string language = "en", int priceNotice = 60, bool listed = false)
    {
        var post = await Post.OpenAsync(Post.Rules(ahead, priceNotice), language);
        if (listed)
            await post.Till.PublishAsync(await post.Till.PricesAsync(post.Desk.Code));
        var licence = await post.Desk.ActiveAsync(autoRenews);
        await post.Till.SweepAsync();
        await post.SweepAsync();
        return (post, licence, (await post.Desk.TodayAsync()).AddMonths(12).AddDays(-1));
    }

    private static async Task MoveAsync(Post post, DateOnly day)
    {
        await post.Desk.MoveToAsync(day);
        await post.DayAsync();
    }

    [Fact]
    public async Task What_renews_by_itself_asks_for_nothing_and_is_invoiced_before_it_begins_at_just_what_the_preview_said()
    {
        var (post, licence, last) = await BegunAsync(autoRenews: true, ahead: 30);
        var path = $"/v1/billing-profiles/{post.Till.Organisation}";
        (await post.Till.Finance.PostAsync($"{path}/concessions", new { kind = "discount", basisPoints = 1_250, reason = "A friend." }, (await post.Till.Finance.GetAsync(path)).ETag)).Is(201);
        await MoveAsync(post, last.AddMonths(-11));
        var first = await post.Till.InvoiceAsync(Assert.Single(await post.Till.ListAsync("invoices")).GetProperty("id").GetString()!);
        (await post.Till.PayAsync(Till.Of(first, "total"), first.Text("id"))).Is(201);
        await MoveAsync(post, last.AddDays(-90));
        var letter = Assert.Single((await post.LettersAsync("Your licence: what comes next")).DistinctBy(l => l.Text));
        Assert.Contains($"renews by itself, from {last.AddDays(1):d MMMM yyyy} to {last.AddMonths(12):d MMMM yyyy}, for £2,187.50 without VAT, £2,625.00 with it", letter.Text);
        Assert.Contains($"It is renewed on {last.AddDays(-29):d MMMM yyyy}", letter.Text);
        Assert.Contains("Ruth Allen", letter.Text);

        var on = last.AddDays(-29);
        var renews = (await post.ScheduleAsync(licence)).Single(r => r.GetProperty("kind").GetString() == "autoRenew");
        Assert.Equal((on.ToString("O"), 262_500), (renews.GetProperty("dueOn").GetString(), Till.Of(renews.GetProperty("amount"))));
        // What the end of the term would bring does not come.
        Assert.DoesNotContain(await post.ScheduleAsync(licence), r => r.GetProperty("kind").GetString() is "graceEnd" or "teachOutEnd" or "termEnd");
        await MoveAsync(post, on.AddDays(-1));
        var preview = Assert.Single((await post.Till.Partner.PostAsync($"/v1/licences/{licence}/renewal-preview", new { on })).Is(200).Json.GetProperty("invoices").EnumerateArray());
        await MoveAsync(post, on);
        await MoveAsync(post, on.AddDays(3));
        var issued = (await post.Till.InvoiceAsync((await post.Till.ListAsync("invoices"))[0].GetProperty("id").GetString()!)).Json;
        Assert.Equal("finalised", issued.GetProperty("status").GetString());
        foreach (var amount in new[] { "net", "vat", "total" })
            Assert.Equal(Till.Of(preview.GetProperty(amount)), Till.Of(issued.GetProperty(amount)));
        Assert.Equal((on.AddDays(3).ToString("O"), on.AddDays(3).ToString("O")), (issued.GetProperty("taxPoint").GetString(), preview.GetProperty("issuedOn").GetString()));
        Assert.Equal(preview.GetProperty("dueOn").GetString(), issued.GetProperty("dueOn").GetString());
        var (was, now) = (preview.GetProperty("lines")[0], issued.GetProperty("lines")[0]);
        foreach (var member in new[] { "description", "unitAmount", "discount", "net", "vatTreatment", "rateBasisPoints", "vatReason", "vat" })
            Assert.Equal(was.GetProperty(member).GetRawText(), now.GetProperty(member).GetRawText());
        Assert.Equal(31_250, now.GetProperty("discount").GetInt64());
        Assert.Equal((218_750, 262_500), (Till.Of(issued.GetProperty("net")), Till.Of(issued.GetProperty("total"))));
        Assert.Equal(last.AddDays(1).ToString("O"), now.GetProperty("periodFirst").GetString());
    }

    [Fact]
    public async Task What_waits_for_an_acceptance_renews_only_by_it_and_at_the_price_that_was_read()
    {
        var (post, licence, last) = await BegunAsync(autoRenews: false);
        var price = new { amount = 250_000, currency = "GBP" };
        (await post.Desk.DoAsync(post.Till.Partner, licence, "renewal-acceptance", new { price })).Refuses(409, "renewal_not_open");
        await MoveAsync(post, last.AddDays(-30));
        // Three notices were overtaken: one letter says it all, to the billing contact and the coordinator.
        var letters = await post.LettersAsync("Your licence: what comes next");
        Assert.Equal(2, letters.DistinctBy(l => l.To).Count());
        Assert.Equal(2, letters.Length);
        Assert.Contains($"your coordinator accepts the renewal on Franchise by {last:d MMMM yyyy}", letters[0].Text);
        await post.WithoutEffectAsync(async () =>
        {
            (await post.Desk.DoAsync(post.Till.Partner, licence, "renewal-acceptance", new { price = price with { amount = 249_999 } })).Refuses(409, "renewal_terms_changed");
            (await post.Till.Partner.PostAsync($"/v1/licences/{licence}/renewal-acceptance", new { price })).Is(428);
            (await post.Desk.DoAsync(post.Desk.Admin, licence, "renewal-acceptance", new { price })).Is(403);
        });
        Assert.Single(await post.Till.ListAsync("invoices"));
        await MoveAsync(post, last.AddDays(5));
        Assert.Equal("grace", (await post.Desk.GetAsync(licence)).Text("status"));
        var renewed = (await post.Desk.DoAsync(post.Till.Partner, licence, "renewal-acceptance", new { price })).Is(200);
        Assert.Equal(last.AddDays(1).ToString("O"), renewed.Json.GetProperty("terms")[0].GetProperty("firstDay").GetString());
        await post.DayAsync();
        Assert.Equal(2, (await post.Till.ListAsync("fees")).Length);
    }

    [Theory]
    [InlineData(60, 80_000)] // told ninety days before
    [InlineData(120, 77_700)] // a notice of ninety days is too late for that policy
    public async Task A_higher_price_of_the_list_counts_where_its_notice_was_long_enough(int priceNotice, long expected)
    {
        var (post, licence, last) = await BegunAsync(autoRenews: true, priceNotice: priceNotice, listed: true);
        Assert.Equal(77_700, Till.Of((await post.Desk.GetAsync(licence)).Json.GetProperty("price")));
        var draft = (await post.Till.Finance.PostAsync(
            "/v1/prices",
            new
            {
                package = post.Desk.Code,
                currency = "GBP",
                from = last.AddDays(-200),
                fees = new { annualFee = 80_000, includedLearners = 7, extraLearner = 900, registration = 300, certificate = 200, trainingPlace = 100, bespokeUnit = 50 },
                items = Array.Empty<object>(),
            })).Is(201);
        await post.Till.PublishAsync(draft);
        await MoveAsync(post, last.AddDays(-90));
        var letter = (await post.LettersAsync("Your licence: what comes next"))[0].Text;
        Assert.Contains($"for £{expected / 100m:0.00} without VAT", letter);
        Assert.Equal(expected != 80_000, letter.Contains("From a later term on it will cost £800.00", StringComparison.Ordinal));
        await MoveAsync(post, last.AddDays(1));
        var terms = (await post.Till.Partner.GetAsync($"/v1/licences/{licence}/terms")).Is(200).Json.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal([77_700, expected], terms.Select(t => Till.Of(t.GetProperty("price"))));
    }

    [Fact]
    public async Task While_a_hold_stands_letters_say_so_and_what_is_withheld_is_told_with_what_can_be_done()
    {
        var (post, licence, last) = await BegunAsync(autoRenews: true, ahead: 30);
        await MoveAsync(post, last.AddDays(-91));
        (await post.Desk.DoAsync(post.Desk.Admin, licence, "holds", new { reason = "quality", reviewOn = last.AddDays(100) })).Is(201);
        await MoveAsync(post, last.AddDays(-90));
        var letter = (await post.LettersAsync("Your licence: what comes next"))[^1].Text;
        Assert.Contains("It renews by itself", letter);
        Assert.Contains($"If what is open is settled and the hold is lifted before {last.AddDays(-29):d MMMM yyyy}", letter);
        Assert.DoesNotContain("There is nothing you need to do", letter);
        var row = (await post.ScheduleAsync(licence)).Single(r => r.GetProperty("kind").GetString() == "autoRenew");
        Assert.Equal(("hold", JsonValueKind.Null, JsonValueKind.String), (row.GetProperty("withheldBy").GetString(), row.GetProperty("amount").ValueKind, row.GetProperty("holdId").ValueKind));

        // Ahead of the end: it is tried once more.
        await MoveAsync(post, last.AddDays(-29));
        var withheld = (await post.LettersAsync("Your licence was not renewed yet"))[0].Text;
        Assert.Contains("because a hold stands on it", withheld);
        Assert.Contains($"its term goes on until {last:d MMMM yyyy}", withheld);
        Assert.Contains($"renews by itself on {last.AddDays(1):d MMMM yyyy}", withheld);
        Assert.Contains("Ruth Allen", withheld);
        row = (await post.ScheduleAsync(licence)).Single(r => r.GetProperty("kind").GetString() == "autoRenew");
        Assert.Equal((last.AddDays(1).ToString("O"), "hold"), (row.GetProperty("dueOn").GetString(), row.GetProperty("withheldBy").GetString()));
        await MoveAsync(post, last.AddDays(-7));
        letter = (await post.LettersAsync("Your licence: what comes next"))[^1].Text;
        Assert.Contains("It renews by itself", letter);
        Assert.Contains($"before {last.AddDays(1):d MMMM yyyy}", letter);
        Assert.DoesNotContain("accepts the renewal", letter);

        await MoveAsync(post, last.AddDays(1));
        Assert.Equal(1, await post.CountAsync("Your licence was not renewed yet"));
        var over = (await post.LettersAsync("Your licence: its term is over"))[0].Text;
        Assert.Contains($"The term of your licence {post.Desk.Code} ended on {last:d MMMM yyyy}. It did not renew by itself", over);
        Assert.Contains($"It runs on until {last.AddDays(14):d MMMM yyyy}", over);
        Assert.Contains("your coordinator accepts the renewal on Franchise by then", over);
        Assert.Contains("once what is open is settled and the hold is lifted", over);
        Assert.Equal((1, 2), (await post.CountAsync("Your licence: its term is over"), (await post.LettersAsync("Your licence: its term is over")).Length));
        await post.WithoutEffectAsync(() => post.DayAsync());
    }

    [Fact]
    public async Task A_term_that_nobody_has_accepted_is_told_of_when_grace_begins()
    {
        var (post, _, last) = await BegunAsync(autoRenews: false);
        await MoveAsync(post, last.AddDays(1));
        var letter = (await post.LettersAsync("Your licence: its term is over"))[0].Text;
        Assert.Contains("nobody has accepted the next one", letter);
        Assert.Contains($"It runs on until {last.AddDays(14):d MMMM yyyy}", letter);
        Assert.DoesNotContain("A hold stands", letter);
    }

    [Fact]
    public async Task Every_letter_exists_in_both_languages_names_who_helps_and_is_short()
    {
        var post = await Post.OpenAsync();
        var (licenceId, invoiceId) = await post.OwingAsync();
        await using var db = await post.Till.App.Database.Doors.AcrossTenants("test", Domain.Identity.Actor.System, default);
        var (id, code) = (Id<Licence>.Parse(licenceId, null), Id<Invoice>.Parse(invoiceId, null));
        var licence = await db.Set<Licence>().SingleAsync(l => l.Id == id);
        var policy = await db.Set<LicencePolicyVersion>().SingleAsync(v => v.Id == licence.PolicyVersionId);
        var invoice = await db.Set<Invoice>().SingleAsync(i => i.Id == code);
        var plan = licence.PreviewRenewal(policy, licence.Calendar!.LastDay.AddDays(1));
        var day = licence.Calendar.LastDay;
        var states = new[] { LicenceStatus.Active, LicenceStatus.Grace, LicenceStatus.TeachOut };

        async Task<Dictionary<string, Letter>> InAsync(string language)
        {
            await post.Desk.SqlAsync($"UPDATE franchise.organisations SET language = '{language}' WHERE tenant_id = '{post.Till.Partner.Organisation.Value}'");
            var letters = new BillingLetters(await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.TenantId == licence.TenantId), Post.Helper);
            Dictionary<string, Letter> all = new(StringComparer.Ordinal);
            foreach (var held in new[] { true, false })
            {
                all[$"Renewal by itself {held}"] = letters.Renewal(licence, plan, [invoice], day, held);
                all[$"Renewal agreed {held}"] = letters.Renewal(licence, plan, [invoice], null, held);
                foreach (var stage in Enum.GetValues<DunningStage>())
                    all[$"Step {stage} {held}"] = letters.Step(stage, [invoice], day, day, held);
                foreach (var state in states)
                    foreach (var auto in new[] { true, false })
                    {
                        db.Entry(licence).Property(l => l.Status).CurrentValue = state;
                        db.Entry(licence).Property(l => l.AutoRenews).CurrentValue = auto;
                        all[$"NotRenewed {state} {auto} {held}"] = letters.NotRenewed(licence, licence.Calendar, held);
                    }
            }
            all["Issued"] = letters.Issued(invoice);
            all["Paid"] = letters.Paid(invoice);
            all["NotCollected"] = letters.NotCollected(invoice, null);
            all["NotCollected yet"] = letters.NotCollected(invoice, day);
            all["Reopened"] = letters.Reopened(invoice);
            all["MandateEnded"] = letters.MandateEnded();
            all["Cleared"] = letters.Cleared();
            all["Lifted"] = letters.Lifted(null, [invoice]);
            all["Lifted partly"] = letters.Lifted(DunningStage.HoldOnNewCourses, [invoice]);
            all["HeldToo courses"] = letters.HeldToo(DunningStage.HoldOnNewCourses, [invoice]);
            all["HeldToo"] = letters.HeldToo(DunningStage.HoldOnLicence, [invoice]);
            return all;
        }

        var (english, cymraeg) = (await InAsync("en"), await InAsync("cy"));
        // None that there is was forgotten.
        Assert.Equal(
            typeof(BillingLetters).GetMethods().Where(m => m.ReturnType == typeof(Letter)).Select(m => m.Name).Order(), english.Keys.Select(k => k.Split(' ')[0]).Distinct().Order());
        foreach (var (name, letter) in english)
        {
            var other = cymraeg[name];
            Assert.NotEqual(letter.Subject, other.Subject);
            // Line by line another, but for what is a name or a number.
            Assert.DoesNotContain(letter.Text.Split('\n').Intersect(other.Text.Split('\n')), l => l is not ("" or "Cohort 4"));
            Assert.Equal(letter.Text.Split("\n\n").Length, other.Text.Split("\n\n").Length);
            foreach (var each in new[] { letter, other })
            {
                Assert.Contains(Post.Helper.Name, each.Text);
                Assert.Contains(Post.Helper.Email!, each.Text);
                Assert.Contains(Post.Helper.Phone!, each.Text);
                Assert.InRange(each.Text.Length, 50, 1_100);
                Assert.InRange(each.Subject.Length, 5, 60);
            }
        }
    }

    [Fact]
    public async Task Letters_come_in_Welsh_where_the_organisation_is_written_to_in_it()
    {
        var (post, _, last) = await BegunAsync(autoRenews: true, language: "cy");
        await MoveAsync(post, last.AddDays(-90));
        var letter = (await post.LettersAsync("Eich trwydded: beth sy'n dod nesaf"))[0].Text;
        Assert.StartsWith("Helo,", letter, StringComparison.Ordinal);
        Assert.Contains("Cofion cynnes,\nCohort 4", letter);
        Assert.Contains("Ruth Allen", letter);
        Assert.DoesNotContain("Hello", letter);
        Assert.Matches("(Ionawr|Chwefror|Mawrth|Ebrill|Mai|Mehefin|Gorffennaf|Awst|Medi|Hydref|Tachwedd|Rhagfyr) 20", letter);
        Assert.NotEmpty(await post.LettersAsync("Anfoneb newydd"));
    }

    [Fact]
    public async Task No_letter_carries_an_invoice_and_each_is_written_once()
    {
        var (post, _, _) = await BegunAsync(autoRenews: false);
        await post.Desk.MoveAsync(3);
        await post.DayAsync();
        var letter = Assert.Single(await post.LettersAsync("A new invoice"));
        Assert.StartsWith("accounts.", letter.To, StringComparison.Ordinal);
        Assert.Matches("Invoice TEST-[0-9-]+ of .* comes to £3,000.00 and is due on", letter.Text);
        Assert.Null(letter.Html);
        await post.WithoutEffectAsync(() => post.DayAsync());
    }
}
