using Franchise.Api.Tests.Billing;

namespace Franchise.Api.Tests.Licensing;

public sealed class LifeTests
{
    [Fact]
    public async Task A_licence_is_offered_accepted_begins_is_used_renewed_held_reinstated_and_ended_for_cause()
    {
        var desk = await Desk.OpenAsync();
        var start = (await desk.TodayAsync()).AddDays(3);
        var id = await desk.DraftAsync(("startsOn", start), ("seats", 12));
        (await desk.Partner.GetAsync($"/v1/licences/{id}")).Refuses(404, "not_found");
        Assert.Equal(0, (await desk.Partner.GetAsync("/v1/licences")).Is(200).Json.GetProperty("data").GetArrayLength());

        await desk.OfferAsync(id);
        var offered = (await desk.Partner.GetAsync($"/v1/licences/{id}")).Is(200);
        Assert.Equal("offered", offered.Text("status"));
        Assert.Equal(12, offered.Json.GetProperty("seats").GetInt32());
        Assert.Equal(["GB"], offered.Json.GetProperty("territories").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal(304, (await desk.Partner.GetAsync($"/v1/licences/{id}", offered.ETag)).Status);

        var accepted = await desk.AcceptAsync(id);
        Assert.Equal(desk.Partner.ClientId.ToString(), accepted.Json.GetProperty("acceptance").GetProperty("acceptedBy").GetString());
        Assert.Equal(accepted.Json.GetProperty("offer").GetProperty("textHash").GetString(), accepted.Json.GetProperty("acceptance").GetProperty("textHash").GetString());
        Assert.Equal(["licence_not_active"], Desk.Reasons(await desk.CheckAsync(id, start)));
        var readiness = (await desk.Partner.GetAsync($"/v1/licences/{id}/readiness")).Is(200);
        Assert.Equal("start_not_reached", readiness.Json.GetProperty("missing")[0].GetProperty("code").GetString());

        await desk.MoveAndSweepAsync(start);
        var active = (await desk.Partner.GetAsync($"/v1/licences/{id}")).Is(200);
        Assert.Equal("active", active.Text("status"));
        var lastDay = start.AddMonths(12).AddDays(-1);
        Assert.Equal(lastDay.ToString("O"), active.Json.GetProperty("calendar").GetProperty("lastDay").GetString());
        Assert.Empty(Desk.Reasons(await desk.CheckAsync(id, start.AddDays(10), seats: 12)));
        Assert.Equal(["seats_exhausted"], Desk.Reasons(await desk.CheckAsync(id, start.AddDays(10), seats: 13)));
        Assert.Equal(["date_outside_term"], Desk.Reasons(await desk.CheckAsync(id, lastDay.AddDays(1))));
        Assert.Equal(["unit_not_entitled"], Desk.Reasons(await desk.CheckAsync(id, start.AddDays(10), unit: "OTHER-9")));

        var preview = (await desk.Partner.PostAsync($"/v1/licences/{id}/renewal-preview", new { })).Is(200);
        var renewed = (await desk.DoAsync(desk.Admin, id, "renew", new { })).Is(200);
        Assert.Equal(preview.Body, renewed.Body);
        Assert.Equal(lastDay.AddDays(1).ToString("O"), renewed.Json.GetProperty("terms")[0].GetProperty("firstDay").GetString());
        Assert.Empty(Desk.Reasons(await desk.CheckAsync(id, lastDay.AddDays(1))));
        Assert.Equal(2, (await desk.Partner.GetAsync($"/v1/licences/{id}/terms")).Is(200).Json.GetProperty("data").GetArrayLength());
        var mayRenew = await desk.DoAsync(desk.Partner, id, "renew", new { });
        mayRenew.Refuses(403, "permission_missing");

        var today = await desk.TodayAsync();
        var hold = (await desk.DoAsync(desk.Admin, id, "holds", new { reason = "quality", reviewOn = today.AddDays(14), note = "See to it." })).Is(201);
        Assert.Equal(today.ToString("O"), (await desk.GetAsync(id)).Text("suspendedFrom"));
        Assert.Equal(["licence_suspended"], Desk.Reasons(await desk.CheckAsync(id, today)));
        var appealed = (await desk.DoAsync(desk.Partner, id, $"holds/{hold.Text("id")}/appeal", new { note = "It is seen to." })).Is(200);
        Assert.Equal("It is seen to.", appealed.Text("appealNote"));
        (await desk.DoAsync(desk.Partner, id, $"holds/{hold.Text("id")}/lift")).Refuses(403, "permission_missing");
        (await desk.DoAsync(desk.Admin, id, $"holds/{hold.Text("id")}/lift")).Is(200);
        Assert.Equal("", (await desk.GetAsync(id)).Text("suspendedFrom"));
        Assert.Empty(Desk.Reasons(await desk.CheckAsync(id, today)));

        // Two systems may be one person's: only people propose and confirm.
        var (person, other) = (await desk.App.PersonAsync(), await desk.App.OtherPersonAsync());
        var cause = new { cause = "quality", learnerProtectionPlan = "They finish." };
        await desk.WithoutEffectAsync(async () => (await desk.DoAsync(desk.Admin, id, "termination", cause)).Refuses(403, "person_needed"));
        (await desk.DoAsync(person, id, "termination", cause)).Is(200);
        await desk.WithoutEffectAsync(async () =>
        {
            (await desk.DoAsync(desk.Admin, id, "termination/confirm")).Refuses(403, "person_needed");
            (await desk.DoAsync(person, id, "termination/confirm")).Refuses(409, "second_administrator_needed");
        });
        var ended = (await desk.DoAsync(other, id, "termination/confirm")).Is(200);
        Assert.Equal("terminated", ended.Text("status"));
        Assert.Equal(["licence_terminated"], Desk.Reasons(await desk.CheckAsync(id, today.AddDays(1))));

        await desk.MoveAndSweepAsync(DateOnly.Parse(ended.Json.GetProperty("termination").GetProperty("teachOutLastDay").GetString()!).AddDays(1));
        Assert.Equal(
            [
                "licence.offered", "licence.accepted", "licence.activated", "licence.renewed", "licence.hold_placed", "licence.hold_appealed",
                "licence.hold_lifted", "licence.termination_proposed", "licence.terminated", "licence.teach_out_ended",
            ],
            // The draft's story stands in Cohort 4's own chain.
            (await desk.EventTypesAsync(id)).Where(t => t != "licence.drafted"));
    }

    [Fact]
    public async Task A_licence_runs_out_by_itself_through_grace_and_teach_out()
    {
        var desk = await Desk.OpenAsync();
        var start = await desk.TodayAsync();
        var id = await desk.ActiveAsync();
        var last = start.AddMonths(12).AddDays(-1);

        await desk.MoveAndSweepAsync(last);
        Assert.Equal("active", (await desk.GetAsync(id)).Text("status"));
        await desk.MoveAndSweepAsync(last.AddDays(1));
        Assert.Equal("grace", (await desk.GetAsync(id)).Text("status"));
        Assert.Empty(Desk.Reasons(await desk.CheckAsync(id, last.AddDays(1))));
        await desk.MoveAndSweepAsync(last.AddDays(15));
        Assert.Equal("teachOut", (await desk.GetAsync(id)).Text("status"));
        Assert.Equal(["teach_out_only"], Desk.Reasons(await desk.CheckAsync(id, last.AddDays(15))));
        Assert.Empty(Desk.Reasons(await desk.CheckAsync(id, last.AddDays(15), begunOn: last)));
        await desk.MoveAndSweepAsync(last.AddDays(15).AddMonths(3));
        Assert.Equal("expired", (await desk.GetAsync(id)).Text("status"));
        (await desk.DoAsync(desk.Admin, id, "renew", new { })).Refuses(409, "licence_not_renewable");
    }

    [Fact]
    public async Task A_licence_that_renews_by_itself_does_so_on_the_day_after_its_last()
    {
        var desk = await Desk.OpenAsync();
        var start = await desk.TodayAsync();
        var id = await desk.ActiveAsync();
        (await desk.Partner.PutAsync($"/v1/licences/{id}/auto-renewal", new { autoRenews = true }, await desk.ETagAsync(id))).Is(200);
        var upcoming = (await desk.Partner.GetAsync($"/v1/licences/{id}/schedule")).Is(200).Json.GetProperty("upcoming").EnumerateArray().ToList();
        Assert.Contains(upcoming, a => a.GetProperty("kind").GetString() == "autoRenew");
        await desk.MoveAndSweepAsync(start.AddMonths(12));
        var licence = await desk.GetAsync(id);
        Assert.Equal("active", licence.Text("status"));
        Assert.Equal(start.AddMonths(24).AddDays(-1).ToString("O"), licence.Json.GetProperty("calendar").GetProperty("lastDay").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Agreed_to_by_the_partner_after_the_day_ahead_the_next_term_is_added_and_invoiced_at_once_unless_a_hold_stands(bool held)
    {
        var desk = await Desk.OpenAsync(Post.Rules(ahead: 30));
        var (till, start) = (Till.At(desk), await desk.TodayAsync());
        var id = await desk.ActiveAsync();
        await desk.MoveAndSweepAsync(start.AddMonths(12).AddDays(-10));
        if (held)
            (await desk.DoAsync(desk.Admin, id, "holds", new { reason = "quality", reviewOn = start.AddMonths(12) })).Is(201);
        (await desk.Partner.PutAsync($"/v1/licences/{id}/auto-renewal", new { autoRenews = true }, await desk.ETagAsync(id))).Is(200);
        await till.SweepAsync();
        var terms = held ? 1 : 2;
        Assert.Equal(terms, (await desk.Partner.GetAsync($"/v1/licences/{id}/terms")).Is(200).Json.GetProperty("data").GetArrayLength());
        Assert.Equal(terms, await till.CountAsync("SELECT count(*) FROM franchise.invoices WHERE tenant_id = $1 AND kind = 'licence'"));
        Assert.Equal((terms - 1, 2 - terms), ((await desk.EventsAsync(id, "licence.renewed")).Count, (await desk.EventsAsync(id, "licence.auto_renewal_withheld")).Count));
        var calendar = (await desk.GetAsync(id)).Json.GetProperty("calendar");
        Assert.Equal(start.AddMonths(12 * terms).AddDays(-1).ToString("O"), calendar.GetProperty("lastDay").GetString());
    }

    [Fact]
    public async Task A_term_begun_on_29_February_ends_on_27_February_and_is_counted_from_its_anchor()
    {
        var desk = await Desk.OpenAsync();
        var leap = new DateOnly(2028, 2, 29);
        await desk.MoveToAsync(leap);
        var id = await desk.ActiveAsync();
        Assert.Equal("2029-02-27", (await desk.GetAsync(id)).Json.GetProperty("calendar").GetProperty("lastDay").GetString());
        foreach (var last in new[] { "2030-02-27", "2031-02-27", "2032-02-28" })
        {
            var renewed = (await desk.DoAsync(desk.Admin, id, "renew", new { })).Is(200);
            Assert.Equal(last, renewed.Json.GetProperty("calendar").GetProperty("lastDay").GetString());
            await desk.MoveAndSweepAsync(DateOnly.Parse(renewed.Json.GetProperty("terms")[0].GetProperty("firstDay").GetString()!));
        }
    }

    [Fact]
    public async Task Rights_are_added_and_ended_by_date()
    {
        var desk = await Desk.OpenAsync();
        var id = await desk.ActiveAsync();
        var today = await desk.TodayAsync();
        var all = (await desk.Partner.GetAsync($"/v1/licences/{id}/entitlements?kind=unit")).Is(200).Json.GetProperty("data");
        Assert.Equal(2, all.GetArrayLength());
        var added = (await desk.DoAsync(desk.Admin, id, "entitlements", new { kind = "territory", code = "IE", from = today, until = today.AddDays(30) })).Is(201);
        await desk.WithoutEffectAsync(async () =>
        {
            (await desk.DoAsync(desk.Admin, id, "entitlements", new { kind = "territory", code = "IE" })).Refuses(409, "entitlement_overlaps");
            (await desk.DoAsync(desk.Admin, id, "entitlements", new { kind = "territory", code = "IE", from = today, until = today.AddDays(-1) })).Refuses(422, "validation_failed");
            (await desk.DoAsync(desk.Partner, id, "entitlements", new { kind = "territory", code = "FR" })).Refuses(403, "permission_missing");
        });
        var ended = (await desk.DoAsync(desk.Admin, id, $"entitlements/{added.Text("id")}/end", new { until = today.AddDays(3) })).Is(200);
        Assert.Equal(today.AddDays(3).ToString("O"), ended.Text("until"));
    }

    [Fact]
    public async Task Only_what_the_list_asks_for_is_in_it_and_it_is_paged()
    {
        var desk = await Desk.OpenAsync();
        string[] ids = [await desk.OfferedAsync(), await desk.OfferedAsync(), await desk.ActiveAsync()];
        await desk.DraftAsync();
        var first = (await desk.Partner.GetAsync("/v1/licences?limit=2")).Is(200);
        var second = (await desk.Partner.GetAsync($"/v1/licences?limit=2&cursor={first.Text("next")}")).Is(200);
        Assert.Equal(ids.Reverse(), first.Json.GetProperty("data").EnumerateArray().Concat(second.Json.GetProperty("data").EnumerateArray()).Select(l => l.GetProperty("id").GetString()));
        Assert.Equal("", second.Text("next"));
        var active = (await desk.Admin.GetAsync($"/v1/licences?status=active&organisation={desk.Partner.Organisation}")).Is(200);
        Assert.Equal(ids[2], Assert.Single(active.Json.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        var all = (await desk.Admin.GetAsync($"/v1/licences?organisation={desk.Partner.Organisation}")).Is(200);
        Assert.Equal(4, all.Json.GetProperty("data").GetArrayLength());
    }
}
