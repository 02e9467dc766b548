using Franchise.Domain.Accreditation;
using Franchise.Domain.Identity;
using Franchise.Domain.Organisations;
using Franchise.Domain.Shared;

namespace Franchise.Api.Tests.Accreditation;

public sealed class SweepTests
{
    [Fact]
    public async Task After_four_days_of_outage_every_milestone_comes_once_with_its_own_date_and_then_the_lapse()
    {
        var academy = await Academy.OpenAsync();
        var start = await academy.Desk.TodayAsync();
        var id = await academy.AccreditedAsync(await academy.TrainerAsync());
        var last = start.AddMonths(24).AddDays(-1);
        await academy.MoveAndSweepAsync(last.AddDays(-121));
        Assert.Equal("accredited", (await academy.GetAsync(id)).Text("status"));
        await academy.MoveAndSweepAsync(last.AddDays(-116)); // four days late
        Assert.Equal("renewalDue", (await academy.GetAsync(id)).Text("status"));
        Assert.Equal(last.AddDays(-120).ToString("O"), Assert.Single(await academy.Desk.EventsAsync(id, "accreditation.renewal_due")).Data.GetProperty("dueOn").GetString());

        await academy.Desk.MoveToAsync(last.AddDays(5));
        var twice = await Task.WhenAll(academy.SweepAsync(), academy.SweepAsync());
        Assert.Equal(4, twice.Sum(r => r.Actions));
        Assert.Equal(
            [(120, last.AddDays(-120)), (60, last.AddDays(-60)), (30, last.AddDays(-30)), (7, last.AddDays(-7))],
            (await academy.Desk.EventsAsync(id, "accreditation.renewal_due_soon")).Select(e => (e.Data.GetProperty("days").GetInt32(), DateOnly.Parse(e.Data.GetProperty("dueOn").GetString()!))));
        var lapsed = Assert.Single(await academy.Desk.EventsAsync(id, "accreditation.lapsed")).Data;
        Assert.Equal(
            (last.AddDays(1).ToString("O"), academy.Unit, last.AddDays(1).AddMonths(6).AddDays(-1).ToString("O")),
            (lapsed.GetProperty("lapsedOn").GetString(), lapsed.GetProperty("unit").GetString(), lapsed.GetProperty("refresherLastDay").GetString()));
        Assert.Equal("lapsed", (await academy.GetAsync(id)).Text("status"));
        await academy.WithoutEffectAsync(() => academy.SweepAsync());
    }

    [Fact]
    public async Task Trainer_coordinator_and_Cohort_4_are_told_once_each_for_all_her_units()
    {
        var lead = $"lead.{Guid.CreateVersion7():N}@cohort4.example";
        var academy = await Academy.OpenAsync(with: o => (o.IsSandbox, o.HasContacts) = (false, true));
        var coordinator = $"coordinator.{Guid.CreateVersion7():N}@example.org";
        (await academy.Partner.PostAsync("/v1/contacts", new { role = "coordinator", name = "Sam", email = coordinator })).Is(201);
        await using (var db = academy.App.Database.Doors.PlatformFor(Organisation.FranchisorId, Actor.System))
        {
            db.Add(new Member(Organisation.FranchisorId, Id<User>.New(TimeProvider.System.GetUtcNow()), Role.QualityLead, "Quality", lead, TimeProvider.System.GetUtcNow()));
            await db.SaveChangesAsync();
        }
        var address = Academy.Address();
        var start = await academy.Desk.TodayAsync();
        var trainer = await academy.TrainerAsync(address);
        await academy.AccreditedAsync(trainer);
        await academy.AccreditedAsync(trainer, academy.OtherUnit);
        var gone = await academy.TrainerAsync();
        await academy.AccreditedAsync(gone);
        (await academy.DoToTrainerAsync(gone, "leave", new { })).Is(200);

        // A live organisation has no clock of its own to move; what matters here is what is said and to whom.
        async Task AheadToAsync(DateOnly day)
        {
            await academy.Desk.SqlAsync(
                $"UPDATE franchise.organisations SET clock_offset = make_interval(days => {day.DayNumber - start.DayNumber}) WHERE tenant_id = '{academy.Partner.Organisation.Value}'");
            await academy.SweepAsync();
        }
        await AheadToAsync(start.AddMonths(24).AddDays(-1 - 45)); // 120 and 60 days, both late
        foreach (var to in new[] { address, coordinator, lead })
        {
            var message = Assert.Single(await academy.MailAsync(to), m => m.Text.Contains(academy.Unit, StringComparison.Ordinal));
            Assert.Contains(academy.OtherUnit, message.Text, StringComparison.Ordinal);
            Assert.Contains($"good until {start.AddMonths(24).AddDays(-1):d MMMM yyyy}", message.Text, StringComparison.Ordinal);
            // It shows on locked screens.
            foreach (var word in new[] { "Ann", academy.Unit, "abuse", "mentor" })
                Assert.DoesNotContain(word, message.Subject, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(2, message.Text.Split("good until").Length - 1);
        }
        await AheadToAsync(start.AddMonths(24));
        Assert.Contains((await academy.MailAsync(address))[^1].Text.Split('\n'), l => l.Contains("A refresher by", StringComparison.Ordinal));
        Assert.Equal(2, (await academy.MailAsync(coordinator)).Count);
        Assert.Equal(2, (await academy.MailAsync(lead)).Count(m => m.Text.Contains(academy.Unit, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_sweeps_over_all_organisations_at_once_do_everything_once()
    {
        var academy = await Academy.OpenAsync();
        var start = await academy.Desk.TodayAsync();
        List<string> ids = [];
        for (var i = 0; i < 8; i++)
            ids.Add(await academy.AccreditedAsync(await academy.TrainerAsync()));
        await academy.Desk.MoveToAsync(start.AddMonths(24).AddDays(-1));
        await Task.WhenAll(academy.Sweep(batch: 2).RunAsync(default), academy.Sweep(batch: 3).RunAsync(default));
        foreach (var id in ids)
            Assert.Equal([120, 60, 30, 7], (await academy.Desk.EventsAsync(id, "accreditation.renewal_due_soon")).Select(e => e.Data.GetProperty("days").GetInt32()));
    }

    [Fact]
    public async Task One_that_cannot_be_saved_stops_no_other_and_is_left_for_later()
    {
        var academy = await Academy.OpenAsync();
        var start = await academy.Desk.TodayAsync();
        string[] ids = [await academy.AccreditedAsync(await academy.TrainerAsync()), await academy.AccreditedAsync(await academy.TrainerAsync())];
        await academy.Desk.MoveToAsync(start.AddMonths(24));
        var poison = $"poison_{Id<UnitAccreditation>.Parse(ids[0], null).Value:N}";
        await academy.Desk.SqlAsync($"ALTER TABLE franchise.accreditations ADD CONSTRAINT {poison} CHECK (id <> '{Id<UnitAccreditation>.Parse(ids[0], null).Value}' OR status <> 'lapsed') NOT VALID");
        try
        {
            Assert.Equal(1, (await academy.SweepAsync()).Postponed);
            Assert.Equal("accredited", (await academy.GetAsync(ids[0])).Text("status"));
            Assert.Equal("lapsed", (await academy.GetAsync(ids[1])).Text("status"));
        }
        finally
        {
            await academy.Desk.SqlAsync($"ALTER TABLE franchise.accreditations DROP CONSTRAINT {poison}");
        }
        await academy.SweepAsync();
        Assert.Single(await academy.Desk.EventsAsync(ids[0], "accreditation.lapsed"));
    }

    [Fact]
    public async Task A_withdrawn_accreditation_is_neither_announced_nor_does_it_lapse()
    {
        var academy = await Academy.OpenAsync();
        var start = await academy.Desk.TodayAsync();
        var id = await academy.AccreditedAsync(await academy.TrainerAsync());
        (await academy.DoAsync(academy.Admin, id, "withdraw", new { reason = "quality", text = "Why." })).Is(200);
        await academy.MoveAndSweepAsync(start.AddMonths(25));
        Assert.Equal("accreditation.withdrawn", (await academy.Desk.EventTypesAsync(id))[^1]);
    }
}
