using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Licensing;

public sealed class SweepTests
{
    [Fact]
    public async Task After_four_days_of_outage_everything_happens_once_in_order_and_with_its_own_date()
    {
        // Grace of one day and no teach-out: the 7-day milestone is announced on time, then the scheduler is down over the term's end.
        var desk = await Desk.OpenAsync(Desk.Rules(grace: 1, teachOut: "P2D"));
        var start = await desk.TodayAsync();
        var id = await desk.ActiveAsync();
        var last = start.AddMonths(12).AddDays(-1);
        await desk.MoveAndSweepAsync(last.AddDays(-91));
        await desk.MoveAndSweepAsync(last.AddDays(-86)); // the 90-day milestone is four days late
        var milestone = Assert.Single(await desk.EventsAsync(id, "licence.milestone_reached"));
        Assert.Equal((90, last.AddDays(-90).ToString("O")), (milestone.Data.GetProperty("days").GetInt32(), milestone.Data.GetProperty("dueOn").GetString()));

        await desk.MoveToAsync(last.AddDays(4)); // and all of the end at once
        var twice = await Task.WhenAll(desk.SweepAsync(), desk.SweepAsync());
        Assert.Equal(6, twice.Sum(r => r.Actions));
        Assert.Equal(
            [(60, last.AddDays(-60)), (30, last.AddDays(-30)), (7, last.AddDays(-7))],
            (await desk.EventsAsync(id, "licence.milestone_reached")).Skip(1).Select(e => (e.Data.GetProperty("days").GetInt32(), DateOnly.Parse(e.Data.GetProperty("dueOn").GetString()!))));
        Assert.Equal(last.AddDays(1).ToString("O"), Assert.Single(await desk.EventsAsync(id, "licence.grace_began")).Data.GetProperty("beganOn").GetString());
        Assert.Equal(last.AddDays(2).ToString("O"), Assert.Single(await desk.EventsAsync(id, "licence.teach_out_began")).Data.GetProperty("beganOn").GetString());
        Assert.Equal(last.AddDays(4).ToString("O"), Assert.Single(await desk.EventsAsync(id, "licence.expired")).Data.GetProperty("expiredOn").GetString());
        await desk.WithoutEffectAsync(() => desk.SweepAsync());
    }

    [Fact]
    public async Task A_short_licence_left_alone_for_a_year_renews_term_by_term_on_the_true_dates()
    {
        var desk = await Desk.OpenAsync(Desk.Rules(term: "P1M"));
        var start = await desk.TodayAsync();
        var id = await desk.ActiveAsync(autoRenews: true);
        await desk.MoveAndSweepAsync(start.AddMonths(12));
        var renewals = await desk.EventsAsync(id, "licence.renewed");
        Assert.Equal(Enumerable.Range(1, 12).Select(n => start.AddMonths(n).ToString("O")), renewals.Select(r => r.Data.GetProperty("firstDay").GetString()));
        Assert.Equal(renewals.Select(r => r.Data.GetProperty("firstDay").GetString()), renewals.Select(r => r.Data.GetProperty("renewedOn").GetString()));
    }

    [Fact]
    public async Task Two_sweeps_over_all_organisations_at_once_do_everything_once()
    {
        var desk = await Desk.OpenAsync();
        var start = await desk.TodayAsync();
        List<string> ids = [];
        for (var i = 0; i < 12; i++)
            ids.Add(await desk.ActiveAsync());
        await desk.MoveToAsync(start.AddMonths(12).AddDays(-1));
        await Task.WhenAll(desk.Sweep(batch: 2).RunAsync(default), desk.Sweep(batch: 3).RunAsync(default));
        foreach (var id in ids)
            Assert.Equal([90, 60, 30, 7], (await desk.EventsAsync(id, "licence.milestone_reached")).Select(e => e.Data.GetProperty("days").GetInt32()));
    }

    [Fact]
    public async Task A_licence_that_cannot_be_saved_stops_no_other_and_is_left_for_later()
    {
        var desk = await Desk.OpenAsync();
        var start = await desk.TodayAsync();
        string[] ids = [await desk.ActiveAsync(), await desk.ActiveAsync(), await desk.ActiveAsync()];
        await desk.MoveToAsync(start.AddMonths(12));
        var poison = $"poison_{Id<Licence>.Parse(ids[1], null).Value:N}";
        await desk.SqlAsync($"ALTER TABLE franchise.licences ADD CONSTRAINT {poison} CHECK (id <> '{Id<Licence>.Parse(ids[1], null).Value}' OR status <> 'grace') NOT VALID");
        try
        {
            var sweep = desk.Sweep();
            Assert.Equal(1, (await sweep.RunForAsync(desk.Partner.Organisation, default)).Postponed);
            Assert.Equal("grace", (await desk.GetAsync(ids[0])).Text("status"));
            Assert.Equal("active", (await desk.GetAsync(ids[1])).Text("status"));
            Assert.Equal("grace", (await desk.GetAsync(ids[2])).Text("status"));
            Assert.Empty(await desk.EventsAsync(ids[1], "licence.milestone_reached"));
            Assert.Equal(0, (await sweep.RunForAsync(desk.Partner.Organisation, default)).Postponed);
        }
        finally
        {
            await desk.SqlAsync($"ALTER TABLE franchise.licences DROP CONSTRAINT {poison}");
        }
        await desk.SweepAsync();
        Assert.Equal("grace", (await desk.GetAsync(ids[1])).Text("status"));
        Assert.Single(await desk.EventsAsync(ids[1], "licence.grace_began"));
    }

    [Fact]
    public async Task A_sandbox_runs_by_its_own_clock_and_others_do_not_notice()
    {
        var (ahead, present) = (await Desk.OpenAsync(), await Desk.OpenAsync(with: o => o.IsSandbox = false));
        var start = await ahead.TodayAsync();
        var (moved, still) = (await ahead.ActiveAsync(), await present.ActiveAsync());
        await ahead.MoveToAsync(start.AddMonths(12));
        await ahead.Sweep().RunAsync(default);
        Assert.Equal("grace", (await ahead.GetAsync(moved)).Text("status"));
        Assert.Equal("active", (await present.GetAsync(still)).Text("status"));
    }

    [Fact]
    public async Task A_sweep_that_is_told_to_stop_stops()
    {
        var desk = await Desk.OpenAsync();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.Sweep().RunAsync(stop.Token));
    }

    [Fact]
    public async Task A_held_licence_is_not_renewed_by_itself()
    {
        var desk = await Desk.OpenAsync();
        var start = await desk.TodayAsync();
        var id = await desk.ActiveAsync(autoRenews: true);
        await desk.MoveAndSweepAsync(start.AddMonths(12).AddDays(-1));
        (await desk.DoAsync(desk.Admin, id, "holds", new { reason = "payment", reviewOn = start.AddMonths(13) })).Is(201);
        await desk.MoveAndSweepAsync(start.AddMonths(12));
        Assert.Equal("grace", (await desk.GetAsync(id)).Text("status"));
        Assert.Contains("licence.auto_renewal_withheld", await desk.EventTypesAsync(id));
    }
}
