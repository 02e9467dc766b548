using System.Diagnostics;
using System.Text.Json;
using Franchise.Api.Licensing;
using Franchise.Api.Tests.Accreditation;
using Franchise.Api.Tests.Billing;
using Franchise.Api.Tests.Delivery;
using Franchise.Api.Tests.Licensing;
using Franchise.Api.Tests.Payments;
using Franchise.Domain.Identity;
using Franchise.Domain.Licensing;
using Franchise.Domain.Shared;
using Franchise.Infrastructure.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Franchise.Api.Tests.Sandbox;

/// <summary>A partner's developer moves the clock of her sandbox: what falls due happens as time would have done it, and to nobody else.</summary>
public sealed class ClockTests(ITestOutputHelper output)
{
    private static readonly string[] tables =
    [
        "organisations", "licences", "licence_terms", "scheduled_actions", "fees", "invoices", "ledger_entries", "accreditation_actions", "course_actions", "events", "audit_entries",
        "outgoing_emails", "events_seen", "idempotency_records",
    ];

    [Fact]
    public async Task Three_years_pass_in_seconds_and_everything_happens_on_its_day()
    {
        var academy = await Academy.OpenAsync(licenceRules: Desk.Rules("P12M"), autoRenews: true);
        var school = await School.OpenAsync(academy: academy);
        var (desk, till) = (academy.Desk, Till.At(academy.Desk));
        await till.PublishAsync(await till.PricesAsync(desk.Code));
        var start = await desk.TodayAsync();
        await Cards.GiveAsync(desk.Partner);
        var course = await school.OpenedAsync();
        await school.EnrolledAsync(course);
        (await school.DoAsync(course, "confirm")).Is(200);

        var watch = Stopwatch.StartNew();
        // Less than two years at once, whatever time of the day it is.
        var first = await AdvanceAsync(desk.Partner, Morning(start.AddYears(2).AddDays(-1)));
        var second = await AdvanceAsync(desk.Partner, Morning(start.AddYears(3).AddDays(10)));
        output.WriteLine($"three years: {watch.Elapsed.TotalSeconds:0.0} s, {first.Happened.Count + second.Happened.Count} things happened");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"It took {watch.Elapsed}.");

        List<(DateTimeOffset At, string What, string Subject)> happened = [.. first.Happened, .. second.Happened];
        // In the order of time, each on its own day there.
        Assert.Equal(happened.OrderBy(h => h.At), happened);
        Assert.Equal([start.AddYears(1), start.AddYears(2), start.AddYears(3)], Days("licence.renewed", academy.Licence));
        Assert.Equal([start.AddYears(1).AddDays(3), start.AddYears(2).AddDays(3), start.AddYears(3).AddDays(3)], Days("invoice.finalised").Where(d => d > start.AddDays(200)));
        Assert.Single(Days("course.begun", course));
        Assert.Equal(start.AddDays(8), Days("course.begun", course)[0]);
        Assert.Equal([start.AddMonths(24)], Days("accreditation.lapsed", school.Accreditation));
        Assert.Equal([.. new[] { 1, 2, 3 }.SelectMany(y => new[] { 90, 60, 30, 7 }.Select(d => start.AddYears(y).AddDays(-1 - d)))], Days("licence.milestone_reached", academy.Licence));

        var terms = (await desk.Partner.GetAsync($"/v1/licences/{academy.Licence}/terms")).Is(200).Json.GetProperty("data").EnumerateArray()
            .Select(t => (First: DateOnly.Parse(t.GetProperty("firstDay").GetString()!), Last: DateOnly.Parse(t.GetProperty("lastDay").GetString()!))).OrderBy(t => t.First).ToList();
        Assert.Equal(4, terms.Count);
        Assert.All(terms.Zip(terms.Skip(1)), pair => Assert.Equal(pair.First.Last.AddDays(1), pair.Second.First));
        var invoices = (await till.ListAsync("invoices")).Where(i => i.GetProperty("kind").GetString() == "licence").ToList();
        Assert.Equal(4, invoices.Count);
        foreach (var term in terms)
            Assert.Equal(1, await till.CountAsync($"SELECT count(*) FROM franchise.invoices WHERE tenant_id = $1 AND kind = 'licence' AND period_first = '{term.First:O}' AND period_last = '{term.Last:O}'"));
        // Each was charged to the card when it was due; the last is not due yet.
        Assert.Equal(["finalised", "paid", "paid", "paid"], invoices.Select(i => i.GetProperty("status").GetString()).Order());
        Assert.Equal(0, await till.CountAsync("SELECT coalesce(sum(amount), 0)::bigint FROM franchise.ledger_entries WHERE tenant_id = $1"));
        // What was really done when stays in the audit chain, which holds.
        Assert.Equal(0, await till.CountAsync("SELECT count(*) FROM franchise.audit_entries WHERE tenant_id = $1 AND at > now() + interval '1 minute'"));
        Assert.True((await desk.Partner.GetAsync("/v1/audit-entries/verification")).Is(200).Json.GetProperty("intact").GetBoolean());

        DateOnly[] Days(string what, string? subject = null) =>
            [.. happened.Where(h => h.What == what && (subject is null || h.Subject == subject)).Select(h => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(h.At, london).DateTime))];
    }

    [Fact]
    public async Task The_clock_says_what_time_it_is_and_what_comes_next()
    {
        var desk = await Desk.OpenAsync();
        var before = (await desk.Partner.GetAsync("/v1/sandbox/clock")).Is(200);
        Assert.Equal(JsonValueKind.Null, before.Json.GetProperty("nextDueAt").ValueKind);
        var start = await desk.TodayAsync();
        var id = await desk.ActiveAsync();
        await Till.At(desk).SweepAsync();
        await Cards.GiveAsync(desk.Partner);
        var clock = (await desk.Partner.GetAsync("/v1/sandbox/clock")).Is(200);
        Assert.Equal(Term.StartOf(start.AddDays(3), london), clock.Json.GetProperty("nextDueAt").GetDateTimeOffset());
        Assert.Equal(start.ToString("O"), clock.Text("today"));
        Assert.InRange(clock.Json.GetProperty("now").GetDateTimeOffset(), TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow().AddMinutes(1));

        var to = Morning(start.AddDays(100));
        var moved = (await desk.Partner.PostAsync("/v1/sandbox/clock", new { advanceTo = to.ToOffset(TimeSpan.FromHours(5)) })).Is(200);
        Assert.InRange(moved.Json.GetProperty("clock").GetProperty("now").GetDateTimeOffset(), to, to.AddMinutes(1));
        Assert.True(moved.Json.GetProperty("isWhole").GetBoolean());
        // Every request goes by it from here on.
        Assert.Equal(start.AddDays(100), await desk.TodayAsync());
        Assert.Equal(start.AddDays(100).ToString("O"), (await desk.Partner.GetAsync("/v1/organisation")).Is(200).Text("today"));
        Assert.Empty(Desk.Reasons(await desk.CheckAsync(id, start.AddDays(100))));
        // All of it stands in the feed too, and last that the clock was moved.
        var feed = (await desk.Partner.GetAsync($"/v1/events?after={moved.Text("eventsAfter")}")).Is(200).Json.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(moved.Json.GetProperty("happened").EnumerateArray().Select(h => h.GetProperty("what").GetString()), feed.Select(e => e.GetProperty("type").GetString()));
        Assert.Equal("organisation.clock_moved", feed[^1].GetProperty("type").GetString());
        Assert.Single(feed, e => e.GetProperty("type").GetString() == "organisation.clock_moved");
    }

    [Fact]
    public async Task What_was_due_before_is_done_before_time_moves_on()
    {
        var desk = await Desk.OpenAsync();
        var (start, till) = (await desk.TodayAsync(), Till.At(desk));
        // Accepted and never swept: time would have begun it today.
        await desk.AcceptedAsync();
        await AdvanceAsync(desk.Partner, Morning(start.AddDays(10)));
        var invoice = Assert.Single(await till.ListAsync("invoices"));
        Assert.Equal(start.AddDays(3).ToString("O"), invoice.GetProperty("issuedOn").GetString());
    }

    [Fact]
    public async Task Other_organisations_feel_nothing()
    {
        var (ahead, other, live) = (await Desk.OpenAsync(), await Desk.OpenAsync(), await Desk.OpenAsync(with: o => o.IsSandbox = false));
        await ahead.ActiveAsync();
        foreach (var desk in new[] { other, live })
            await desk.AcceptedAsync();
        string[] own = ["organisations"];
        await other.Partner.WithoutEffectAsync(own, () => live.Partner.WithoutEffectAsync(own, async () =>
            Assert.NotEmpty((await AdvanceAsync(ahead.Partner, Morning((await ahead.TodayAsync()).AddYears(1)))).Happened)));
        foreach (var desk in new[] { other, live })
            Assert.Equal(0, await Till.At(desk).CountAsync("SELECT count(*) FROM franchise.events WHERE tenant_id = $1 AND at > now() + interval '1 minute'"));
    }

    [Fact]
    public async Task A_live_organisation_has_no_clock_of_its_own()
    {
        var desk = await Desk.OpenAsync(with: o => o.IsSandbox = false);
        await desk.Partner.WithoutEffectAsync(tables, async () =>
        {
            var to = TimeProvider.System.GetUtcNow().AddDays(1);
            Assert.Equal("not_a_sandbox", (await desk.Partner.PostAsync("/v1/sandbox/clock", new { advanceTo = to })).Is(409).Code);
            Assert.Equal("not_a_sandbox", (await desk.Partner.GetAsync("/v1/sandbox/clock")).Is(409).Code);
        });
        Assert.Equal("permission_missing", (await desk.Admin.PostAsync("/v1/sandbox/clock", new { advanceTo = TimeProvider.System.GetUtcNow().AddDays(1) })).Is(403).Code);
    }

    [Fact]
    public async Task It_moves_forward_only_two_years_at_once_and_ten_in_all()
    {
        var desk = await Desk.OpenAsync();
        var start = TimeProvider.System.GetUtcNow();
        await AdvanceAsync(desk.Partner, start.AddDays(40));
        await desk.Partner.WithoutEffectAsync(tables, async () =>
        {
            foreach (var to in new[] { start.AddDays(40), start, start.AddYears(-3), start.AddDays(41).AddYears(2) })
            {
                var refused = (await desk.Partner.PostAsync("/v1/sandbox/clock", new { advanceTo = to })).Is(422);
                Assert.Equal("clock_out_of_range", refused.Code);
                Assert.Equal("/advanceTo", refused.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
            }
            foreach (var body in new object[] { new { }, new { advanceTo = "tomorrow" }, new { advanceTo = 5 }, new { advanceTo = (string?)null }, new { advanceTo = start.AddYears(4_000) }, new { advanceTo = DateTimeOffset.MaxValue }, new { advanceTo = DateTimeOffset.MinValue }, new { advanceTo = start.AddDays(50), organisationId = "org_1" } })
                Assert.InRange((await desk.Partner.PostAsync("/v1/sandbox/clock", body)).Status, 400, 422);
        });
        for (var years = 2; years <= 10; years += 2)
            if (years < 10)
                await AdvanceAsync(desk.Partner, start.AddYears(years));
        Assert.Equal("clock_out_of_range", (await desk.Partner.PostAsync("/v1/sandbox/clock", new { advanceTo = start.AddYears(10).AddDays(3) })).Is(422).Code);
        var reader = await desk.App.CallerAsync(desk.Partner.Organisation, [Permission.OrganisationRead]);
        Assert.Equal("permission_missing", (await reader.PostAsync("/v1/sandbox/clock", new { advanceTo = start.AddYears(9) })).Is(403).Code);
        (await reader.GetAsync("/v1/sandbox/clock")).Is(200);
    }

    [Fact]
    public async Task What_fails_half_way_leaves_the_clock_there_and_goes_on_from_there()
    {
        var desk = await Desk.OpenAsync();
        var start = await desk.TodayAsync();
        string[] ids = [await desk.ActiveAsync(autoRenews: true), await desk.ActiveAsync()];
        await Cards.GiveAsync(desk.Partner);
        var poisoned = Id<Licence>.Parse(ids[1], null).Value;
        var poison = $"poison_{poisoned:N}";
        await desk.SqlAsync($"ALTER TABLE franchise.licences ADD CONSTRAINT {poison} CHECK (id <> '{poisoned}' OR status <> 'grace') NOT VALID");
        try
        {
            Assert.Equal("due_work_failed", (await desk.Partner.PostAsync("/v1/sandbox/clock", new { advanceTo = Morning(start.AddMonths(18)) })).Is(409).Code);
            // All before the day after the last is done, and the clock does not go back: what else was done on that day bears its date.
            Assert.Equal(start.AddMonths(12), await desk.TodayAsync());
            foreach (var id in ids)
            {
                Assert.Equal(4, (await desk.EventsAsync(id, "licence.milestone_reached")).Count);
                Assert.Equal("active", (await desk.GetAsync(id)).Text("status"));
            }
            Assert.Empty(await desk.EventsAsync(desk.Partner.Organisation.ToString(), "organisation.clock_moved"));
        }
        finally
        {
            await desk.SqlAsync($"ALTER TABLE franchise.licences DROP CONSTRAINT {poison}");
        }
        await AdvanceAsync(desk.Partner, Morning(start.AddMonths(18)));
        Assert.Equal("active", (await desk.GetAsync(ids[0])).Text("status"));
        Assert.Equal("expired", (await desk.GetAsync(ids[1])).Text("status"));
        Assert.Single(await desk.EventsAsync(ids[0], "licence.renewed"));
        Assert.Single(await desk.EventsAsync(ids[1], "licence.grace_began"));
        Assert.Equal(start.AddMonths(12).ToString("O"), (await desk.EventsAsync(ids[1], "licence.grace_began"))[0].Data.GetProperty("beganOn").GetString());
    }

    [Fact]
    public async Task One_caller_moves_it_at_a_time_and_live_sweeps_meet_it_without_harm()
    {
        var desk = await Desk.OpenAsync();
        var start = await LateInTheDayAsync(desk);
        string[] ids = [await desk.ActiveAsync(autoRenews: true), await desk.ActiveAsync(autoRenews: true), await desk.ActiveAsync()];
        await Cards.GiveAsync(desk.Partner);
        using var over = new CancellationTokenSource();
        var sweeping = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                await desk.SweepAsync();
                await Till.SweepAsync(desk.App, desk.Partner.Organisation);
            }
        })).ToArray();
        var calls = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => desk.Partner.PostAsync("/v1/sandbox/clock", new { advanceTo = Morning(start.AddYears(2)) })));
        await over.CancelAsync();
        await Task.WhenAll(sweeping);
        Assert.Single(calls, c => c.Status == 200);
        // Who came meanwhile is told to wait; who came afterwards, that it stands there already.
        Assert.All(calls.Where(c => c.Status != 200), c => Assert.Contains(c.Code, new[] { "clock_moving", "clock_out_of_range" }));
        foreach (var id in ids[..2])
        {
            Assert.Equal(2, (await desk.EventsAsync(id, "licence.renewed")).Count);
            Assert.Equal(8, (await desk.EventsAsync(id, "licence.milestone_reached")).Count);
        }
        Assert.Equal("expired", (await desk.GetAsync(ids[2])).Text("status"));
        var till = Till.At(desk);
        Assert.Equal(7, await till.CountAsync("SELECT count(*) FROM franchise.invoices WHERE tenant_id = $1"));
        Assert.Equal(7, await till.CountAsync("SELECT count(DISTINCT (licence_id, period_first)) FROM franchise.invoices WHERE tenant_id = $1"));
        // Those of the last day can still be looked at.
        Assert.Equal(5, await till.CountAsync("SELECT count(*) FROM franchise.invoices WHERE tenant_id = $1 AND status = 'paid'"));
    }

    [Fact]
    public async Task A_call_that_is_given_up_half_way_can_be_made_again()
    {
        var desk = await Desk.OpenAsync();
        var start = await LateInTheDayAsync(desk);
        var id = await desk.ActiveAsync(autoRenews: true);
        var work = desk.App.Services.GetRequiredService<DueWork>();
        await Cards.GiveAsync(desk.Partner);
        for (var i = 0; i < 3; i++)
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(20 + (40 * i)));
            try
            {
                await work.AdvanceAsync(desk.Partner.Organisation, Morning(start.AddYears(2)), Actor.System, stop.Token);
            }
            catch (OperationCanceledException)
            {
            }
        }
        if (await desk.TodayAsync() < start.AddYears(2))
            await AdvanceAsync(desk.Partner, Morning(start.AddYears(2)));
        Assert.Equal(2, (await desk.EventsAsync(id, "licence.renewed")).Count);
        Assert.Equal(8, (await desk.EventsAsync(id, "licence.milestone_reached")).Count);
        Assert.Equal(3, (await Till.At(desk).ListAsync("invoices")).Length);
    }

    [Fact]
    public async Task Every_sweep_of_organisations_stands_in_the_list_that_the_clock_runs()
    {
        var sweeps = typeof(SweepLicences).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IDueStep))).ToHashSet();
        var app = await App.RunningAsync();
        Assert.Equal(sweeps, app.Services.GetRequiredService<DueWork>().Steps.Select(s => s.GetType()).ToHashSet());
        Assert.NotEmpty(sweeps);
        // And all of it are the instances that the schedule runs.
        Assert.All(app.Services.GetRequiredService<DueWork>().Steps, s => Assert.Same(s, app.Services.GetRequiredService(s.GetType())));
    }

    [Fact]
    public async Task Events_bear_the_time_of_the_sandbox_and_the_audit_chain_real_time()
    {
        var desk = await Desk.OpenAsync();
        var to = Morning((await desk.TodayAsync()).AddDays(500));
        await AdvanceAsync(desk.Partner, to);
        await desk.OfferedAsync();
        await using var db = desk.App.Database.Doors.PlatformFor(desk.Partner.Organisation, Actor.System);
        var happened = await db.Set<Domain.Webhooks.Event>().OrderBy(e => e.Seq).LastAsync();
        var written = await db.Set<Domain.Audit.AuditEntry>().OrderBy(e => e.Seq).LastAsync();
        Assert.Equal(("licence.offered", "licence.offered"), (happened.Type, written.Action));
        Assert.InRange(happened.At, to, to.AddMinutes(2));
        Assert.InRange(written.At, TimeProvider.System.GetUtcNow().AddMinutes(-2), TimeProvider.System.GetUtcNow());
    }

    private static readonly TimeZoneInfo london = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    // Two years at once are two years to the minute: so that a morning in two years can be reached, it is later than that in the day.
    private static async Task<DateOnly> LateInTheDayAsync(Desk desk)
    {
        var tomorrow = (await desk.TodayAsync()).AddDays(1);
        await AdvanceAsync(desk.Partner, Morning(tomorrow).AddHours(2));
        return tomorrow;
    }

    private static DateTimeOffset Morning(DateOnly day) => Term.StartOf(day, london).AddHours(9);

    private static async Task<(Answer Answer, List<(DateTimeOffset At, string What, string Subject)> Happened)> AdvanceAsync(Caller partner, DateTimeOffset to)
    {
        var answer = (await partner.PostAsync("/v1/sandbox/clock", new { advanceTo = to })).Is(200);
        return (answer, [.. answer.Json.GetProperty("happened").EnumerateArray().Select(h => (h.GetProperty("at").GetDateTimeOffset(), h.GetProperty("what").GetString()!, h.GetProperty("subject").GetString()!))]);
    }
}
