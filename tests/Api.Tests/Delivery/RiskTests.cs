using System.Text.Json;
using Franchise.Api.Tests.Accreditation;
using Npgsql;

namespace Franchise.Api.Tests.Delivery;

/// <summary>What happens to a trainer's accreditation happens to her sessions the same day.</summary>
public sealed class RiskTests
{
    [Fact]
    public async Task A_lapse_marks_every_later_session_and_tells_the_coordinator_what_would_cure_it()
    {
        var academy = await Academy.OpenAsync(Academy.Rules(validityMonths: 2, renewalOpensDays: 30, cpdHours: 0, standardisationNeeded: false));
        var school = await School.OpenAsync(academy: academy);
        var coordinator = Academy.Address();
        (await school.Partner.PostAsync("/v1/contacts", new { role = "coordinator", name = "Sam", email = coordinator })).Is(201);
        var last = (await academy.Desk.TodayAsync()).AddMonths(2).AddDays(-1);
        object[] planned = [school.Session(last.AddDays(-3)), school.Session(last.AddDays(9), "14:00", "17:00")];
        await school.WithoutEffectAsync(async () =>
            Assert.Equal(["accreditation_ends_before"], School.Codes((await school.Partner.PostAsync("/v1/courses", school.Plan(planned))).Refuses(409, "override_needed"))));
        var id = (await school.Partner.PostAsync("/v1/courses", school.PlanWith(planned, ("overrideReason", "She renews next month.")))).Is(201).Text("id");
        await school.ReviewAsync();
        Assert.All(await school.DetailsAsync(id), s => Assert.False(s.GetProperty("atRisk").GetBoolean()));
        await academy.MoveAndSweepAsync(last.AddDays(1));
        await school.ReviewAsync();

        var sessions = await school.DetailsAsync(id);
        Assert.Equal([false, true], sessions.Select(s => s.GetProperty("atRisk").GetBoolean()));
        Assert.Equal("accreditation_lapsed", Risk(sessions[1]).GetProperty("code").GetString());
        Assert.Equal(sessions[1].GetProperty("id").GetString(), Assert.Single((await school.Partner.GetAsync("/v1/sessions?atRisk=true")).Is(200).Json.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        var message = Assert.Single(await academy.MailAsync(coordinator), m => m.Subject == "Sessions that need you");
        foreach (var word in new[] { school.Unit, "refresher", "another trainer", "Ann Example", "Spring, Tuesdays" })
            Assert.Contains(word, message.Text, StringComparison.Ordinal);
        Assert.Equal("accreditation_lapsed", Assert.Single(await academy.Desk.EventsAsync(sessions[1].GetProperty("id").GetString()!, "session.at_risk")).Data.GetProperty("reason").GetString());
        // Once is enough.
        await school.WithoutEffectAsync(() => school.ReviewAsync());

        (await academy.DoAsync(academy.Admin, school.Accreditation, "refresher", new { refresherOn = last.AddDays(1) })).Is(200);
        await school.ReviewAsync();
        Assert.False((await school.DetailsAsync(id))[1].GetProperty("atRisk").GetBoolean());
    }

    [Fact]
    public async Task What_another_job_holds_is_left_alone_and_looked_at_after_it()
    {
        var school = await School.OpenAsync();
        var id = await school.OpenedAsync();
        await school.ReviewAsync();
        (await school.Academy.DoAsync(school.Academy.Admin, school.Accreditation, "suspensions", new { reason = "quality", text = "For now." })).Is(201);
        await using var other = await school.App.Database.AdminSource.OpenConnectionAsync();
        await using var holds = await other.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("SELECT tenant_id FROM franchise.organisations WHERE tenant_id = $1 FOR NO KEY UPDATE", other, holds);
        command.Parameters.AddWithValue(school.Partner.Organisation.Value);
        Assert.NotNull(await command.ExecuteScalarAsync());
        await school.WithoutEffectAsync(async () => Assert.Equal(0, (await school.Review().RunForAsync(school.Partner.Organisation, default)).Things));
        var waits = school.ReviewAsync();
        Assert.NotSame(waits, await Task.WhenAny(waits, Task.Delay(TimeSpan.FromSeconds(1))));
        await holds.RollbackAsync();
        await waits;
        Assert.All(await school.DetailsAsync(id), s => Assert.True(s.GetProperty("atRisk").GetBoolean()));
    }

    [Theory]
    [InlineData("suspensions", "accreditation_suspended")]
    [InlineData("restrictions", "accreditation_restricted")]
    public async Task A_hold_marks_them_until_it_is_lifted(string kind, string code)
    {
        var school = await School.OpenAsync();
        var id = await school.OpenedAsync();
        var hold = (await school.Academy.DoAsync(school.Academy.Admin, school.Accreditation, kind, new { reason = "quality", text = "With a co-trainer only." })).Is(201).Text("id");
        await school.ReviewAsync();
        var sessions = await school.DetailsAsync(id);
        Assert.All(sessions, s => Assert.Equal(code, Risk(s).GetProperty("code").GetString()));
        await school.EnrolledAsync(id);
        (await school.DoAsync(id, "confirm")).Refuses(409, "session_at_risk");
        (await school.Academy.DoAsync(school.Academy.Admin, school.Accreditation, $"holds/{hold}/lift")).Is(200);
        await school.ReviewAsync();
        Assert.All(await school.DetailsAsync(id), s => Assert.False(s.GetProperty("atRisk").GetBoolean()));
        (await school.DoAsync(id, "confirm")).Is(200);
    }

    [Fact]
    public async Task A_substitute_cures_it_if_she_may_teach_it()
    {
        var school = await School.OpenAsync();
        var id = await school.OpenedAsync();
        var (novice, colleague) = (await school.Academy.TrainerAsync(), await school.Academy.TrainerAsync());
        await school.Academy.AccreditedAsync(colleague);
        (await school.Academy.DoAsync(school.Academy.Admin, school.Accreditation, "withdraw", new { reason = "quality", text = "Two observations." })).Is(200);
        await school.ReviewAsync();
        var sessions = await school.SessionsAsync(id);
        await school.WithoutEffectAsync(async () =>
        {
            (await SubstituteAsync(sessions[0], novice)).Refuses(409, "not_eligible");
            (await SubstituteAsync(sessions[0], colleague, insteadOf: novice)).Refuses(409, "trainer_not_booked");
            (await SubstituteAsync(sessions[0], school.Trainer)).Refuses(409, "trainer_booked");
        });
        (await SubstituteAsync(sessions[0], colleague)).Is(200);
        Assert.Equal([false, true], (await school.DetailsAsync(id)).Select(s => s.GetProperty("atRisk").GetBoolean()));
        Assert.Equal(colleague, (await school.DetailsAsync(id))[0].GetProperty("trainers")[0].GetProperty("trainerId").GetString());

        Task<Answer> SubstituteAsync(string session, string trainerId, string? insteadOf = null) =>
            school.DoAsync(id, $"sessions/{session}/trainers", new { trainerId, insteadOf = insteadOf ?? school.Trainer });
    }

    [Fact]
    public async Task A_trainer_who_has_left_is_at_risk_and_a_restriction_can_be_kept_to_by_an_override()
    {
        var school = await School.OpenAsync();
        var id = await school.OpenedAsync();
        (await school.Academy.DoToTrainerAsync(school.Trainer, "leave", new { })).Is(200);
        await school.ReviewAsync();
        Assert.Equal("trainer_left", Risk((await school.DetailsAsync(id))[0]).GetProperty("code").GetString());

        var other = await school.Academy.TrainerAsync();
        var accreditation = await school.Academy.AccreditedAsync(other);
        (await school.Academy.DoAsync(school.Academy.Admin, accreditation, "restrictions", new { reason = "quality", text = "With a co-trainer only." })).Is(201);
        var plan = school.Session(await school.InDaysAsync(8), trainer: other);
        Assert.Equal(["accreditation_restricted"], School.Codes((await school.Partner.PostAsync("/v1/courses", school.Plan(plan))).Refuses(409, "override_needed")));
        var kept = (await school.Partner.PostAsync("/v1/courses", school.PlanWith([plan], ("overrideReason", "Bea co-trains.")))).Is(201).Text("id");
        await school.ReviewAsync();
        Assert.False((await school.DetailsAsync(kept))[0].GetProperty("atRisk").GetBoolean());
    }

    private static JsonElement Risk(JsonElement session) => session.GetProperty("trainers")[0].GetProperty("risk");
}
